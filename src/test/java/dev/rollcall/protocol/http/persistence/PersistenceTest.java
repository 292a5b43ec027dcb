package dev.rollcall.protocol.http.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.ProtocolContract;
import dev.rollcall.protocol.http.Farm;
import dev.rollcall.protocol.http.Web;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a balancer's answers prove of its persistence: a pass on full evidence, and only there. */
class PersistenceTest {
  private static String server(String name) {
    return Web.answer("200 OK|X-Server: " + name, "");
  }

  private static String facts(Attempt attempt) {
    return attempt.outcome().observations().stream()
        .filter(Observation.Fact.class::isInstance)
        .map(Observation.Fact.class::cast)
        .filter(fact -> fact.name().startsWith("persistence."))
        .map(fact -> fact.name().substring(12) + "=" + fact.text())
        .collect(Collectors.joining(" "));
  }

  private static String open(Attempt attempt) {
    ProtocolContract.assertHarmless(attempt.outcome());
    Outcome.Undecided open = assertInstanceOf(Outcome.Undecided.class, attempt.outcome());
    assertTrue(open.remedy().isPresent(), open.why());
    return open.why();
  }

  private static void passes(Attempt attempt, String facts) {
    assertInstanceOf(Outcome.Answered.class, attempt.outcome());
    assertEquals(facts, facts(attempt));
  }

  private static void fails(Attempt attempt, String evidence) {
    Fault fault = Probes.fault(attempt);
    assertEquals("EXCHANGE UNEXPECTED", fault.cause());
    assertEquals(evidence, fault.evidence());
  }

  // --- by source ---

  @Test
  void oneServerForEveryFreshConnectionPasses() throws Exception {
    Farm farm = new Farm().header("X-Server").path("/x?y=1");
    Attempt attempt = farm.ask((number, request) -> server("a2"));
    passes(attempt, "server=a2.uni.edu connections=8 evidence=header X-Server");
    assertEquals(8, farm.requests().size());
    for (String request : farm.requests()) {
      assertTrue(request.startsWith("GET /x?y=1 HTTP/1.1\r\n"), request);
      assertFalse(request.contains("Cookie"), request);
    }
    assertEquals(
        1,
        attempt.outcome().observations().stream().filter(Observation.Tls.class::isInstance).count(),
        "the same certificate is reported once");
  }

  @Test
  void twoServersFailAndEveryConnectionIsReported() throws Exception {
    fails(
        new Farm().header("X-Server").ask((n, request) -> server(n % 3 == 1 ? "a1" : "a2")),
        "8 connections reached 2 servers: a2.uni.edu 5 times, a1.uni.edu 3 times (header"
            + " X-Server), in order 1 2 1 1 2 1 1 2");
  }

  @Test
  void oneStrayIsEnough() throws Exception {
    fails(
        new Farm().header("X-Server").ask((n, request) -> server(n == 7 ? "a1" : "a2")),
        "8 connections reached 2 servers: a2.uni.edu 7 times, a1.uni.edu once (header X-Server),"
            + " in order 1 1 1 1 1 1 1 2");
  }

  /** Several first connections at once, and the last of them decides where a client is kept. */
  @Test
  void aSpreadAtTheBeginningOnlyIsLookedAtAgain() throws Exception {
    Farm farm = new Farm().header("X-Server");
    Attempt attempt = farm.ask((n, request) -> server(n < 2 ? "a1" : "a2"));
    passes(attempt, "server=a2.uni.edu connections=16 evidence=header X-Server");
    assertEquals(24, farm.requests().size());
    assertTrue(
        attempt.outcome().observations().stream()
            .anyMatch(
                seen ->
                    seen instanceof Observation.Note note
                        && note.text().endsWith("in order 1 1 2 2 2 2 2 2")),
        () -> attempt.outcome().toString());
  }

