package dev.rollcall.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.SessionContext;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.budget.CpuPermits;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.login.Access;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.LoginNotes;
import dev.rollcall.probe.login.Logins;
import dev.rollcall.probe.login.ProxyAccess;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.probe.quote.Quotes;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A proxy that asks for a login. */
class ProxyLoginTest {
  private static final String NAME = "proxy.rollcall.test";
  private static final String PASSWORD = "correct-horse-7";
  private static final String RIGHT =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(("svc:" + PASSWORD).getBytes(StandardCharsets.US_ASCII));
  private static final String BASIC = "Proxy-Authenticate: Basic realm=\"x\"\r\n";
  private static final String DIGEST =
      "Proxy-Authenticate: Digest realm=\"x\", nonce=\"n1\", qop=\"auth\"\r\n";

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Logins logins = new Logins(LoginNotes.NONE);
  private String user = "svc";

  /** Answers what has no acceptable login with 407 and these challenges. */
  private Peer proxy(String challenges) throws IOException {
    return Peer.serving(socket -> serve(socket, challenges));
  }

  private void serve(Socket socket, String challenges) throws IOException {
    String request = Web.request(socket);
    heard.add(request);
    boolean digest = request.contains("Proxy-Authorization: Digest username=\"svc\"");
    if (!digest && !request.contains("Proxy-Authorization: " + RIGHT + "\r\n")) {
      Web.send(socket, "HTTP/1.1 407 x\r\n" + challenges + "Content-Length: 0\r\n\r\n");
      Peer.closeInOrder(socket);
    } else {
      pass(socket, request);
    }
  }

  private static void pass(Socket socket, String request) throws IOException {
    if (request.startsWith("CONNECT ")) {
      Web.send(socket, "HTTP/1.1 200 x\r\n\r\n");
      try (Socket inner = Peer.startTls(socket, TestAuthority.peer().context())) {
        Web.request(inner);
        Web.send(inner, Web.answer("200 OK", "hello"));
        Peer.closeInOrder(inner);
      }
      return;
    } else {
      Web.send(socket, Web.answer("200 OK", "icons"));
    }
    Peer.closeInOrder(socket);
  }

  private Attempt ask(
      Peer peer, Protocol<HttpSettings> protocol, boolean tls, boolean clear, String password) {
    Grant grant =
        new Grant(
            ProxyAccess.RULE,
            Account.of(user, NAME),
            new Secret(password.toCharArray()),
            Set.of(NAME),
            Optional.empty());
    Target proxy = new Target(NAME, Port.tcp(peer.address().getPort()));
    Route route =
        new Route.ViaProxy(
            new Target(Probes.HOST, Port.tcp(protocol.usesTls() ? 443 : 80)),
            new Endpoint(proxy, peer.address().getAddress()));
    SessionContext means =
        new SessionContext(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Quotes.of(Optional.empty(), List.of(grant)),
            new ProxyAccess(tls, clear, Optional.of(new Access(logins, grant))));
    Session session =
        new Session(
            route, Deadline.after(Web.TIMEOUT), Probes.policy(), means, new CpuPermits(1).next());
    Attempt attempt = Prober.attempt(protocol, new Settings().body("icons").build(), session);
    assertFalse(attempt.toString().contains(password), attempt::toString);
    return attempt;
  }

  private long shown() {
    return heard.stream().filter(request -> request.contains("Proxy-Authorization: ")).count();
  }

  @Test
  void basicInClearOnlyWhereTheSiteAllowsIt() throws Exception {
    try (Peer peer = proxy(BASIC)) {
      Fault fault = Probes.fault(ask(peer, HttpProtocol.PLAIN, false, false, PASSWORD));
      assertEquals(Optional.of(Clue.PROXY_LOGIN), fault.clue());
      assertTrue(fault.evidence().contains("in clear only"), fault.evidence());
      assertEquals(0, shown());
      assertEquals(
          "identified", RulesTest.result(ask(peer, HttpProtocol.PLAIN, false, true, PASSWORD)));
      assertEquals(1, shown());
    }
  }

