package dev.rollcall.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.attempt.Prober;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Through an explicit proxy: what it says itself, and what it passes on. */
class ProxyTest {
  private static final String HOST = Probes.HOST;
  private static final String SQUID =
      "|Server: squid/5.7|X-Squid-Error: ERR_X 0|Via: 1.1 p (squid)";

  private static final String ATS = "|Server: ATS/9.2.9";

  private record Row(String answer, String result) {}

  @TestFactory
  Stream<DynamicTest> plainHttp() {
    return Stream.of(
            new Row("407 Auth", "PROXY DENIED"),
            new Row("403 Forbidden" + SQUID, "PROXY DENIED"),
            new Row("502 Bad Gateway|Via: 1.1 p", "PROXY UNREACHABLE"),
            new Row("503 Unavailable" + SQUID, "PROXY UNREACHABLE"),
            new Row("504 Timeout|Proxy-Status: p; error=x", "PROXY TIMED_OUT"),
            // The destination's own, passed on.
            new Row("403 Forbidden|Server: nginx|Via: 1.1 p (squid/5.7)", "NOT_IDENTIFIED"),
            new Row("503 Unavailable|Server: nginx", "EXCHANGE UNEXPECTED"),
            new Row(
                "503 Unavailable|Server: cloudflare|Retry-After: 30|Via: 1.1 p (squid/5.7)",
                "EXCHANGE UNEXPECTED"),
            new Row(
                "502 Bad Gateway|Server: cloudflare|CF-RAY: 8a|Via: 1.1 p", "EXCHANGE UNEXPECTED"),
            new Row("504 Timeout|Server: AkamaiGHost", "EXCHANGE UNEXPECTED"),
            new Row("502 x|Server: cloudflare|Proxy-Status: c; error=x", "EXCHANGE UNEXPECTED"),
            // A balancer without a server sends no Server header; these proxies would send theirs.
            new Row("503 Unavailable|Via: 1.1 p (squid)", "EXCHANGE UNEXPECTED"),
            new Row("504 Timeout|Via: 1.1 tinyproxy (tinyproxy/1.11.1)", "EXCHANGE UNEXPECTED"),
            new Row("200 OK|Via: 1.1 wsa (Cisco-WSA/14)", "NOT_IDENTIFIED"),
            // The proxy's own, without a Server header, or with one of its own.
            new Row("503 Unavailable|Via: 1.1 wsa (Cisco-WSA/14)", "PROXY UNREACHABLE"),
            new Row("502 Bad Gateway|Server: Zscaler/6.2", "PROXY UNREACHABLE"),
            new Row("502 Bad Gateway", "PROXY UNREACHABLE"),
            new Row("504 Gateway Timeout", "PROXY TIMED_OUT"),
            new Row("500 Unable to connect|Server: tinyproxy/1.11.1", "PROXY UNREACHABLE"),
            new Row("403 Filtered|Server: tinyproxy/1.11.1", "PROXY DENIED"),
            // Traffic Server's own, and what it passes on under its name.
            new Row(
                "502 Connection refused" + ATS + "|Cache-Control: no-store", "PROXY UNREACHABLE"),
            new Row(
                "500 Cannot find server." + ATS + "|Cache-Control: no-store", "PROXY UNREACHABLE"),
            new Row("502 Bad Gateway" + ATS + "|Age: 0", "EXCHANGE UNEXPECTED"),
            new Row("500 Oops" + ATS + "|Age: 0|Cache-Control: no-store", "EXCHANGE UNEXPECTED"),
            new Row(
                "502 Connection refused|Via: 1.1 p" + ATS + "|Cache-Control: no-store",
                "EXCHANGE UNEXPECTED"),
            // Privoxy's, without a header that names it.
            new Row("404 No such domain", "PROXY UNREACHABLE"),
            new Row("503 Connect failed", "PROXY UNREACHABLE"),
            new Row("404 No such domain|Server: nginx", "NOT_IDENTIFIED"),
            new Row("404 Not Found", "NOT_IDENTIFIED"),
            new Row("503 Service Unavailable", "EXCHANGE UNEXPECTED"),
            new Row("403 Forbidden", "NOT_IDENTIFIED"),
            new Row("500 Oops", "EXCHANGE UNEXPECTED"),
            // The proxy answers in another way than its own faults.
            new Row("200 OK|X-Squid-Error: ERR_X 0", "EXCHANGE BLOCK_PAGE"),
            new Row("302 Found|Location: http://block.test/", "EXCHANGE BLOCK_PAGE"),
            new Row("403 Forbidden|Server: Zscaler/6.2", "EXCHANGE BLOCK_PAGE"))
        .map(row -> dynamicTest(row.answer(), () -> relay(row)));
  }

  private static void relay(Row row) throws Exception {
    try (Web proxy = Web.plain(Web.answer(row.answer(), "text"))) {
      Attempt attempt =
          proxy.relayed(
              HttpProtocol.PLAIN, new Settings(), HOST, 80, Web.external(Anchor.SITE_PUBLIC));
      assertEquals(row.result(), RulesTest.result(attempt), attempt::toString);
    }
  }

