package dev.rollcall.run.watch;

import static dev.rollcall.verdict.Evidently.fault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.sample.RuleBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The words of states, changes and of the course in the reports. */
class CourseTest {
  private static final Instant AT = Instant.parse("2026-11-29T14:03:22.417Z");
  private static final State PASS =
      new State(Status.PASS, Optional.empty(), Optional.of(Duration.ofMillis(32)));

  private static State state(Status status, Fault... cause) {
    return new State(
        status, cause.length == 0 ? Optional.empty() : Optional.of(cause[0]), Optional.empty());
  }

  private static State failing(Phase phase, FaultKind kind) {
    return state(Status.FAIL, fault(phase, kind));
  }

  private static final State DROPPED = failing(Phase.CONNECT, FaultKind.DROPPED);

  @Test
  void aStateInAFewWords() {
    assertEquals("PASS, 32 ms", PASS.text());
    assertEquals("DROPPED", DROPPED.text());
    assertEquals("FAIL", state(Status.FAIL).text());
    assertEquals("WARN", state(Status.WARN).text());
    Fault dropped = fault(Phase.CONNECT, FaultKind.DROPPED);
    assertEquals("WARN (DROPPED)", state(Status.WARN, dropped).text());
    assertEquals("INCONCLUSIVE (DROPPED)", state(Status.INCONCLUSIVE, dropped).text());
  }

  @Test
  void aWarningThatAFaultCausesDoesNotPass() {
    assertTrue(PASS.passes());
    assertTrue(state(Status.WARN).passes());
    assertFalse(state(Status.WARN, fault(Phase.CONNECT, FaultKind.DROPPED)).passes());
    assertFalse(state(Status.INCONCLUSIVE).passes());
    assertFalse(DROPPED.passes());
  }

  @Test
  void latencyIsNoChangeAndAnotherPhaseIsOne() {
    assertTrue(PASS.same(new State(Status.PASS, Optional.empty(), Optional.empty())));
    State first = failing(Phase.CONNECT, FaultKind.RESET);
    State second = failing(Phase.TLS, FaultKind.RESET);
    assertFalse(first.same(second));
    assertEquals("CONNECT RESET → TLS RESET", first.to(second, " → "));
    assertEquals("DROPPED -> PASS, 32 ms", DROPPED.to(PASS, " -> "));
  }

  private static WatchedRule rule(State state) {
    return new WatchedRule(
        new PlannedRule(RuleBuilder.rule("sql.tds").build(), new Work.Skip("not used here")),
        false,
        state,
        AT,
        0);
  }

  private static List<String> texts(List<Run.Remark> remarks) {
    remarks.forEach(remark -> assertEquals(Status.SKIPPED, remark.status(), "neutral"));
    return remarks.stream().map(Run.Remark::text).toList();
  }

  @Test
  void theReportsHaveTheWholeCourse() {
    Course course = new Course(AT);
    course.add(new StateChange(AT.plusSeconds(60), "sql.tds", DROPPED, PASS));
    WatchedRule still = rule(DROPPED);
    still.ended(AT.plusSeconds(90), DROPPED);
    assertEquals(
        List.of(
            "watched 2 rules every 2 s, from 2026-11-29 14:03:22 UTC to 2026-11-29 14:05:22 UTC:"
                + " ended by a signal",
            "2026-11-29 14:04:22 UTC sql.tds: DROPPED → PASS, 32 ms",
            "sql.tds: DROPPED since 2026-11-29 14:03:22 UTC, probed 2 times, last until 2026-11-29"
                + " 14:04:52 UTC"),
        texts(
            course.remarks(
                List.of(rule(PASS), still),
                Duration.ofSeconds(2),
                AT.plusSeconds(120),
                "ended by a signal")));
  }

  @Test
  void aPathThatFlapsForHoursDoesNotFillTheReport() {
    Course course = new Course(AT);
    for (int i = 0; i < Course.MOST + 7; i++) {
      course.add(new StateChange(AT.plusSeconds(i), "sql.tds", DROPPED, PASS));
    }
    List<String> remarks =
        texts(course.remarks(List.of(rule(PASS)), Duration.ofSeconds(1), AT, "ended"));
    assertEquals(2 + Course.MOST, remarks.size());
    assertEquals("7 earlier changes are not listed", remarks.get(1));
    assertTrue(remarks.get(2).startsWith("2026-11-29 14:03:29 UTC"), remarks.get(2));
  }
}