  @Test
  void digestWhereItIsOffered() throws Exception {
    try (Peer peer = proxy(BASIC + DIGEST)) {
      Attempt attempt = ask(peer, HttpProtocol.PLAIN, false, true, PASSWORD);
      assertEquals("identified", RulesTest.result(attempt));
      assertEquals("svc by digest", Probes.fact(attempt, "proxy.login"));
      String sent = heard.get(1);
      assertTrue(sent.contains("uri=\"http://" + Probes.HOST + "/\""), sent);
      assertFalse(sent.contains("Basic"), sent);
    }
  }

  @Test
  void connectAsksAgainOnANewConnection() throws Exception {
    try (Peer peer = proxy(DIGEST)) {
      Attempt attempt = ask(peer, HttpProtocol.TLS, false, false, PASSWORD);
      assertTrue(attempt.outcome() instanceof Outcome.Answered, attempt::toString);
      assertEquals(2, heard.size());
      assertTrue(heard.get(1).contains("uri=\"" + Probes.HOST + ":443\""), heard.get(1));
    }
  }

  @Test
  void basicGoesToAProxyInsideTls() throws Exception {
    TestAuthority.Leaf leaf = TestAuthority.shared().leaf(NAME);
    try (Peer peer = Peer.servingTls(leaf.context(), socket -> serve(socket, BASIC))) {
      Attempt plain = ask(peer, HttpProtocol.PLAIN, true, false, PASSWORD);
      assertEquals("identified", RulesTest.result(plain), plain::toString);
      Attempt tunnel = ask(peer, HttpProtocol.TLS, true, false, PASSWORD);
      assertTrue(tunnel.outcome() instanceof Outcome.Answered, tunnel::toString);
      // The proxy's certificate is not taken for the destination's.
      assertEquals(Optional.of(Probes.HOST), Probes.tls(tunnel).serverName());
    }
  }

  @Test
  void aProxyWhoseCertificateIsNotTrustedGetsNothing() throws Exception {
    TestAuthority.Leaf leaf = TestAuthority.selfSigned(NAME);
    try (Peer peer = Peer.servingTls(leaf.context(), socket -> serve(socket, BASIC))) {
      Attempt attempt = ask(peer, HttpProtocol.PLAIN, true, false, PASSWORD);
      Fault fault = Probes.assertFault(Phase.PROXY, FaultKind.UNTRUSTED, attempt);
      assertTrue(fault.evidence().startsWith("TLS to the proxy: "), fault.evidence());
      assertEquals(List.of(), heard);
    }
  }

  @Test
  void aWrongPasswordIsShownOnceInARun() throws Exception {
    try (Peer peer = proxy(BASIC)) {
      for (Protocol<HttpSettings> protocol :
          List.of(HttpProtocol.PLAIN, HttpProtocol.TLS, HttpProtocol.PLAIN)) {
        Fault fault = Probes.fault(ask(peer, protocol, false, true, "wrong-horse-8"));
        assertEquals(Optional.of(Clue.CREDENTIALS), fault.clue(), fault::toString);
        assertEquals("PROXY DENIED", fault.cause());
      }
      assertEquals(1, shown());
    }
  }

  @Test
  void otherSchemesAreNamed() throws Exception {
    try (Peer peer = proxy("Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n")) {
      for (Protocol<HttpSettings> protocol : List.of(HttpProtocol.PLAIN, HttpProtocol.TLS)) {
        Fault fault = Probes.fault(ask(peer, protocol, false, true, PASSWORD));
        assertEquals(Optional.of(Clue.PROXY_LOGIN), fault.clue());
        assertTrue(fault.saysNothing());
        assertTrue(fault.evidence().contains("(Negotiate, NTLM;"), fault.evidence());
      }
      assertEquals(0, shown());
    }
  }

