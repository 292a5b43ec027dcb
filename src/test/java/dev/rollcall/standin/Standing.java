package dev.rollcall.standin;

import dev.rollcall.model.StandInLog;
import dev.rollcall.model.VisitFacts;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.standin.certificate.StandInCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One stand-in on a free loopback port, under the name {@link Probes#HOST}. */
public final class Standing implements AutoCloseable {
  private final StandInServer stand;
  private final StandInCertificate certificate;

  private Standing(StandInServer stand, StandInCertificate certificate) {
    this.stand = stand;
    this.certificate = certificate;
  }

  /** A protocol's, over TCP, without a key. */
  public static <S extends Record> Standing of(Protocol<S> protocol, S settings)
      throws IOException {
    return of(protocol, Transport.TCP, List.of(settings), Optional.empty(), StandInLimits.usual());
  }

  /** A protocol's. */
  public static <S extends Record> Standing of(
      Protocol<S> protocol,
      Transport transport,
      List<S> rules,
      Optional<SharedKey> key,
      StandInLimits limits)
      throws IOException {
    return of(protocol.name(), protocol.standIn(transport, rules), key, limits);
  }

  /** Any; under more names, if it is given some. */
  public static Standing of(
      String protocol,
      StandIn standIn,
      Optional<SharedKey> key,
      StandInLimits limits,
      String... moreHosts)
      throws IOException {
    StandInCertificate certificate = StandInCertificate.selfMade(List.of(Probes.HOST));
    PortAssignment assignment = assignment(protocol, standIn, moreHosts);
    return new Standing(
        StandInServer.open(List.of(assignment), certificate, key, limits, visit -> {}),
        certificate);
  }

  /** An assignment of a free loopback port. */
  public static PortAssignment assignment(String protocol, StandIn standIn, String... moreHosts) {
    return assignment(PortAssignment.Options.NONE, protocol, standIn, moreHosts);
  }

  /** The same, with options. */
  public static PortAssignment assignment(
      PortAssignment.Options options, String protocol, StandIn standIn, String... moreHosts) {
    return new PortAssignment(
        InetAddress.getLoopbackAddress(),
        0,
        Stream.concat(Stream.of(Probes.HOST), Stream.of(moreHosts)).toList(),
        List.of("test.rule"),
        new PortAssignment.Served(protocol, VisitFacts.NONE, standIn),
        options);
  }

  public InetSocketAddress address() {
    return stand.addresses().get(0);
  }

  /** The certificate that it shows. */
  public StandInCertificate certificate() {
    return certificate;
  }

  /** The visits that have ended. */
  public List<StandInLog.Visit> visits() {
    return stand.log("test", "test").visits();
  }

  public StandInLog log() {
    return stand.log("test", "test");
  }

  /** Waits until that many visits have ended, and gives all. */
  public List<StandInLog.Visit> awaitVisits(int count) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (visits().size() < count && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    if (visits().size() < count) {
      throw new AssertionError("only " + visits());
    }
    return visits();
  }

  @Override
  public void close() {
    stand.close();
  }
}
