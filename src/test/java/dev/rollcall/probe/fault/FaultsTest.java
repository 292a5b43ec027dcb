package dev.rollcall.probe.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.probe.budget.OutOfTimeException;
import dev.rollcall.probe.budget.OversizedException;
import dev.rollcall.probe.net.NeighbourSilentException;
import dev.rollcall.probe.quote.Quotes;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLProtocolException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every line of the operating system's answers, in English and in German. */
class FaultsTest {
  /** Class E: on no machine's own network. */
  private static final String FAR = "240.0.0.77";

  private static Endpoint endpoint(String address, Port port) throws IOException {
    return new Endpoint(new Target("x.test", port), InetAddress.getByName(address));
  }

  private record Row(String thrown, Throwable exception, Phase phase, Port port, String cause) {}

  private static Row tcp(Phase phase, Throwable thrown, String cause) {
    return new Row(thrown.toString(), thrown, phase, Port.tcp(443), cause);
  }

  private static Row udp(Throwable thrown, String cause) {
    return new Row(thrown.toString(), thrown, Phase.EXCHANGE, Port.udp(123), cause);
  }

  private static SSLException ssl(SSLException outer, Throwable cause) {
    outer.initCause(cause);
    return outer;
  }

  private static Stream<Row> connecting() {
    return Stream.of(
        tcp(Phase.CONNECT, new SocketTimeoutException("Connect timed out"), "CONNECT DROPPED"),
        tcp(Phase.CONNECT, new OutOfTimeException(), "CONNECT TIMED_OUT"),
        tcp(Phase.CONNECT, new ConnectException("Connection refused"), "CONNECT REFUSED"),
        tcp(Phase.CONNECT, new ConnectException("Verbindungsaufbau abgelehnt"), "CONNECT REFUSED"),
        tcp(Phase.CONNECT, new ConnectException("Connection timed out"), "CONNECT DROPPED"),
        tcp(
            Phase.CONNECT,
            new ConnectException("Die Wartezeit für die Verbindung ist abgelaufen"),
            "CONNECT DROPPED"),
        tcp(Phase.CONNECT, new NoRouteToHostException("No route to host"), "CONNECT REJECTED"),
        tcp(
            Phase.CONNECT,
            new NoRouteToHostException("Keine Route zum Zielrechner"),
            "CONNECT REJECTED"),
        tcp(Phase.CONNECT, new SocketException("Network is unreachable"), "CONNECT NO_ROUTE"),
        tcp(
            Phase.CONNECT,
            new SocketException("Das Netzwerk ist nicht erreichbar"),
            "CONNECT NO_ROUTE"),
        tcp(Phase.CONNECT, new BindException("Permission denied"), "CONNECT REJECTED"),
        tcp(Phase.CONNECT, new BindException("Keine Berechtigung"), "CONNECT REJECTED"),
        tcp(
            Phase.CONNECT,
            new BindException("Cannot assign requested address"),
            "CONNECT NO_ROUTE"),
        tcp(
            Phase.CONNECT,
            new BindException("Die angeforderte Adresse kann nicht zugewiesen werden"),
            "CONNECT NO_ROUTE"),
        tcp(Phase.CONNECT, new SocketException("Protocol not available"), "CONNECT REJECTED"),
        tcp(
            Phase.CONNECT,
            new SocketException("Das Protokoll ist nicht verfügbar"),
            "CONNECT REJECTED"),
        tcp(Phase.CONNECT, new ProtocolException("Protocol error"), "CONNECT REJECTED"),
        tcp(Phase.CONNECT, new SocketException("Invalid argument"), "CONNECT NO_ROUTE"),
        tcp(Phase.CONNECT, new SocketException("Das Argument ist ungültig"), "CONNECT NO_ROUTE"),
        tcp(Phase.CONNECT, new IOException("Operation not permitted"), "CONNECT DROPPED"),
        tcp(Phase.CONNECT, new SocketException("Connection reset"), "CONNECT RESET"),
        tcp(Phase.CONNECT, new SocketException("Something of 2040"), "CONNECT UNREACHABLE"));
  }

