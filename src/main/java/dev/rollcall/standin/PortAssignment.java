package dev.rollcall.standin;

import dev.rollcall.model.VisitFacts;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Protocol;
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
 * @param rules ids of the rules that it stands in for
 */
public record PortAssignment(
    InetAddress address,
    int port,
    List<String> hosts,
    List<String> rules,
    Served served,
    Options options) {
  public PortAssignment {
    Objects.requireNonNull(address);
    hosts = List.copyOf(hosts);
    rules = List.copyOf(rules);
    Objects.requireNonNull(served);
    Objects.requireNonNull(options);
  }

  /**
   * What answers on the port.
   *
   * @param protocol its name in catalogues
   * @param facts what the stand-in notes of a visit
   * @param standIn the protocol's stand-in, which also decides the transport
   */
  public record Served(String protocol, VisitFacts facts, StandIn standIn) {
    public Served {
      Objects.requireNonNull(protocol);
      Objects.requireNonNull(facts);
      Objects.requireNonNull(standIn);
    }

    /** A protocol's own, for rules with these settings. */
    public static <S extends Record> Served of(
        Protocol<S> protocol, Transport transport, List<S> settings) {
      return new Served(
          protocol.name(), protocol.visitFacts(), protocol.standIn(transport, settings));
    }
  }

  /**
   * How this port differs from others.
   *
   * @param server the name of the server that it is on, if it is not the first of its hosts
   * @param certificate the certificate, if not the common one
   * @param health path of the balancer's health check, if known; for the log
   * @param delay how long to wait before a caller is served
   */
  public record Options(
      Optional<String> server,
      Optional<StandInCertificate> certificate,
      Optional<String> health,
      Duration delay) {
    public static final Options NONE =
        new Options(Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO);

    public Options {
      Objects.requireNonNull(server);
      Objects.requireNonNull(certificate);
      Objects.requireNonNull(health);
      Objects.requireNonNull(delay);
    }

    public Options withServer(String host) {
      return new Options(Optional.of(host), certificate, health, delay);
    }

    public Options withCertificate(StandInCertificate own) {
      return new Options(server, Optional.of(own), health, delay);
    }

    public Options withHealth(Optional<String> path) {
      return new Options(server, certificate, path, delay);
    }

    public Options withDelay(Duration wait) {
      return new Options(server, certificate, health, wait);
    }
  }

  public Transport transport() {
    return served.standIn() instanceof StandIn.Streams ? Transport.TCP : Transport.UDP;
  }
}
