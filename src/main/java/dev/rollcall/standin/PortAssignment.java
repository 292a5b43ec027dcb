package dev.rollcall.standin;

import dev.rollcall.model.VisitFacts;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.standin.certificate.StandInCertificate;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One port to answer on.
 *
 * @param address the local address; the wildcard for all
 * @param port 0 for any that is free
 * @param hosts the servers that it stands in for; may be empty
 * @param server the name of the server that it is on, if it is not the first of them
 * @param protocol its name in catalogues
 * @param rules ids of the rules that it stands in for
 * @param standIn the protocol's stand-in, which also decides the transport
 * @param certificate the certificate, if not the common one
 * @param health path of the balancer's health check, if known
 * @param facts what the stand-in notes of a visit
 * @param delay how long to wait before a caller is served
 */
public record PortAssignment(
    InetAddress address,
    int port,
    List<String> hosts,
    Optional<String> server,
    String protocol,
    List<String> rules,
    StandIn standIn,
    Optional<StandInCertificate> certificate,
    Optional<String> health,
    VisitFacts facts,
    Duration delay) {
  public PortAssignment {
    Objects.requireNonNull(address);
    hosts = List.copyOf(hosts);
    Objects.requireNonNull(server);
    Objects.requireNonNull(protocol);
    rules = List.copyOf(rules);
    Objects.requireNonNull(standIn);
    Objects.requireNonNull(certificate);
    Objects.requireNonNull(health);
    Objects.requireNonNull(facts);
    Objects.requireNonNull(delay);
  }

  /** With the certificate that all ports share, and without delay; visits have no facts. */
  public PortAssignment(
      InetAddress address,
      int port,
      List<String> hosts,
      String protocol,
      List<String> rules,
      StandIn standIn) {
    this(
        address,
        port,
        hosts,
        Optional.empty(),
        protocol,
        rules,
        standIn,
        Optional.empty(),
        Optional.empty(),
        VisitFacts.NONE,
        Duration.ZERO);
  }

  public PortAssignment with(StandInCertificate own) {
    return new PortAssignment(
        address,
        port,
        hosts,
        server,
        protocol,
        rules,
        standIn,
        Optional.of(own),
        health,
        facts,
        delay);
  }

  public PortAssignment after(Duration wait) {
    return new PortAssignment(
        address, port, hosts, server, protocol, rules, standIn, certificate, health, facts, wait);
  }

  /** With the path of the health check, for the log. */
  public PortAssignment checkedAt(String path) {
    return new PortAssignment(
        address,
        port,
        hosts,
        server,
        protocol,
        rules,
        standIn,
        certificate,
        Optional.of(path),
        facts,
        delay);
  }

  /** With what the stand-in notes of a visit. */
  public PortAssignment noting(VisitFacts noted) {
    return new PortAssignment(
        address, port, hosts, server, protocol, rules, standIn, certificate, health, noted, delay);
  }

  /** With the name of the server that it is on. */
  public PortAssignment on(String host) {
    return new PortAssignment(
        address,
        port,
        hosts,
        Optional.of(host),
        protocol,
        rules,
        standIn,
        certificate,
        health,
        facts,
        delay);
  }

  public Transport transport() {
    return standIn instanceof StandIn.Streams ? Transport.TCP : Transport.UDP;
  }
}