  /** The first rule proves the credentials; the rules after it only show them. */
  @Test
  void anOldNonceIsNoRefusalForAnyRule() throws Exception {
    try (Peer peer = forgetting("n2")) {
      for (Protocol<HttpSettings> protocol :
          List.of(HttpProtocol.PLAIN, HttpProtocol.PLAIN, HttpProtocol.TLS)) {
        heard.clear();
        Attempt attempt = ask(peer, protocol, false, false, PASSWORD);
        assertTrue(attempt.outcome() instanceof Outcome.Answered, attempt::toString);
        assertEquals(2, shown());
      }
    }
  }

  @Test
  void aProxyThatForgetsEveryNonceDoesNotCallThePasswordWrong() throws Exception {
    try (Peer peer = forgetting("none")) {
      for (int rule = 0; rule < 2; rule++) {
        heard.clear();
        Fault fault = Probes.fault(ask(peer, HttpProtocol.PLAIN, false, false, PASSWORD));
        assertEquals(Optional.of(Clue.PROXY_LOGIN), fault.clue(), fault::toString);
        assertTrue(fault.evidence().contains("stale=true"), fault::evidence);
      }
    }
  }

  /** Accepts that nonce alone, and calls each other one too old. */
  private Peer forgetting(String good) throws IOException {
    return Peer.serving(
        socket -> {
          String request = Web.request(socket);
          heard.add(request);
          if (request.contains("nonce=\"" + good + "\"")) {
            pass(socket, request);
            return;
          }
          String next = request.contains("nonce=\"n1\"") ? "n2\", stale=true, x=\"" : "n1";
          boolean over = request.contains("nonce=\"n2\"");
          Web.send(
              socket,
              "HTTP/1.1 407 x\r\nContent-Length: 0\r\n"
                  + DIGEST.replace("n1", over ? "n3\", stale=true, x=\"" : next)
                  + "\r\n");
          Peer.closeInOrder(socket);
        });
  }

  /** The UTF-8 of a capital A umlaut has an octet that is a control character in ISO 8859-1. */
  @Test
  void theProxysOctetsComeBackAsTheyWere() throws Exception {
    String realm = octets("\u00c4rzte der Universit\u00e4t");
    user = "j\u00c4rg";
    try (Peer peer = Peer.serving(socket -> check(socket, octets(user), realm))) {
      for (Protocol<HttpSettings> protocol :
          List.of(HttpProtocol.PLAIN, HttpProtocol.TLS, HttpProtocol.PLAIN)) {
        Attempt attempt = ask(peer, protocol, false, false, PASSWORD);
        assertTrue(attempt.outcome() instanceof Outcome.Answered, () -> attempt + " " + heard);
      }
      assertEquals(3, shown());
    }
  }

  /** Checks Digest as RFC 7616 §3.4 has it, octet by octet. */
  private void check(Socket socket, String name, String realm) throws IOException {
    String request = Web.request(socket);
    heard.add(request);
    String[] line = request.split(" ", 3);
    Matcher given =
        Pattern.compile(
                "\r\nProxy-Authorization: Digest username=\""
                    + Pattern.quote(name)
                    + "\", realm=\""
                    + Pattern.quote(realm)
                    + "\",.* nc=(\\w+), cnonce=\"(\\w+)\", response=\"(\\w+)\"\r\n")
            .matcher(request);
    String account = md5(name + ":" + realm + ":" + PASSWORD);
    String asked = md5(line[0] + ":" + line[1]);
    if (given.find()
        && given
            .group(3)
            .equals(
                md5(account + ":n1:" + given.group(1) + ":" + given.group(2) + ":auth:" + asked))) {
      pass(socket, request);
      return;
    }
    Web.send(
        socket,
        "HTTP/1.1 407 x\r\nContent-Length: 0\r\n"
            + DIGEST.replace("\"x\"", '"' + realm + '"')
            + "\r\n");
    Peer.closeInOrder(socket);
  }

  private static String md5(String octets) {
    try {
      byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** One character an octet of its UTF-8. */
  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
