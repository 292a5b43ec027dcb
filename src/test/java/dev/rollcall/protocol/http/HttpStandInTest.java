package dev.rollcall.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.protocol.http.HttpSettings.Redirect;
import dev.rollcall.protocol.http.message.Content;
import dev.rollcall.standin.PortAssignment;
import dev.rollcall.standin.StandInLimits;
import dev.rollcall.standin.StandInServer;
import dev.rollcall.standin.Standing;
import dev.rollcall.standin.certificate.StandInCertificate;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HttpStandInTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  /** One port that stands in for all of them. */
  private static final List<HttpSettings> RULES =
      List.of(
          new Settings().path("/health").status("503").body("maintenance: so gewünscht").build(),
          new Settings().path("/cdn").header("Server: nginx*", "X-Cache: * from ?*").build(),
          new Settings().path("/bucket").header("Server: AmazonS3").proof().hard().build(),
          new Settings().path("/sso?from=x").status("3xx", "401").header("Location: *").build(),
          new Settings().path("/mirrors").content(Content.URL_LINES).proof().hard().build(),
          new Settings().path("/metalink?repo=9").content(Content.METALINK).proof().build(),
          new Settings().path("/repomd.xml").content(Content.REPOMD).proof().hard().build(),
          new Settings().path("/key").content(Content.PGP_KEY).body("PGP").hard().build(),
          new Settings().path("/away?a=%2F&b=1").redirect(Redirect.HTTPS_SAME_URI).build(),
          new Settings().path("/up").redirect(Redirect.HTTPS).build(),
          new Settings().path("/port").redirect(Redirect.HTTPS).redirectPort(8443).hard().build(),
          new Settings().path("/empty").status("204").build(),
          new Settings().path("/twice").status("2xx").header("X-One: 1").build(),
          new Settings().path("/twice").status("202").header("X-Two: *").hard().build());

  private static Standing standing(String... moreHosts) throws IOException {
    return Standing.of(
        "http",
        HttpProtocol.PLAIN.standIn(Transport.TCP, RULES),
        Optional.empty(),
        StandInLimits.usual(),
        moreHosts);
  }

  /** The balancer's persistence is tested by it, so it is never the service's name. */
  @Test
  void namesTheServerThatItIsOn() throws IOException {
    StandInCertificate certificate = StandInCertificate.selfMade(List.of(Probes.HOST));
    PortAssignment service =
        Standing.assignment(
            PortAssignment.Options.NONE.withServer("aa2.uni.edu"),
            "http",
            HttpProtocol.PLAIN.standIn(Transport.TCP, RULES));
    try (StandInServer stand =
            StandInServer.open(
                List.of(service),
                certificate,
                Optional.empty(),
                StandInLimits.usual(),
                visit -> {});
        Socket socket =
            new Socket(stand.addresses().get(0).getAddress(), stand.addresses().get(0).getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\nHost: " + Probes.HOST + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.contains("\r\nX-Server: aa2.uni.edu\r\n"), answer);
    }
  }

  @Test
  void everyRuleOnThePortIsMet() throws IOException {
    try (Standing standing = standing()) {
      for (HttpSettings rule : RULES) {
        Attempt attempt =
            Prober.attempt(
                HttpProtocol.PLAIN,
                rule,
                Probes.session(
                    Probes.route(standing.address(), Transport.TCP), LONG, Probes.policy()));
        assertEquals("STAND_IN", Probes.concerns(attempt), () -> rule + ": " + attempt.outcome());
        Probes.answered(attempt);
        assertEquals("the Server header", Probes.fact(attempt, "stand-in.mark"));
        assertTrue(
            attempt.outcome().observations().stream()
                .noneMatch(
                    o ->
                        o instanceof Observation.Fact fact
                            && fact.name().equals("http.identified")),
            "a stand-in is never identified as the destination");
      }
    }
  }

  /** The whole answer to a request as it stands. */
  private static String say(Standing standing, String request) throws IOException {
    try (Socket socket =
        new Socket(standing.address().getAddress(), standing.address().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  @Test
  void everyOtherPathShowsAPageThatSaysWhatItIs() throws IOException {
    try (Standing standing = standing()) {
      String answer = say(standing, lines("GET /other HTTP/1.1", "Host: x", "Connection: close"));
      assertTrue(answer.startsWith("HTTP/1.1 200 \r\nServer: Rollcall stand-in\r\n"), answer);
      assertTrue(answer.contains("\r\nCache-Control: no-store\r\n"), answer);
      assertTrue(answer.contains("\r\n\r\nRollcall stand-in\n"), answer);
    }
  }

  @Test
  void headHasNoBodyAndOtherMethodsAreNotAllowed() throws IOException {
    try (Standing standing = standing()) {
      String head = say(standing, lines("HEAD / HTTP/1.0", "Host: x"));
      assertTrue(head.startsWith("HTTP/1.1 200 "), head);
      assertTrue(head.endsWith("\r\n\r\n"), head);
      for (String method : List.of("POST", "PUT", "CONNECT", "OPTIONS", "DELETE", "TRACE")) {
        String refused =
            say(standing, lines(method + " /health HTTP/1.1", "Content-Length: 4") + "secr");
        assertTrue(refused.startsWith("HTTP/1.1 405 \r\nServer: Rollcall stand-in\r\n"), refused);
        assertTrue(refused.contains("\r\nAllow: GET, HEAD\r\n"), refused);
        assertTrue(refused.contains("\r\nConnection: close\r\n"), refused);
        assertFalse(refused.contains("secr"), refused);
      }
    }
  }

  @Test
  void theRedirectLeadsToTheRulesHostsOnlyAndKeepsEveryByteOfTheUri() throws IOException {
    String own = "https://" + Probes.HOST;
    try (Standing standing = standing("apps.uni.test", "2001:db8::1")) {
      for (String[] way :
          new String[][] {
            {"/away?a=%2F&b=1", "apps.uni.test", "https://apps.uni.test/away?a=%2F&b=1"},
            {"/away?x=//y", "APPS.uni.test:8080", "https://apps.uni.test/away?x=//y"},
            {"/up", Probes.HOST, own + "/up"},
            {"/port", Probes.HOST, own + ":8443/port"},
            {"/up", "evil.test", own + "/up"},
            {"/up", "apps.uni.test.evil.test", own + "/up"},
            {"/up", "apps.uni.test@evil.test", own + "/up"},
            {"/up", "apps.uni.test:80@evil.test", own + "/up"},
            {"/up", "evil.test/ x", own + "/up"},
            {"/up", "", own + "/up"},
            {"/up", "198.51.100.7", own + "/up"},
            {"http://evil.test/up", "evil.test", own + "/up"},
            {"http://evil.test/up", "apps.uni.test", "https://apps.uni.test/up"}
          }) {
        String answer = say(standing, lines("GET " + way[0] + " HTTP/1.0", "Host: " + way[1]));
        assertTrue(answer.startsWith("HTTP/1.1 301 "), answer);
        assertTrue(answer.contains("\r\nLocation: " + way[2] + "\r\n"), answer);
        assertFalse(answer.contains("evil"), answer);
      }
    }
  }

  @Test
  void theLogHasWhatABalancerShowsAndNothingSecret() throws Exception {
    try (Standing standing = standing()) {
      say(
          standing,
          lines(
              "GET /health?token=secret-query HTTP/1.1",
              "Host: apps.uni.test",
              "Authorization: Basic c2VjcmV0LWF1dGg=",
              "Cookie: session=secret-cookie",
              "User-Agent: balancer/2.6",
              "X-Forwarded-For: 192.0.2.8, 192.0.2.9\u001b[31m",
              "Connection: close"));
      Visit visit = standing.awaitVisits(1).get(0);
      assertEquals(
          List.of(
              new Observation.Fact("http.request", "GET /health"),
              new Observation.Fact("http.host", "apps.uni.test"),
              new Observation.Fact("http.user-agent", "balancer/2.6"),
              new Observation.Fact("http.forwarded-for", "192.0.2.8, 192.0.2.9\\u001b[31m")),
          visit.saw());
      assertEquals("answered", visit.ended());
      assertFalse(standing.log().toString().contains("ecret"));
    }
  }

  @Test
  void credentialsChangeNothing() throws IOException {
    try (Standing standing = standing()) {
      String without = say(standing, lines("GET / HTTP/1.1", "Connection: close"));
      assertEquals(
          without,
          say(standing, lines("GET / HTTP/1.1", "Authorization: Basic YTpi", "Connection: close")));
    }
  }

  @Test
  void aConnectionIsKeptForAWhileAndEachRequestIsAVisit() throws Exception {
    try (Standing standing = standing()) {
      String one = lines("GET /a HTTP/1.1", "Host: x");
      String two = lines("GET /b HTTP/1.1", "Host: x", "Forwarded: for=192.0.2.8");
      String three = lines("GET /c HTTP/1.1", "Host: x", "Connection: close");
      String answers = say(standing, one + two + three);
      assertEquals(3, answers.split("HTTP/1\\.1 200 ", -1).length - 1, answers);
      List<Visit> visits = standing.awaitVisits(3);
      assertEquals("GET /a", visits.get(0).saw().get(0).text());
      assertEquals("for=192.0.2.8", visits.get(1).saw().get(2).text());
      assertEquals("GET /c", visits.get(2).saw().get(0).text());
      // Not for ever.
      assertEquals(100, say(standing, one.repeat(200)).split("HTTP/1\\.1 200 ", -1).length - 1);
    }
  }

  /** What is no request, and what a proxy before us may read differently (RFC 9112 §11.2). */
  static Stream<Arguments> refused() {
    String get = "GET /first HTTP/1.1\r\nHost: x\r\n";
    return Stream.of(
        Arguments.of("two spaces", lines("GET  / HTTP/1.1")),
        Arguments.of("another version", lines("GET / HTTP/2.0")),
        Arguments.of("a method in small letters", lines("get / HTTP/1.1")),
        Arguments.of("a tab in the target", lines("GET /\tx HTTP/1.1")),
        Arguments.of("a line without a colon", lines("GET / HTTP/1.1", "No colon")),
        Arguments.of("a space before the colon", lines("GET / HTTP/1.1", "Space : x")),
        Arguments.of("a space before the colon of a length", get + "Content-Length : 30\r\n\r\n"),
        Arguments.of("a folded line first", lines("GET / HTTP/1.1", " folded")),
        Arguments.of("a folded line", lines("GET / HTTP/1.1", "A: b", "\tfolded: x")),
        Arguments.of("a long line", lines("GET /" + "x".repeat(9000) + " HTTP/1.1")),
        Arguments.of("many empty lines", "\r\n".repeat(10)),
        Arguments.of("many fields", "GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(101) + "\r\n"),
        Arguments.of(
            "a long head",
            "GET / HTTP/1.1\r\n" + ("A: " + "b".repeat(900) + "\r\n").repeat(50) + "\r\n"),
        Arguments.of("two lengths", get + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        Arguments.of(
            "the same length twice", get + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"),
        Arguments.of("a list of lengths", get + "Content-Length: 5, 5\r\n\r\nhello"),
        Arguments.of("a signed length", get + "Content-Length: +5\r\n\r\nhello"),
        Arguments.of("a negative length", get + "Content-Length: -1\r\n\r\n"),
        Arguments.of("a hexadecimal length", get + "Content-Length: 0x5\r\n\r\nhello"),
        Arguments.of("no length", get + "Content-Length:\r\n\r\n"),
        Arguments.of("a length beyond all", get + "Content-Length: 18446744073709551616\r\n\r\n"),
        Arguments.of(
            "chunks and a length",
            get + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(
            "a length and chunks",
            get + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
        Arguments.of("another encoding", get + "Transfer-Encoding: xchunked\r\n\r\n"),
        Arguments.of(
            "two encodings", get + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
        Arguments.of(
            "chunks twice",
            get + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + "0\r\n\r\n"),
        Arguments.of(
            "chunks before HTTP/1.1",
            "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of("two hosts", get + "Host: y\r\n\r\n"),
        Arguments.of("a bare line feed after the request", "GET / HTTP/1.1\nHost: x\r\n\r\n"),
        Arguments.of("a bare line feed after a field", get + "A: b\n\r\n"),
        Arguments.of("a bare line feed at the end", get + "\n"),
        Arguments.of("a bare carriage return", get + "A: b\rContent-Length: 5\r\n\r\n"),
        Arguments.of("two carriage returns", get + "A: b\r\r\n\r\n"),
        Arguments.of("a zero byte", get + "A: b\0c\r\n\r\n"));
  }

  /** Nothing behind such a head is read as a request. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String name, String head) throws Exception {
    String smuggled = lines("GET /smuggled HTTP/1.1", "Host: x");
    try (Standing standing = standing()) {
      String answer = say(standing, head + smuggled);
      assertTrue(answer.startsWith("HTTP/1.1 400 \r\nServer: Rollcall stand-in\r\n"), answer);
      assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
      assertEquals(2, answer.split("HTTP/1\\.1 ", -1).length, answer);
      List<Visit> visits = standing.awaitVisits(1);
      assertTrue(visits.get(0).ended().startsWith("not understood: "), visits::toString);
      assertFalse(standing.log().toString().contains("smuggled"));
    }
  }

  @Test
  void aRefusedRequestOnAKeptConnectionIsAVisitOfItsOwn() throws Exception {
    try (Standing standing = standing()) {
      String good = lines("GET /good HTTP/1.1", "Host: x");
      say(standing, good + lines("GET /bad HTTP/1.1", "Content-Length: 1, 1"));
      List<Visit> visits = standing.awaitVisits(2);
      assertEquals("answered", visits.get(0).ended());
      assertEquals("not understood: a Content-Length that is not a number", visits.get(1).ended());
    }
  }

  @Test
  void whatComesWithABodyIsTheLastRequest() throws Exception {
    try (Standing standing = standing()) {
      for (String field :
          List.of("Content-Length: 42", "Transfer-Encoding: Chunked", "Connection: x, Close")) {
        String answer =
            say(
                standing,
                lines("GET /first HTTP/1.1", "Host: x", field)
                    + lines("GET /smuggled HTTP/1.1", "Host: x"));
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertEquals(2, answer.split("HTTP/1\\.1 ", -1).length, answer);
      }
    }
  }
}