  private static Stream<Row> connected() {
    return Stream.of(
        tcp(Phase.EXCHANGE, new SocketTimeoutException("Read timed out"), "EXCHANGE TIMED_OUT"),
        tcp(Phase.PROXY, new SocketTimeoutException("Read timed out"), "PROXY TIMED_OUT"),
        tcp(Phase.EXCHANGE, new EOFException(), "EXCHANGE CLOSED"),
        tcp(Phase.AUTHENTICATE, new EOFException(), "AUTHENTICATE CLOSED"),
        tcp(Phase.EXCHANGE, new SocketException("Connection reset"), "EXCHANGE RESET"),
        tcp(
            Phase.EXCHANGE,
            new SocketException("Die Verbindung wurde vom Kommunikationspartner zurückgesetzt"),
            "EXCHANGE RESET"),
        tcp(Phase.EXCHANGE, new SocketException("Broken pipe"), "EXCHANGE RESET"),
        tcp(Phase.EXCHANGE, new SocketException("Datenübergabe unterbrochen"), "EXCHANGE RESET"),
        tcp(Phase.EXCHANGE, new SocketException("Connection timed out"), "EXCHANGE TIMED_OUT"),
        tcp(Phase.EXCHANGE, new NoRouteToHostException("No route to host"), "EXCHANGE UNREACHABLE"),
        tcp(Phase.EXCHANGE, new OversizedException(5), "EXCHANGE MALFORMED"),
        tcp(
            Phase.EXCHANGE,
            ssl(new SSLException("x"), new OversizedException(5)),
            "EXCHANGE MALFORMED"),
        tcp(
            Phase.EXCHANGE,
            ssl(new SSLException("Connection reset"), new SocketException("Connection reset")),
            "EXCHANGE RESET"),
        tcp(
            Phase.EXCHANGE,
            ssl(new SSLException("the attempt's time is over"), new OutOfTimeException()),
            "EXCHANGE TIMED_OUT"),
        tcp(Phase.EXCHANGE, new SSLException("Tag mismatch"), "EXCHANGE TLS_FAILED"),
        tcp(Phase.EXCHANGE, new IOException("who knows"), "EXCHANGE UNREACHABLE"));
  }

  private static Stream<Row> handshaking() {
    SSLHandshakeException closed =
        new SSLHandshakeException("Remote host terminated the handshake");
    return Stream.of(
        tcp(Phase.TLS, ssl(closed, new EOFException("SSL peer shut down")), "TLS CLOSED"),
        tcp(Phase.TLS, new SocketException("Connection reset"), "TLS RESET"),
        tcp(Phase.TLS, new SocketTimeoutException("Read timed out"), "TLS TIMED_OUT"),
        tcp(
            Phase.TLS,
            ssl(new SSLException("Read timed out"), new SocketTimeoutException("Read timed out")),
            "TLS TIMED_OUT"),
        tcp(
            Phase.TLS,
            ssl(new SSLException("Broken pipe"), new SocketException("Broken pipe")),
            "TLS RESET"),
        tcp(
            Phase.TLS,
            new SSLException("Unsupported or unrecognized SSL message"),
            "TLS MALFORMED"),
        tcp(
            Phase.TLS,
            new SSLHandshakeException("Received fatal alert: handshake_failure"),
            "TLS TLS_FAILED"),
        tcp(Phase.TLS, new SSLException("Received fatal alert: internal_error"), "TLS TLS_FAILED"),
        tcp(Phase.TLS, new SSLProtocolException("Unexpected message"), "TLS TLS_FAILED"),
        tcp(
            Phase.TLS,
            ssl(new SSLHandshakeException("PKIX"), new CertificateException("no path")),
            "TLS UNTRUSTED"),
        tcp(
            Phase.TLS,
            ssl(new SSLProtocolException("cert"), new CertificateParsingException("bad")),
            "TLS TLS_FAILED"),
        tcp(Phase.TLS, ssl(new SSLException("x"), new OversizedException(9)), "TLS MALFORMED"));
  }

  private static Stream<Row> datagrams() {
    return Stream.of(
        udp(new SocketTimeoutException("Receive timed out"), "EXCHANGE TIMED_OUT"),
        udp(new PortUnreachableException(), "EXCHANGE REFUSED"),
        udp(new NoRouteToHostException("No route to host"), "EXCHANGE REJECTED"),
        udp(new SocketException("Network is unreachable"), "EXCHANGE NO_ROUTE"),
        udp(new SocketException("Das Netzwerk ist nicht erreichbar"), "EXCHANGE NO_ROUTE"),
        udp(new BindException("Permission denied"), "EXCHANGE REJECTED"),
        udp(new SocketException("Protocol not available"), "EXCHANGE REJECTED"),
        udp(new SocketException("Invalid argument"), "EXCHANGE NO_ROUTE"),
        udp(new IOException("Operation not permitted"), "EXCHANGE DROPPED"),
        udp(new IOException("Die Operation ist nicht erlaubt"), "EXCHANGE DROPPED"),
        udp(new EOFException(), "EXCHANGE MALFORMED"),
        udp(new IOException("who knows"), "EXCHANGE UNREACHABLE"));
  }

