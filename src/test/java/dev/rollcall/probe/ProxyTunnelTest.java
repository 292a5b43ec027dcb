package dev.rollcall.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.path.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProxyTunnelTest {
  private static final Target FAR = new Target("far.rollcall.test", Port.tcp(443));

  private static Attempt through(Peer proxy, Duration timeout) {
    Endpoint dialled = Probes.route(proxy.address(), Transport.TCP).dialled();
    Session session = Probes.session(new Route.ViaProxy(FAR, dialled), timeout, Probes.policy());
    return Probes.attempt(session, each -> each.dialThrough().startTls());
  }

  /** Reads the request's head and answers that text. */
  private static Peer.Service answering(String answer, List<String> heard) {
    return socket -> {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          return;
        }
        head.append((char) next);
      }
      heard.add(head.toString());
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      Peer.closeInOrder(socket);
    };
  }

  private static Attempt answered(String answer) throws IOException {
    try (Peer proxy = Peer.serving(answering(answer, new ArrayList<>()))) {
      return through(proxy, Duration.ofSeconds(20));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "407, DENIED",
    "403, DENIED",
    "405, DENIED",
    "502, UNREACHABLE",
    "500, UNREACHABLE",
    "503, UNREACHABLE",
    "504, TIMED_OUT",
    "418, UNEXPECTED",
    "429, DENIED",
    "501, UNEXPECTED",
    "301, BLOCK_PAGE",
    "302, BLOCK_PAGE",
    "511, BLOCK_PAGE"
  })
  void refusalsHaveTheirKinds(int status, FaultKind kind) throws IOException {
    Attempt attempt =
        answered("HTTP/1.1 " + status + " Because\u001b[31m\r\nServer: x\r\n\r\nbody");
    assertTrue(Probes.assertFault(Phase.PROXY, kind, attempt).evidence().contains("" + status));
    ProtocolContract.assertHarmless(attempt.outcome());
  }

  @ParameterizedTest
  @CsvSource({
    "407 Auth|Proxy-Authenticate: Basic realm=\"x\", PROXY_CREDENTIALS, 407 Auth (Basic)",
    "407 Auth|proxy-authenticate: Digest nonce=\"x\", PROXY_CREDENTIALS, 407 Auth (Digest)",
    "407 Auth|Proxy-Authenticate: NTLM|Proxy-Authenticate: Basic, PROXY_CREDENTIALS, NTLM",
    "407 Auth|Proxy-Authenticate: Negotiate|Proxy-Authenticate: NTLM, PROXY_LOGIN, Negotiate",
    "407 Auth|Proxy-Authenticate: Digest realm=\"r\"| ~nonce=\"x\"|A: b, PROXY_CREDENTIALS,"
        + " (Digest)",
    "407 Auth|Proxy-Authenticate:|\t Digest realm=r|\tnonce=x, PROXY_CREDENTIALS, (Digest)",
    "407 Auth|Proxy-Authenticate: NTLM| ~Basic realm=r|X: y, PROXY_CREDENTIALS, (NTLM~ Basic)",
    "407 Auth|A: b| Proxy-Authenticate: Basic realm=x, PROXY_LOGIN, none is named",
    "407 Auth, PROXY_LOGIN, none is named",
    "429 Slow down, THROTTLED, 429 Slow down",
    "501 Not Implemented, WRONG_SITE_VALUE, no proxy",
    "405 Not Allowed, WRONG_SITE_VALUE, no proxy",
    "404 Not Found, WRONG_SITE_VALUE, no proxy",
  })
  void refusalsHaveTheirClues(String answer, Clue clue, String evidence) throws IOException {
    String head = answer.replace("|", "\r\n").replace('~', ',');
    Fault fault = Probes.fault(answered("HTTP/1.1 " + head + "\r\n\r\n"));
    assertEquals(Optional.of(clue), fault.clue());
    assertTrue(fault.evidence().contains(evidence.replace('~', ',')), fault.evidence());
  }

  /** RFC 9110 §15.2. */
  @Test
  void interimAnswersAreNone() throws IOException {
    String hints = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    Attempt passed = answered(hints + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
    Probes.assertFault(Phase.TLS, FaultKind.CLOSED, passed);
    Fault refused =
        Probes.assertFault(
            Phase.PROXY,
            FaultKind.DENIED,
            answered(hints + "HTTP/1.1 407 Auth\r\nProxy-Authenticate: Basic\r\n\r\n"));
    assertEquals(Optional.of(Clue.PROXY_CREDENTIALS), refused.clue());
    Probes.assertFault(
        Phase.PROXY,
        FaultKind.UNEXPECTED,
        answered("HTTP/1.1 101 Switching Protocols\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"));
    Fault endless = Probes.assertFault(Phase.PROXY, FaultKind.MALFORMED, answered(hints.repeat(9)));
    assertTrue(endless.evidence().contains("interim"), endless.evidence());
    Probes.assertFault(
        Phase.PROXY,
        FaultKind.UNEXPECTED,
        answered(hints.replace("</a>", "x".repeat(100_000)).repeat(8)));
  }

  /** Privoxy says so of a name that it does not find: a web server's 404 is worded otherwise. */
  @Test
  void aNameThatTheProxyDoesNotFindIsNoWrongProxy() throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.PROXY, FaultKind.UNREACHABLE, answered("HTTP/1.1 404 No such domain\r\n\r\n"));
    assertEquals(Optional.empty(), fault.clue());
  }

  @Test
  void aPortalIsNamed() throws IOException {
    Fault fault =
        Probes.fault(answered("HTTP/1.1 302 Found\r\nLocation: http://portal.test/login\r\n\r\n"));
    assertTrue(fault.evidence().contains(", to http://portal.test/login,"), fault.evidence());
  }

  /** U+0445 in UTF-8 has the byte 0x85, which Java takes for the end of a line. */
  @Test
  void aReasonMayHaveAnyByte() throws IOException {
    Probes.assertFault(
        Phase.PROXY, FaultKind.DENIED, answered("HTTP/1.1 403 \u00d1\u0085\r\n\r\n"));
  }

  @Test
  void notHttp() throws IOException {
    Probes.assertFault(Phase.PROXY, FaultKind.MALFORMED, answered("SSH-2.0-x\r\n"));
  }

  @Test
  void endlessHeaders() throws IOException {
    Probes.assertFault(
        Phase.PROXY,
        FaultKind.UNEXPECTED,
        answered("HTTP/1.1 200 OK\r\n" + "X-More: and more\r\n".repeat(20_000)));
  }

  @Test
  void anEndWithinTheHead() throws IOException {
    Probes.assertFault(Phase.PROXY, FaultKind.CLOSED, answered("HTTP/1.1 200 OK\r\nX: y\r\n"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Misbehaviour.class,
      names = {"SILENT", "DRIP", "CLOSES_AFTER_PAYLOAD", "RESETS_AFTER_PAYLOAD", "ENDLESS_LINE"})
  void aProxyThatMisbehavesIsAFaultOfTheProxy(Misbehaviour how) throws IOException {
    try (Peer proxy = Peer.that(how)) {
      Attempt attempt = through(proxy, Duration.ofMillis(700));
      assertEquals(Phase.PROXY, Probes.fault(attempt).phase(), attempt::toString);
    }
  }

  @Test
  void theTargetIsAskedForByName() throws IOException {
    List<String> heard = new ArrayList<>();
    try (Peer proxy =
        Peer.serving(answering("HTTP/1.0 200 Connection established\r\n\r\n", heard))) {
      Attempt attempt = through(proxy, Duration.ofSeconds(20));
      Probes.assertFault(Phase.TLS, FaultKind.CLOSED, attempt);
    }
    assertEquals(
        "CONNECT far.rollcall.test:443 HTTP/1.1\r\nHost: far.rollcall.test:443\r\n\r\n",
        heard.get(0));
  }

  @Test
  void tlsGoesThroughToTheTarget() throws IOException {
    TestAuthority.Leaf leaf = TestAuthority.shared().leaf(FAR.host());
    Peer.Service proxy =
        socket -> {
          socket.getInputStream().read(new byte[4096]);
          socket
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          Peer.drain(Peer.startTls(socket, leaf.context()));
        };
    try (Peer peer = Peer.serving(proxy)) {
      Attempt attempt = through(peer, Duration.ofSeconds(20));
      Probes.answered(attempt);
      assertEquals(Optional.of(FAR.host()), Probes.tls(attempt).serverName());
      assertTrue(attempt.phases().containsKey(Phase.PROXY));
    }
  }
}
