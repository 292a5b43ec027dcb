package dev.rollcall.run.watch;

import static dev.rollcall.verdict.Evidently.answering;
import static dev.rollcall.verdict.Evidently.dropped;
import static dev.rollcall.verdict.Evidently.fail;
import static dev.rollcall.verdict.Evidently.failing;
import static dev.rollcall.verdict.Evidently.fault;
import static dev.rollcall.verdict.Evidently.finding;
import static dev.rollcall.verdict.Evidently.probed;
import static dev.rollcall.verdict.Evidently.route;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.sample.RuleBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a rule is probed next, and how long its attempts wait. */
class PaceTest {
  private static final String ONE = "10.0.0.1";
  private static final Finding UDP =
      finding(
          route("dc1.uni.edu", ONE, Port.udp(88)),
          fail(fault(Phase.EXCHANGE, FaultKind.TIMED_OUT, Clue.SILENT_DATAGRAM)));

  private static long millis(long every, long timeout, boolean slow, Finding before) {
    return new Pace(Duration.ofMillis(every), Duration.ofMillis(timeout))
        .next(probed(before), slow)
        .toMillis();
  }

  /** A dropped destination is dialled anew at least every two seconds, by the usual settings. */
  @ParameterizedTest
  @CsvSource({
    "2000, 5000, 2000",
    "1000, 5000, 2000",
    "3000, 5000, 3000",
    "60000, 5000, 5000",
    "2000, 500, 500",
    "2000, 60000, 2000"
  })
  void aSilentDestinationGetsAShortAttempt(long every, long timeout, long next) {
    assertEquals(next, millis(every, timeout, false, dropped(ONE)));
    assertEquals(timeout, millis(every, timeout, true, dropped(ONE)), "it was too short");
    assertEquals(timeout, millis(every, timeout, false, answering(ONE)));
    assertEquals(
        timeout,
        millis(every, timeout, false, failing(ONE, fault(Phase.CONNECT, FaultKind.REFUSED))));
  }

  /** An attempt sends seven datagrams, however short it is. */
  @Test
  void datagramsGetTheUsualTimeout() {
    assertEquals(5000, millis(2000, 5000, false, UDP));
    assertEquals(5000, millis(2000, 60_000, false, UDP));
    assertEquals(500, millis(2000, 500, false, UDP));
  }

  private static WatchedRule rule(boolean always) {
    return new WatchedRule(
        new PlannedRule(RuleBuilder.rule("sql.tds").build(), new Work.Skip("not used here")),
        always,
        new State(Status.FAIL, Optional.empty(), Optional.empty()),
        Instant.EPOCH,
        100);
  }

  private static final State PASS = new State(Status.PASS, Optional.empty(), Optional.empty());

  @Test
  void roundsGoFromStartToStartAndNeverOverlap() {
    WatchedRule rule = rule(false);
    assertFalse(rule.due(99));
    assertEquals(40, rule.left(60));
    assertTrue(rule.due(100));
    rule.started(110, 50);
    assertFalse(rule.due(1000), "the round before is under way");
    assertEquals(Long.MAX_VALUE, rule.left(1000));
    rule.failed();
    assertEquals(5, rule.left(155));
    assertTrue(rule.due(160));
    rule.started(200, 50);
    rule.tooShort();
    assertTrue(rule.slow());
    assertFalse(rule.due(249));
  }

  @Test
  void aRuleThatPassesIsProbedFurtherOnlyIfItWasNamed() {
    WatchedRule once = rule(false);
    WatchedRule always = rule(true);
    once.started(100, 50);
    always.started(100, 50);
    once.ended(Instant.EPOCH, PASS);
    always.ended(Instant.EPOCH, PASS);
    assertFalse(once.due(10_000));
    assertEquals(Long.MAX_VALUE, once.left(0));
    assertTrue(always.due(10_000));
    always.leave();
    assertFalse(always.due(10_000));
  }

  @Test
  void theTrailIsShort() {
    WatchedRule rule = rule(true);
    for (int i = 0; i < 2 * WatchedRule.TRAIL; i++) {
      rule.ended(Instant.EPOCH, PASS);
    }
    assertEquals(WatchedRule.TRAIL, rule.trail().size());
    assertFalse(rule.trail().contains(Status.FAIL));
    assertEquals(2 * WatchedRule.TRAIL + 1, rule.probed());
  }
}