  @Test
  void aSpreadThatComesBackFails() throws Exception {
    fails(
        new Farm().header("X-Server").ask((n, request) -> server(n == 0 || n == 23 ? "a1" : "a2")),
        "24 connections reached 2 servers: a1.uni.edu 2 times, a2.uni.edu 22 times (header"
            + " X-Server), in order 1 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 1");
    fails(
        new Farm().header("X-Server").ask((n, request) -> server(n == 0 || n > 7 ? "a1" : "a2")),
        "24 connections reached 2 servers: a1.uni.edu 17 times, a2.uni.edu 7 times (header"
            + " X-Server), in order 1 2 2 2 2 2 2 2 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1");
  }

  @Test
  void noEvidenceIsUndecided() throws Exception {
    assertEquals(
        "no answer carries the header X-Server (HTTP 200)",
        open(new Farm().header("X-Server").ask((n, request) -> Web.answer("200 OK", ""))));
    assertEquals(
        "3 of 8 answers do not carry the header X-Server (HTTP 503)",
        open(
            new Farm()
                .header("X-Server")
                .ask((n, request) -> n < 5 ? server("a1") : Web.answer("503 No", ""))));
  }

  @Test
  void evidenceThatNamesNoServerIsUndecided() throws Exception {
    assertEquals(
        "the header X-Server says 'nginx', which names no server of the site, and is none of the"
            + " listed values",
        open(new Farm().header("X-Server").ask((n, request) -> server("nginx"))));
    open(new Farm().header("X-Server").ask((n, request) -> server("node" + n)));
    open(new Farm().header("X-Server").ask((n, request) -> server("a1, a2")));
    open(new Farm().header("X-Server").ask((n, request) -> server("a11")));
  }

  @Test
  void listedValuesTellWhereNamesDoNot() throws Exception {
    Farm farm = new Farm().header("X-Server").values("node1", "node2");
    passes(
        farm.ask((n, request) -> server("node1")),
        "server=node1 connections=8 evidence=header X-Server");
    fails(
        farm.ask((n, request) -> server(n < 4 ? "node1" : "node2")),
        "8 connections reached 2 servers: node1 4 times, node2 4 times (header X-Server), in order"
            + " 1 1 1 1 2 2 2 2");
    open(farm.ask((n, request) -> server("node3")));
    assertEquals(
        "only one value is listed, which cannot tell servers apart",
        open(
            new Farm()
                .header("X-Server")
                .values("node1", "node1")
                .ask((n, request) -> server("node1"))));
  }

  @Test
  void oneServerOnlyIsUndecided() throws Exception {
    assertTrue(
        open(new Farm().header("X-Server").servers("a1.uni.edu").ask((n, request) -> server("a1")))
            .startsWith("the site file names one server only"));
    open(
        new Farm()
            .header("X-Server")
            .servers("a1.uni.edu", "a1.uni.edu")
            .ask((n, request) -> server("a1")));
  }

  @Test
  void aFailedConnectionIsReportedWithThoseBeforeIt() throws Exception {
    Attempt attempt =
        new Farm()
            .header("X-Server")
            .ask(
                (n, request) -> {
                  if (n == 3) {
                    throw new IOException("closes");
                  }
                  return server("a1");
                });
    Fault fault = Probes.fault(attempt);
    assertEquals("EXCHANGE CLOSED", fault.cause());
    assertTrue(fault.evidence().endsWith("; 3 of 8 connections went well"), fault.evidence());
  }