  @TestFactory
  Stream<DynamicTest> everyExceptionHasItsKind() {
    return Stream.of(connecting(), connected(), handshaking(), datagrams())
        .flatMap(rows -> rows)
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.phase() + " " + row.thrown(),
                    () -> {
                      Endpoint far = endpoint(FAR, row.port());
                      Fault fault = Faults.classify(row.phase(), row.exception(), far, Quotes.OPEN);
                      assertEquals(row.cause(), fault.cause(), fault.toString());
                    }));
  }

  @Test
  void cluesOfThisHost() throws IOException {
    Endpoint far = endpoint(FAR, Port.tcp(443));
    assertEquals(
        Clue.LOCAL_FIREWALL,
        Faults.classify(Phase.CONNECT, new IOException("Operation not permitted"), far, Quotes.OPEN)
            .clue()
            .orElseThrow());
    assertEquals(
        Clue.LOCAL_ROUTE,
        Faults.classify(Phase.CONNECT, new SocketException("Invalid argument"), far, Quotes.OPEN)
            .clue()
            .orElseThrow());
    assertEquals(
        Clue.SILENT_DATAGRAM,
        Faults.classify(
                Phase.EXCHANGE,
                new SocketTimeoutException(),
                endpoint(FAR, Port.udp(123)),
                Quotes.OPEN)
            .clue()
            .orElseThrow());
  }

  @Test
  void aNeighbourThatAnswersNoArp() throws IOException {
    // 127.0.0.0/8 is a directly attached network everywhere.
    Fault fault =
        Faults.classify(
            Phase.CONNECT,
            new NoRouteToHostException("No route to host"),
            endpoint("127.0.0.77", Port.tcp(443)),
            Quotes.OPEN);
    assertEquals("CONNECT UNREACHABLE", fault.cause());
    assertEquals(Clue.NO_NEIGHBOUR, fault.clue().orElseThrow());
    assertTrue(fault.evidence().contains("127.0.0.77"), fault::evidence);
  }

  /** Who sent the ICMP message is not known yet: it may be this host's own filter. */
  @Test
  void theEvidenceOfARejectionAccusesNoDevice() throws IOException {
    NoRouteToHostException rejected = new NoRouteToHostException("No route to host");
    List<Fault> faults =
        List.of(
            Faults.classify(Phase.CONNECT, rejected, endpoint(FAR, Port.tcp(443)), Quotes.OPEN),
            Faults.classify(Phase.EXCHANGE, rejected, endpoint(FAR, Port.udp(123)), Quotes.OPEN),
            NeighbourFaults.rejected(Phase.CONNECT, InetAddress.getByName(FAR)));
    for (Fault fault : faults) {
      assertEquals(FaultKind.REJECTED, fault.kind());
      assertFalse(fault.evidence().contains("on the path"), fault::evidence);
      assertFalse(fault.evidence().contains(": a filter of that host,"), fault::evidence);
    }
  }

  /** A router that limits its answers rejects as late as one that looks for the host. */
  @Test
  void aLateNoRouteToHostDoesNotProveThatTheHostIsOff() throws IOException {
    Fault fault =
        Faults.classify(
            Phase.CONNECT,
            new NeighbourSilentException(),
            endpoint(FAR, Port.tcp(443)),
            Quotes.OPEN);
    assertEquals("CONNECT UNREACHABLE", fault.cause());
    assertEquals(Optional.empty(), fault.clue());
    assertTrue(fault.evidence().contains("limits its answers"), fault::evidence);
  }

  @Test
  void theUnknownKeepsItsTextMadeSafe() throws IOException {
    Fault fault =
        Faults.classify(
            Phase.CONNECT,
            new SocketException("odd \u001b[31mthing"),
            endpoint(FAR, Port.tcp(443)),
            Quotes.OPEN);
    assertEquals(FaultKind.UNREACHABLE, fault.kind());
    assertEquals("odd \\u001b[31mthing", fault.evidence());
  }

  @Test
  void aFaultThatIsKnownStaysAsItIs() throws IOException {
    Fault fault = new Fault(Phase.PROXY, FaultKind.DENIED, "no");
    assertEquals(
        fault,
        Faults.classify(
            Phase.CONNECT, new ProbeException(fault), endpoint(FAR, Port.tcp(443)), Quotes.OPEN));
  }
}