  /** Traffic Server answers 200 before it connects, and closes if it cannot. */
  @Test
  void aTunnelThatIsClosedLateSaysWhen() throws Exception {
    Peer.Service service =
        socket -> {
          Web.request(socket);
          Web.send(socket, "HTTP/1.1 200 OK\r\n\r\n");
          socket.getInputStream().read(new byte[16384]);
          try {
            Thread.sleep(1100);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          Peer.closeInOrder(socket);
        };
    try (Web proxy = Web.of(service)) {
      Fault fault =
          Probes.fault(
              proxy.relayed(
                  HttpProtocol.TLS, new Settings(), HOST, 443, Web.external(Anchor.SITE_PUBLIC)));
      assertEquals("TLS CLOSED", fault.cause());
      assertEquals(Optional.of(Clue.CUT_AFTER_HELLO), fault.clue());
      assertTrue(fault.evidence().contains("; closed only "), fault.evidence());
    }
  }

  @Test
  void credentialsAreAClue() throws Exception {
    assertEquals(
        Optional.of(Clue.PROXY_CREDENTIALS), clue("407 Auth|Proxy-Authenticate: Basic realm=x"));
    assertEquals(Optional.of(Clue.PROXY_LOGIN), clue("407 Auth|Proxy-Authenticate: NTLM"));
    assertEquals(Optional.of(Clue.PROXY_LOGIN), clue("407 Auth"));
    assertEquals(Optional.of(Clue.THROTTLED), clue("429 Slow down" + SQUID));
  }

  private static Optional<Clue> clue(String answer) throws Exception {
    try (Web proxy = Web.plain(Web.answer(answer, ""))) {
      return Probes.fault(proxy.relayed(HttpProtocol.PLAIN, new Settings(), HOST, 80)).clue();
    }
  }

  /** It is the only peer; what it says once a head came may be the destination's. */
  @ParameterizedTest
  @CsvSource({
    "SILENT, TIMED_OUT",
    "DRIP, TIMED_OUT",
    "CLOSES_AFTER_PAYLOAD, CLOSED",
    "RESETS_AFTER_PAYLOAD, RESET",
    "GARBAGE, MALFORMED",
    "ENDLESS_LINE, MALFORMED"
  })
  void aProxyThatMisbehavesIsAFaultOfTheProxy(Misbehaviour how, FaultKind kind) throws Exception {
    try (Peer proxy = Peer.that(how)) {
      Probes.assertFault(Phase.PROXY, kind, relayed(proxy));
    }
  }

  @Test
  void whatIsNoProxyIsAFaultOfTheProxy() throws Exception {
    for (String greeting : List.of("SSH-2.0-OpenSSH_9\r\n", "220 mail ESMTP\r\n")) {
      try (Peer peer = Peer.serving(socket -> Web.send(socket, greeting))) {
        Fault fault = Probes.assertFault(Phase.PROXY, FaultKind.MALFORMED, relayed(peer));
        assertTrue(fault.evidence().contains(greeting.strip()), fault.evidence());
      }
    }
  }

  @Test
  void anAnswerThatBreaksOffBehindItsHeadIsNoFaultOfTheProxy() throws Exception {
    try (Web proxy = Web.plain("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf")) {
      Probes.assertFault(
          Phase.EXCHANGE,
          FaultKind.CLOSED,
          proxy.relayed(HttpProtocol.PLAIN, new Settings().body("icons"), HOST, 80));
    }
  }

  private static Attempt relayed(Peer peer) {
    Route route =
        new Route.ViaProxy(
            new Target(HOST, Port.tcp(80)), Probes.route(peer.address(), Transport.TCP).dialled());
    return Prober.attempt(
        HttpProtocol.PLAIN,
        new Settings().build(),
        Probes.session(route, Duration.ofMillis(700), Probes.policy()));
  }

  @Test
  void tunnelCarriesTls() throws Exception {
    Peer.Service service =
        socket -> {
          if (!Web.request(socket).startsWith("CONNECT " + HOST + ":443 HTTP/1.1\r\n")) {
            throw new IllegalStateException("not a CONNECT");
          }
          Web.send(socket, "HTTP/1.1 200 Connection established\r\nVia: 1.1 p (Zscaler)\r\n\r\n");
          SSLSocket inner =
              (SSLSocket)
                  TestAuthority.peer()
                      .context()
                      .getSocketFactory()
                      .createSocket(socket, null, socket.getPort(), true);
          inner.setUseClientMode(false);
          SSLParameters parameters = inner.getSSLParameters();
          parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
          inner.setSSLParameters(parameters);
          if (!Web.request(inner).startsWith("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n")) {
            throw new IllegalStateException("not in origin form");
          }
          Web.send(inner, Web.answer("200 OK", "hello"));
          Peer.closeInOrder(inner);
        };
    try (Web proxy = Web.of(service)) {
      Attempt attempt = proxy.relayed(HttpProtocol.TLS, new Settings(), HOST, 443);
      assertEquals("its certificate", Probes.fact(attempt, "http.identified"));
      assertEquals(Optional.of("http/1.1"), Probes.tls(attempt).alpn());
      assertEquals(Optional.of(HOST), Probes.tls(attempt).serverName());
    }
  }

  @Test
  void tunnelRefused() throws Exception {
    try (Web proxy = Web.plain(Web.answer("403 Forbidden" + SQUID, ""))) {
      Probes.assertFault(
          Phase.PROXY,
          FaultKind.DENIED,
          proxy.relayed(HttpProtocol.TLS, new Settings(), HOST, 443));
    }
  }
}
