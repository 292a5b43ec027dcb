package dev.rollcall.verdict.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.StandInLog;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.model.rule.Witness;
import dev.rollcall.run.Protocols;
import dev.rollcall.sample.RuleBuilder;
import dev.rollcall.sample.RunBuilder;
import dev.rollcall.verdict.SampleVisits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stand-ins and other servers' runs decide, as a table. */
class WitnessesTest {
  private static final String BALANCER = "198.18.2.10";
  private static final String CLIENT = "198.18.3.10";
  private static final Witnesses WITNESSES =
      new Witnesses(
          Map.of(
              "lb.health-interval", new Witness.HealthChecks(Duration.ofSeconds(30)),
              "inbound.peer-installers", new Witness.Servers("peer.installers")),
          Protocols.ALL);

  static Stream<Arguments> intervals() {
    return Stream.of(
        row(
            "as the contract wants it",
            new SampleVisits().from(BALANCER, "/health", 3, 33, 63.02, 93.02),
            "PASS 198.18.2.10 asks 443/tcp for /health every 30.0 s (4 times, 30.0 s to 30.0 s)"),
        row(
            "a tenth too slow is within the contract",
            new SampleVisits().from(BALANCER, "/health", 0, 33, 66),
            "PASS 198.18.2.10 asks 443/tcp for /health every 33.0 s (3 times, 33.0 s to 33.0 s)"),
        row(
            "more than a tenth is not",
            new SampleVisits().from(BALANCER, "/health", 0, 33.1, 66.2),
            "FAIL 198.18.2.10 asks 443/tcp for /health every 33.1 s (3 times, 33.1 s to 33.1 s),"
                + " not every 30 s"),
        row(
            "too often",
            new SampleVisits().from(BALANCER, "/health", 0, 5, 10, 15, 20),
            "FAIL 198.18.2.10 asks 443/tcp for /health every 5.0 s (5 times, 5.0 s to 5.0 s), not"
                + " every 30 s"),
        row(
            "one that was lost does not move the middle",
            new SampleVisits().from(BALANCER, "/health", 0, 30, 60, 120, 150),
            "PASS 198.18.2.10 asks 443/tcp for /health every 30.0 s (5 times, 30.0 s to 60.0 s)"),
        row(
            "two checks tell no interval",
            new SampleVisits().from(BALANCER, "/health", 10, 40),
            "INCONCLUSIVE 198.18.2.10 asks 443/tcp for /health every 30.0 s (twice) in 100.0 s:"
                + " measuring an interval needs three checks"),
        row(
            "one check gives no interval either",
            new SampleVisits().from(BALANCER, "/health", 10),
            "INCONCLUSIVE 198.18.2.10 asks 443/tcp for /health: once in 100.0 s: measuring an"
                + " interval needs three checks"),
        row(
            "no visit",
            new SampleVisits(),
            "INCONCLUSIVE no health check of 443/tcp was seen in 100.0 s"),
        row(
            "irregular visits are not a balancer",
            new SampleVisits().from(CLIENT, "/", 1, 2.5, 50, 51, 52.2),
            "INCONCLUSIVE no health check of 443/tcp was seen in 100.0 s"),
        row(
            "every member of a pair of balancers counts",
            new SampleVisits()
                .from(BALANCER, "/health", 0, 30, 60, 90)
                .from("198.18.2.11", "/health", 2, 12, 22, 32),
            "FAIL 198.18.2.11 asks 443/tcp for /health every 10.0 s (4 times, 10.0 s to 10.0 s),"
                + " not every 30 s"),
        row(
            "where the path is known, regular visits to another path are not a balancer",
            new SampleVisits()
                .from(BALANCER, "/health", 0, 30, 60, 90)
                .from("198.18.2.99", "/", 2, 12, 22, 32),
            "PASS 198.18.2.10 asks 443/tcp for /health every 30.0 s (4 times, 30.0 s to 30.0 s)"),
        row(
            "where it is not known, regular intervals identify it",
            new SampleVisits().pathUnknown().from(BALANCER, "/up?x=1", 0, 30, 60.1, 90),
            "PASS 198.18.2.10 asks 443/tcp for /up?x=1 every 30.0 s (4 times, 29.9 s to 30.1 s)"),
        row(
            "and another monitoring system does not fail the rule",
            new SampleVisits()
                .pathUnknown()
                .from(BALANCER, "/up", 0, 30, 60, 90)
                .from("198.18.2.99", "/", 2, 12, 22, 32),
            "PASS 198.18.2.10 asks 443/tcp for /up every 30.0 s (4 times, 30.0 s to 30.0 s)"),
        row(
            "no request for the path, but regular connections",
            new SampleVisits().from(BALANCER, "", 0, 30, 60, 90),
            "PASS 198.18.2.10 connects to 443/tcp every 30.0 s (4 times, 30.0 s to 30.0 s)"),
        row(
            "a client's visits in between do not disturb",
            new SampleVisits()
                .from(BALANCER, "/", 1, 1.2, 44)
                .from(BALANCER, "/health", 0, 30, 60)
                .from(CLIENT, "/health2", 7),
            "PASS 198.18.2.10 asks 443/tcp for /health every 30.0 s (3 times, 30.0 s to 30.0 s)"),
        row(
            "clients that ask for the health check through the balancer do not disturb either",
            new SampleVisits().from(BALANCER, "/health", 0, 30.7, 31, 45, 61, 85, 91, 111),
            "PASS 198.18.2.10 asks 443/tcp for /health every 30.3 s (4 times, 30.0 s to 30.7 s)"),
        row(
            "not even where they come at regular intervals of their own for a while",
            new SampleVisits().from(BALANCER, "/health", 0, 30, 40, 47, 54, 60, 61, 68, 75, 90),
            "PASS 198.18.2.10 asks 443/tcp for /health every 30.0 s (4 times, 30.0 s to 30.0 s)"),
        row(
            "two processes of a balancer behind one address have a rhythm each",
            new SampleVisits().from(BALANCER, "/health", 0, 10, 30, 40, 60, 70),
            "PASS 198.18.2.10 asks 443/tcp for /health every 30.0 s (3 times, 30.0 s to 30.0 s)"),
        row(
            "of two rhythms, the steadier one",
            new SampleVisits().from(BALANCER, "/health", 20.4, 46.5, 50.5, 71, 80.6),
            "PASS 198.18.2.10 asks 443/tcp for /health every 30.1 s (3 times, 30.1 s to 30.1 s)"),
        row(
            "runs of Rollcall through the balancer are recognised by their name",
            new SampleVisits()
                .from(BALANCER, "/health", 0, 30, 60)
                .rollcall(BALANCER, "/health", 10, 20, 40, 50),
            "PASS 198.18.2.10 asks 443/tcp for /health every 30.0 s (3 times, 30.0 s to 30.0 s)"),
        row(
            "what comes without a rhythm tells no interval, whatever its middle is",
            new SampleVisits().from(BALANCER, "/health", 0, 12, 60),
            "INCONCLUSIVE 198.18.2.10 asks 443/tcp for /health every 30.0 s (3 times, 12.0 s to"
                + " 48.0 s) in 100.0 s: they come at irregular intervals"),
        row(
            "only on another port",
            new SampleVisits().on(80, BALANCER, "/health", 0, 30, 60),
            "INCONCLUSIVE no health check of 443/tcp was seen in 100.0 s"));
  }