  @Test
  void timeThatManyGoodConnectionsTakeIsNoFault() throws Exception {
    String why =
        open(
            new Farm()
                .header("X-Server")
                .within(Web.TIMEOUT)
                .ask(
                    (n, request) -> {
                      pause(Web.TIMEOUT.dividedBy(7));
                      return server("a1");
                    }));
    assertTrue(why.matches("the time of one attempt ended after [1-7] of 8 connections.*"), why);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // --- other evidence ---

  @Test
  void aCookieIdentifiesTheServer() throws Exception {
    passes(
        new Farm()
            .cookie("SERVERID")
            .ask(
                (n, request) ->
                    Web.answer("200 OK|Set-Cookie: s=1|Set-Cookie: SERVERID=a1; Path=/", "")),
        "server=a1.uni.edu connections=8 evidence=cookie SERVERID");
  }

  @Test
  void aTextOfTheBodyIdentifiesTheServer() throws Exception {
    Farm farm = new Farm().body("served by *");
    passes(
        farm.ask((n, request) -> Web.answer("200 OK", "<p>served by <b><p>served by a1</p>")),
        "server=a1.uni.edu connections=8 evidence=text 'served by *'");
    assertEquals(
        "no answer carries the text 'served by *' (HTTP 200)",
        open(farm.ask((n, request) -> Web.answer("200 OK", "hello"))));
    passes(
        new Farm()
            .body("content=\"*\" name=server")
            .ask(
                (n, request) ->
                    Web.answer(
                        "200 OK", "<meta content=\"b\" name=x><meta content=\"a2\" name=server>")),
        "server=a2.uni.edu connections=8 evidence=text 'content=\"*\" name=server'");
  }

  @Test
  void theBalancersCertificateIdentifiesNoServer() throws Exception {
    Farm farm = new Farm().certificate();
    assertTrue(
        open(farm.ask((n, request) -> Web.answer("200 OK", "")))
            .startsWith("the certificate says '"));
  }

  // --- by cookie ---

  private static String kept(int number, String request) {
    String home =
        request.contains("LB=one")
            ? "a1"
            : request.contains("LB=two") ? "a2" : number % 2 == 0 ? "a1" : "a2";
    String cookie = home.equals("a1") ? "one" : "two";
    return Web.answer("200 OK|X-Server: " + home + "|Set-Cookie: LB=" + cookie + "; Path=/", "");
  }

  @Test
  void aCookieThatLeadsBackPasses() throws Exception {
    Farm farm = new Farm().cookies().header("X-Server");
    passes(
        farm.ask(PersistenceTest::kept),
        "cookie=LB server=a1.uni.edu connections=8 evidence=header X-Server");
    assertEquals(15, farm.requests().size(), "two without the cookie, and two further clients");
    assertEquals(
        List.of(false, false, true),
        farm.requests().subList(0, 3).stream().map(r -> r.contains("Cookie: LB=one")).toList());
  }

  @Test
  void aCookieThatDoesNotLeadBackFails() throws Exception {
    fails(
        new Farm()
            .cookies()
            .header("X-Server")
            .ask(
                (n, request) ->
                    Web.answer(
                        "200 OK|X-Server: " + (n % 2 == 0 ? "a1" : "a2") + "|Set-Cookie: LB=x",
                        "")),
        "8 connections with the cookie LB reached 2 servers: a1.uni.edu 4 times, a2.uni.edu 4"
            + " times (header X-Server), in order 1 2 1 2 1 2 1 2, where a1.uni.edu had set it");
  }

  @Test
  void aCookieThatLeadsToAnotherServerFails() throws Exception {
    fails(
        new Farm()
            .cookies()
            .header("X-Server")
            .ask(
                (n, request) ->
                    Web.answer(
                        "200 OK|X-Server: " + (n == 0 ? "a1" : "a2") + "|Set-Cookie: L=x", "")),
        "8 connections with the cookie L reached 1 server: a2.uni.edu 8 times (header X-Server),"
            + " in order 1 1 1 1 1 1 1 1, where a1.uni.edu had set it");
  }

  /** A balancer that hashes the application's own cookie leads one in three home by chance. */
  @Test
  void aCookieThatLeadsTheFirstClientHomeByChanceFails() throws Exception {
    fails(
        new Farm()
            .cookies()
            .header("X-Server")
            .ask(
                (n, request) ->
                    Web.answer(
                        "200 OK|X-Server: "
                            + (request.contains("Cookie: ") || n % 2 == 0 ? "a1" : "a2")
                            + "|Set-Cookie: J="
                            + n,
                        "")),
        "1 connection of a further new client, with the cookie J, reached 1 server: a1.uni.edu"
            + " once (header X-Server), in order 1, where a2.uni.edu had set it");
  }

  /** Two new clients come first, then the eight connections with the cookie. */
  @Test
  void noTimeForFurtherNewClientsLeavesTheProof() throws Exception {
    Attempt attempt = slow(9);
    passes(attempt, "cookie=LB server=a1.uni.edu connections=8 evidence=header X-Server");
    assertTrue(
        attempt
            .outcome()
            .observations()
            .contains(new Observation.Note("There was no time for all further new clients.")));
  }

  @Test
  void noTimeForEveryConnectionWithTheCookieProvesNothing() throws Exception {
    assertEquals(
        "the time of one attempt ended after 7 of 8 connections, which all went well",
        open(slow(8)));
  }

  /** From that connection on, each takes more than half of the time. */
  private static Attempt slow(int first) throws IOException {
    Duration time = Duration.ofSeconds(6);
    return new Farm()
        .cookies()
        .header("X-Server")
        .within(time)
        .ask(
            (n, request) -> {
              if (n >= first) {
                pause(time.multipliedBy(5).dividedBy(9));
              }
              return kept(n, request);
            });
  }

  @Test
  void noCookieAtAllFailsWhereSeveralServersAreReached() throws Exception {
    fails(
        new Farm().cookies().header("X-Server").ask((n, r) -> server(n % 2 == 0 ? "a1" : "a2")),
        "2 connections without a cookie reached 2 servers: a1.uni.edu once, a2.uni.edu once"
            + " (header X-Server), in order 1 2; and the answer to / does not set a cookie by which"
            + " a client could be kept");
    String evidence =
        Probes.fault(
                new Farm()
                    .cookies()
                    .balancerCookie("OTHER")
                    .header("X-Server")
                    .ask(PersistenceTest::kept))
            .evidence();
    assertTrue(evidence.contains("does not set the cookie OTHER"), evidence);
  }

  @Test
  void onlyTheNamedCookieGoesBack() throws Exception {
    Farm farm = new Farm().cookies().balancerCookie("LB").header("X-Server");
    passes(
        farm.ask(
            (n, r) -> kept(n, r).replace("|", "").replace("Set-C", "Set-Cookie: s=1\r\nSet-C")),
        "cookie=LB server=a1.uni.edu connections=8 evidence=header X-Server");
    assertFalse(farm.requests().stream().anyMatch(request -> request.contains("s=1")));
  }

  @Test
  void oneServerWithoutTheCookieProvesNothing() throws Exception {
    assertTrue(
        open(new Farm().cookies().header("X-Server").ask((n, request) -> server("a1")))
            .startsWith(
                "8 connections without a cookie all reached a1.uni.edu, so that a cookie could"
                    + " prove nothing"));
  }

  @Test
  void aCookieThatIsSetOnlyOnceIdentifiesNoServerAfterwards() throws Exception {
    assertEquals(
        "no answer carries the cookie LB (HTTP 200)",
        open(
            new Farm()
                .cookies()
                .cookie("LB")
                .ask(
                    (n, request) ->
                        request.contains("Cookie: ")
                            ? Web.answer("200 OK", "")
                            : Web.answer("200 OK|Set-Cookie: LB=a" + (n + 1), ""))));
  }

  @Test
  void hostileEvidenceIsMadeHarmless() throws Exception {
    String why =
        open(
            new Farm()
                .header("X-Server")
                .ask((n, request) -> server("\u001b[2J" + "x".repeat(5000))));
    assertTrue(why.length() < 400, why);
  }

  // --- settings ---

  @Test
  void exactlyOneKindOfEvidence() {
    assertThrows(IllegalArgumentException.class, () -> new Farm().build());
    assertThrows(
        IllegalArgumentException.class, () -> new Farm().header("X").certificate().build());
    assertThrows(IllegalArgumentException.class, () -> new Farm().body("no star").build());
    assertThrows(IllegalArgumentException.class, () -> new Farm().body("*").build());
    assertThrows(IllegalArgumentException.class, () -> new Farm().body("a * and *").build());
  }
}
