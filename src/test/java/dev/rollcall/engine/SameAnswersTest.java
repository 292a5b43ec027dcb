package dev.rollcall.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

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
import dev.rollcall.model.rule.Rule;
import dev.rollcall.sample.RuleBuilder;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same page from hosts that have nothing in common. */
class SameAnswersTest {
  private static final String PAGE = "ab".repeat(32);
  private static final String OTHER = "cd".repeat(32);

  @Test
  void aPageOfTwoHostsIsADevicesOnThePath() {
    List<Gathered> all =
        List.of(
            outside("api.one.test", PAGE), outside("cdn.two.test", PAGE), outside("x.test", OTHER));
    List<Gathered> found = SameAnswers.found(all);
    assertEquals(
        List.of(
            new Fault(
                Phase.EXCHANGE,
                FaultKind.BLOCK_PAGE,
                "the same page came from cdn.two.test in this run")),
        faults(found.get(0)));
    assertEquals(1, faults(found.get(1)).size());
    assertEquals(all.get(2), found.get(2));
    // What was seen stays.
    assertEquals(outcome(all.get(0)).observations(), outcome(found.get(0)).observations());
  }

  @ParameterizedTest
  @CsvSource({
    "a.one.test, b.one.test",
    "one.test, B.One.Test.",
    "a.uni.ac.uk, b.c.uni.ac.uk",
    "uni.ac.uk, b.uni.ac.uk",
    "a.com.test, b.com.test",
    "a.de, A.de",
    "10.1.0.1, 10.1.0.1",
    "fd00::1, FD00::1",
    "host, host"
  })
  void hostsOfOneDomainMayShareAPage(String one, String other) {
    assertUntouched(outside(one, PAGE), outside(other, PAGE));
  }

  @ParameterizedTest
  @CsvSource({
    "www.a.ac.uk, www.b.ac.uk",
    "www.a.co.uk, www.a.ac.uk",
    "a.com.au, b.com.au",
    "a.uk, ac.uk",
    "10.1.0.1, 10.2.0.1",
    "10.1.0.1, 0.1",
    "fd00::1, fd00::2",
    "host, other"
  })
  void hostsOfSeveralDomainsMayNot(String one, String other) {
    List<Gathered> found = SameAnswers.found(List.of(outside(one, PAGE), outside(other, PAGE)));
    assertEquals(1, faults(found.get(0)).size());
    assertEquals(1, faults(found.get(1)).size());
  }

  @Test
  void oneHostWithTwoRulesMayToo() {
    assertUntouched(outside("a.one.test", PAGE), outside("a.one.test", PAGE));
  }

  @Test
  void serversOfTheSiteAreAlike() {
    assertUntouched(gathered("a.one.test", PAGE, false), gathered("b.two.test", PAGE, false));
  }

  @Test
  void whatWasIdentifiedHasNoDigestAndFailuresStay() {
    Gathered failed = failing("b.two.test");
    assertUntouched(outside("a.one.test", ""), failed, outside("c.three.test", PAGE));
  }

  private static void assertUntouched(Gathered... all) {
    List<Gathered> before = List.of(all);
    assertSame(before, SameAnswers.found(before));
  }

  private static List<Fault> faults(Gathered one) {
    return outcome(one) instanceof Outcome.Failed failed ? List.of(failed.fault()) : List.of();
  }

  private static Outcome outcome(Gathered one) {
    return ((Evidence.Probed) one.evidence()).findings().get(0).attempts().get(0).outcome();
  }

  private static Gathered outside(String host, String digest) {
    return gathered(host, digest, true);
  }

  private static Gathered gathered(String host, String digest, boolean external) {
    List<Observation> seen =
        digest.isEmpty() ? List.of() : List.of(new Observation.Fact("http.body-sha256", digest));
    Concern concern = new Concern(Concern.Kind.NOT_IDENTIFIED, "answered, not identified");
    return gathered(host, new Outcome.Answered(seen, List.of(concern)), external);
  }

  private static Gathered failing(String host) {
    List<Observation> seen = List.of(new Observation.Fact("http.body-sha256", PAGE));
    Fault fault = new Fault(Phase.EXCHANGE, FaultKind.UNEXPECTED, "other");
    return gathered(host, new Outcome.Failed(fault, seen, List.of()), true);
  }

  private static Gathered gathered(String host, Outcome outcome, boolean external) {
    Port port = Port.tcp(80);
    Attempt attempt = Attempt.bare(Instant.EPOCH, Duration.ZERO, "", outcome);
    Route route =
        new Route.Direct(new Endpoint(new Target(host, port), InetAddress.getLoopbackAddress()));
    Finding finding =
        new Finding(route, "http", true, Optional.empty(), List.of(attempt), List.of());
    Rule rule = RuleBuilder.rule(host).to(host, port, "http").external(external).build();
    return new Gathered(
        rule, new Evidence.Probed(List.of(), List.of(finding), true), Duration.ZERO);
  }
}