  private static Arguments row(String name, SampleVisits visits, String verdict) {
    return Arguments.of(name, visits.log(), verdict);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void intervals(String name, StandInLog log, String expected) {
    RuleResult result = interval(log);
    assertEquals(expected, result.verdict().status() + " " + result.verdict().summary(), name);
    Evidence.Witnessed seen = assertInstanceOf(Evidence.Witnessed.class, result.evidence());
    assertEquals(
        "the stand-in on appsanywhere01, from 2026-11-22T18:20:05Z for 100.0 s", seen.witness());
    assertEquals(
        switch (result.verdict().status()) {
          case PASS -> Optional.empty();
          case FAIL, INCONCLUSIVE, WARN, SKIPPED -> Optional.of(Owner.LOAD_BALANCER);
        },
        result.verdict().owner());
    assertEquals(
        result.verdict().status() == Status.INCONCLUSIVE,
        result.verdict().advice().contains("--for 5m"));
  }

  @Test
  void aFailureSaysWhatToAskFor() {
    Verdict verdict =
        interval(new SampleVisits().from(BALANCER, "/health", 0, 5, 10).log()).verdict();
    assertEquals(
        "Ask the load balancer team why health checks come every 5.0 s. Set it to 30 s.",
        verdict.advice());
  }

  static Stream<Arguments> clients() {
    double[] checks = {0, 30, 60};
    return Stream.of(
        row(
            "preserved",
            new SampleVisits().from(BALANCER, "/health", checks).from(CLIENT, "/", 5),
            "client addresses are preserved, if these came through the balancer: 198.18.3.10"),
        row(
            "in a header",
            new SampleVisits().from(BALANCER, "/health", checks).forwarding(BALANCER, 5, CLIENT),
            "client addresses come in X-Forwarded-For: 198.18.3.10"),
        row(
            "not at all",
            new SampleVisits().from(BALANCER, "/health", checks).from(BALANCER, "/", 5, 6),
            "client addresses are not preserved: all visits come from 198.18.2.10, and no"
                + " X-Forwarded-For names a client"),
        row(
            "no visit through the balancer",
            new SampleVisits().from(BALANCER, "/health", checks),
            "not known whether client addresses are preserved: only health checks came to"
                + " 443/tcp"),
        row(
            "without health checks the balancer is unknown",
            new SampleVisits().from(CLIENT, "/", 5),
            "no health check was recognised on 443/tcp, so the balancer's address is not known"),
        row(
            "many clients",
            new SampleVisits()
                .from(BALANCER, "/health", checks)
                .from("10.0.0.1", "/", 1)
                .from("10.0.0.2", "/", 1)
                .from("10.0.0.3", "/", 1)
                .from("10.0.0.4", "/", 1)
                .from("10.0.0.5", "/", 1)
                .from("10.0.0.6", "/", 1)
                .from("10.0.0.7", "/", 1),
            "client addresses are preserved, if these came through the balancer: 10.0.0.1,"
                + " 10.0.0.2, 10.0.0.3, 10.0.0.4, 10.0.0.5 and 2 more"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void clients(String name, StandInLog log, String sentence) {
    assertEquals(
        sentence, ClientAddresses.sentence(Port.tcp(443), new LogView(log, Protocols.ALL)), name);
    assertTrue(interval(log).verdict().remarks().contains(sentence), name);
  }

  @Test
  void aWaiverStandsWhateverAStandInSaw() {
    Run run = run("one", skipped("lb.health-interval", "waived by the site file: later"));
    StandInLog log = new SampleVisits().from(BALANCER, "/health", 0, 5, 10).log();
    assertEquals(List.of(run), WITNESSES.merge(List.of(run), List.of(log)));
  }

  @Test
  void otherVantagesKnowNothingOfIt() {
    Run run = run(Vantage.CLIENT, "one", skipped("lb.health-interval", "seen by a stand-in only"));
    StandInLog log = new SampleVisits().from(BALANCER, "/health", 0, 30, 60).log();
    assertEquals(List.of(run), WITNESSES.merge(List.of(run), List.of(log)));
    assertEquals(List.of(log), Witnesses.strangers(List.of(run), List.of(log)));
  }

  /** Two servers of one name, as in a test bed: the address that was called tells. */
  @Test
  void aLogBelongsToTheServerThatWasCalled() {
    Run one =
        run("host", skipped("lb.health-interval", "x"), reaches("198.18.1.10", "198.18.2.12"));
    Run two =
        run("host", skipped("lb.health-interval", "x"), reaches("198.18.2.12", "198.18.1.10"));
    StandInLog log =
        new SampleVisits().at("198.18.2.12").from(BALANCER, "/health", 0, 30, 60).log("host");
    List<Run> merged = WITNESSES.merge(List.of(one, two), List.of(log));
    assertEquals(Status.SKIPPED, merged.get(0).results().get(0).verdict().status());
    assertEquals(Status.PASS, merged.get(1).results().get(0).verdict().status());
    assertEquals(List.of(), Witnesses.strangers(List.of(one, two), List.of(log)));
    StandInLog stranger = new SampleVisits().at("10.1.1.1").from(BALANCER, "/", 1).log("host");
    assertEquals(List.of(stranger), Witnesses.strangers(List.of(one, two), List.of(log, stranger)));
  }

  @Test
  void theOtherServersRunShowsWhetherItGotThrough() {
    Run one =
        run(
            "one",
            skipped("inbound.peer-installers", "elsewhere"),
            reaches("10.0.0.1", "10.0.0.2"));
    Run two = run("two", reaches("10.0.0.2", "10.0.0.1"));
    RuleResult merged = WITNESSES.merge(List.of(one, two), List.of()).get(0).results().get(0);
    assertEquals(Status.PASS, merged.verdict().status());
    Evidence.Witnessed seen = assertInstanceOf(Evidence.Witnessed.class, merged.evidence());
    assertEquals("the run of two, 2026-11-22T18:20:05Z", seen.witness());

    Run blocked = run("two", drops("10.0.0.2", "10.0.0.1"));
    RuleResult failed = WITNESSES.merge(List.of(one, blocked), List.of()).get(0).results().get(0);
    assertEquals(Status.FAIL, failed.verdict().status());
    assertEquals("CONNECT DROPPED", failed.verdict().cause().orElseThrow().cause());
    assertEquals(Optional.of(Owner.FIREWALL), failed.verdict().owner());
    assertTrue(failed.verdict().advice().contains("10.0.0.2 to 10.0.0.1"), failed::toString);
    assertEquals(Status.FAIL, WITNESSES.merge(List.of(one, blocked), List.of()).get(0).status());

    Run third = run("three", reaches("10.0.0.3", "10.0.0.1"));
    RuleResult both =
        WITNESSES.merge(List.of(one, third, blocked), List.of()).get(0).results().get(0);
    assertEquals(Status.FAIL, both.verdict().status());
    assertTrue(
        both.verdict().remarks().get(0).startsWith("the run of three, "),
        () -> both.verdict().remarks().toString());
  }

  @Test
  void aRunThatDidNotTryThisServerProvesNothing() {
    Run one =
        run(
            "one",
            skipped("inbound.peer-installers", "elsewhere"),
            reaches("10.0.0.1", "10.0.0.2"));
    Run two = run("two", reaches("10.0.0.2", "10.0.0.9"));
    assertEquals(List.of(one, two), WITNESSES.merge(List.of(one, two), List.of()));
  }

  /** A stand-in's answer is a warning here as well, unless that run was a rehearsal. */
  @Test
  void aStandInOnTheWayIsNoServer() {
    Run one =
        run(
            "one",
            skipped("inbound.peer-installers", "elsewhere"),
            reaches("10.0.0.1", "10.0.0.2"));
    RuleResult met =
        peer(
            "10.0.0.2",
            "10.0.0.1",
            new Outcome.Answered(
                List.of(), List.of(new Concern(Concern.Kind.STAND_IN, "a stand-in answered"))));
    RuleResult merged =
        WITNESSES.merge(List.of(one, run("two", met)), List.of()).get(0).results().get(0);
    assertEquals(Status.WARN, merged.verdict().status());
  }

  private static RuleResult interval(StandInLog log) {
    Run run = run("appsanywhere01", skipped("lb.health-interval", "seen by a stand-in only"));
    Run merged = WITNESSES.merge(List.of(run), List.of(log)).get(0);
    assertEquals(merged.results().get(0).verdict().status(), merged.status());
    return merged.results().get(0);
  }

  private static RuleResult skipped(String id, String reason) {
    return new RuleResult(
        rule(id, "appsanywhere01.uni.edu", Port.tcp(443)),
        new Evidence.Skipped(reason),
        new Verdict(Status.SKIPPED, reason, Optional.empty(), Optional.empty(), "", List.of()),
        Duration.ZERO);
  }

  private static RuleResult reaches(String source, String destination) {
    return peer(
        source,
        destination,
        new Outcome.Answered(List.of(new Observation.Fact("http.status", "200")), List.of()));
  }

  private static RuleResult drops(String source, String destination) {
    return peer(
        source,
        destination,
        new Outcome.Failed(
            new Fault(Phase.CONNECT, FaultKind.DROPPED, "nothing answered"), List.of(), List.of()));
  }

  private static RuleResult peer(String source, String destination, Outcome outcome) {
    Target target = new Target("other.uni.edu", Port.tcp(80));
    Finding finding =
        new Finding(
            new Route.Direct(new Endpoint(target, ip(destination))),
            "http",
            true,
            Optional.empty(),
            List.of(Attempt.bare(Instant.EPOCH, Duration.ofMillis(2), source, outcome)),
            List.of());
    return new RuleResult(
        rule("peer.installers", "other.uni.edu", Port.tcp(80)),
        new Evidence.Probed(List.of(), List.of(finding), true),
        new Verdict(Status.PASS, "", Optional.empty(), Optional.empty(), "", List.of()),
        Duration.ofMillis(2));
  }

  private static InetAddress ip(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static Rule rule(String id, String destination, Port port) {
    return RuleBuilder.rule(id)
        .to(destination, port, "http")
        .certificate(CertificatePolicy.REPORT)
        .advice(id.startsWith("lb.") ? "Set it to 30 s." : "")
        .build();
  }

  private static Run run(String host, RuleResult... results) {
    return run(Vantage.APPSANYWHERE, host, results);
  }

  private static Run run(Vantage vantage, String host, RuleResult... results) {
    return RunBuilder.run(results).from(vantage).on(host).build();
  }
}
