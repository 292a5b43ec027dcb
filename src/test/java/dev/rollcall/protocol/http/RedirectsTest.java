package dev.rollcall.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.RedirectLoop;
import dev.rollcall.protocol.http.message.Scheme;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A portal that redirects to itself is down; one that does so once, to set a cookie, is not. */
class RedirectsTest {
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** A portal, asked as {@code inbound.portal} asks; HERE in an answer is the portal itself. */
  private Attempt portal(Settings settings, Function<String, String> answers) throws IOException {
    try (Peer peer =
        Peer.servingTls(
            TestAuthority.peer().context(),
            socket -> {
              String request = Web.request(socket);
              requests.add(request);
              String here = Probes.HOST + ":" + socket.getLocalPort();
              Web.send(socket, answers.apply(request).replace("HERE", here));
              Peer.closeInOrder(socket);
            })) {
      return Prober.attempt(
          HttpProtocol.TLS,
          settings.build(),
          Probes.session(
              Probes.route(peer.address(), Transport.TCP), Web.TIMEOUT, Probes.policy()));
    }
  }

  private Attempt portal(Function<String, String> answers) throws IOException {
    return portal(new Settings().status("not-404"), answers);
  }

  private static String to(String where) {
    return Web.answer("301 Moved Permanently|Location: " + where, "");
  }

  private static String cookie(String where, String cookie) {
    return Web.answer("302 Found|Location: " + where + "|Set-Cookie: " + cookie, "");
  }

  @ParameterizedTest
  @CsvSource({"/, https://HERE/", "/, https://HERE", "/, /", "/a?x=1, https://HERE/a?x=1#top"})
  void aPortalThatRedirectsToItselfFails(String path, String location) throws Exception {
    Fault fault =
        Probes.fault(portal(new Settings().path(path).status("not-404"), request -> to(location)));
    assertEquals("EXCHANGE UNEXPECTED", fault.cause());
    assertEquals(Optional.of(Clue.REDIRECT_LOOP), fault.clue());
    assertTrue(fault.evidence().contains("redirects to itself"), fault.evidence());
    assertEquals(3, requests.size());
  }

  /** A balancer that keeps clients by a cookie sets one in each answer. */
  @Test
  void cookiesThatDoNotEndItAreTried() throws Exception {
    Fault fault =
        Probes.fault(portal(request -> cookie("https://HERE/", "SRV=a" + requests.size())));
    assertEquals(Optional.of(Clue.REDIRECT_LOOP), fault.clue());
    assertTrue(fault.evidence().contains("also with the cookies"), fault.evidence());
    assertTrue(requests.get(2).contains("Cookie: SRV=a2\r\n"), requests.get(2));
  }

  @Test
  void aCookieCheckPasses() throws Exception {
    Attempt attempt =
        portal(
            request ->
                request.contains("Cookie: ok=1; seen=1")
                    ? Web.answer("200 OK", "welcome")
                    : request.contains("Cookie: ok=1")
                        ? cookie("/", "seen=1")
                        : cookie("https://HERE/", "ok=1; Secure; Path=/"));
    assertEquals("its certificate", Probes.fact(attempt, "http.identified"));
    assertEquals("", Probes.concerns(attempt));
    assertEquals(3, requests.size());
  }

  /** As some defences against floods do, which then know the client by its address. */
  @Test
  void oneRedirectToItselfPasses() throws Exception {
    Attempt attempt =
        portal(
            request ->
                requests.size() == 1 ? to("https://HERE/") : Web.answer("200 OK", "welcome"));
    assertEquals("its certificate", Probes.fact(attempt, "http.identified"));
  }

  /** Single sign-on leads elsewhere, and a start page to a path of its own. */
  @ParameterizedTest
  @CsvSource({
    "/, https://idp.test/saml2?SAMLRequest=x",
    "/, /login",
    "/, https://HERE/?lang=en",
    "/a/x, a/x",
    "/, https://" + Probes.HOST + ":1/"
  })
  void aRedirectElsewherePasses(String path, String location) throws Exception {
    Attempt attempt = portal(new Settings().path(path).status("not-404"), request -> to(location));
    assertEquals("its certificate", Probes.fact(attempt, "http.identified"));
    assertEquals("", Probes.concerns(attempt));
    assertEquals(1, requests.size());
  }

  /** A server behind a balancer may do so for those who come without the balancer's headers. */
  @Test
  void aRuleThatTakesAnyAnswerPasses() throws Exception {
    assertEquals(
        "its certificate",
        Probes.fact(portal(new Settings(), request -> to("https://HERE/")), "http.identified"));
  }

  @Test
  void aStatusThatTheSiteNamesPasses() throws Exception {
    Settings health = new Settings().status("301").proof().hard();
    assertEquals(
        "the answer: HTTP 301",
        Probes.fact(portal(health, request -> to("https://HERE/")), "http.identified"));
  }

  @Test
  void leavingHttpsIsAWarning() throws Exception {
    Attempt attempt = portal(request -> to("http://" + Probes.HOST + "/login"));
    Concern concern = attempt.outcome().concerns().get(0);
    assertEquals(Concern.Kind.SERVER_CONFIGURATION, concern.kind());
    assertTrue(concern.text().startsWith("redirects from https to http on the same host"));
  }

  /** RFC 6797 §8.3: the browser comes back by https at once. */
  @ParameterizedTest
  @CsvSource({
    "max-age=31536000, http://portal.test/, true",
    "max-age=31536000; includeSubDomains, http://portal.test:80, true",
    "max-age=0, http://portal.test/, false",
    "max-age=31536000, http://portal.test/login, false",
    "max-age=31536000, http://portal.test:8080/, false",
    // §8.1.1: browsers do not heed it from an address.
    "max-age=31536000, http://192.0.2.7/, false",
    "max-age=31536000, http://[2001:db8::7]/, false"
  })
  void strictTransportSecurityClosesTheCircle(String policy, String location, boolean loop) {
    String host = URI.create(location).getHost().replaceAll("[\\[\\]]", "");
    Answer answer =
        new Answer(
            Scheme.HTTPS,
            new Target(host, Port.tcp(443)),
            301,
            "",
            List.of(
                new Answer.Field("Location", location),
                new Answer.Field("Strict-Transport-Security", policy)),
            "",
            Quotes.OPEN);
    assertEquals(loop, RedirectLoop.of(answer, "/", cookies -> answer).isPresent());
  }
}
