package dev.rollcall.verdict;

import static dev.rollcall.verdict.Evidently.TODAY;
import static dev.rollcall.verdict.Evidently.answering;
import static dev.rollcall.verdict.Evidently.attempt;
import static dev.rollcall.verdict.Evidently.dropped;
import static dev.rollcall.verdict.Evidently.finding;
import static dev.rollcall.verdict.Evidently.probed;
import static dev.rollcall.verdict.Evidently.route;
import static dev.rollcall.verdict.Evidently.row;
import static dev.rollcall.verdict.Evidently.unresolved;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.verdict.advice.Declared;
import dev.rollcall.verdict.advice.OpenServers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a defect in one rule comes to, and what it leaves alone. */
class DefectsTest {
  private static final String SECRET = "planted-Passw0rd";

  /** A judge that fails as soon as it looks at another rule, which only one of the rules needs. */
  private static Judge broken(Throwable defect) {
    return new Judge(
        TODAY,
        false,
        id -> {
          if (defect instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) defect;
        },
        Declared.NOTHING,
        OpenServers.of(List.of()));
  }

  private static void assertInternal(Verdict verdict) {
    assertEquals(Status.INCONCLUSIVE, verdict.status());
    assertEquals(Optional.of(Owner.ROLLCALL), verdict.owner());
    assertEquals(FaultKind.INTERNAL, verdict.cause().orElseThrow().kind());
    assertTrue(verdict.advice().startsWith("This is a defect of Rollcall"), verdict.advice());
  }

  @Test
  void aDefectOfTheJudgeIsItsRulesOwn() {
    Rule blocked = row().blocked(false, FaultKind.DROPPED).rule();
    for (Throwable defect :
        List.of(
            new IllegalStateException(SECRET),
            new ArithmeticException("long overflow"),
            new StackOverflowError(),
            new OutOfMemoryError(),
            new AssertionError(SECRET))) {
      Judge judge = broken(defect);
      Verdict verdict = judge.judge(blocked, probed(dropped("10.0.0.1")));
      assertInternal(verdict);
      assertTrue(
          verdict
              .summary()
              .startsWith(
                  "Rollcall failed while judging this rule: " + defect.getClass().getName()),
          verdict.summary());
      assertFalse(verdict.toString().contains(SECRET), verdict::toString);
      assertEquals(Status.PASS, judge.judge(row().rule(), probed(answering("10.0.0.1"))).status());
    }
  }

  @Test
  void theEvidenceNamesThePlaceAndNotTheMessage() {
    Fault fault = Fault.internal(Phase.EXCHANGE, "testing", new IllegalStateException(SECRET));
    assertEquals("EXCHANGE INTERNAL", fault.cause());
    assertTrue(
        fault
            .evidence()
            .startsWith(
                "Rollcall failed while testing: java.lang.IllegalStateException at"
                    + " dev.rollcall.verdict.DefectsTest."),
        fault.evidence());
    assertFalse(fault.evidence().contains(SECRET), fault.evidence());
    Throwable below =
        org.junit.jupiter.api.Assertions.assertThrows(
            NumberFormatException.class, () -> Integer.parseInt(SECRET));
    String named = Fault.internal(Phase.EXCHANGE, "testing", below).evidence();
    assertTrue(named.contains(", in dev.rollcall.verdict.DefectsTest."), named);
    Throwable bare = new IllegalStateException(SECRET);
    bare.setStackTrace(new StackTraceElement[0]);
    assertEquals(
        "Rollcall failed while testing: java.lang.IllegalStateException",
        Fault.internal(Phase.EXCHANGE, "testing", bare).evidence());
  }

  @Test
  void advisoryRulesWarnOfItOnly() {
    Fault fault = Fault.internal(Phase.EXCHANGE, "testing", new IllegalStateException());
    assertInternal(Defects.verdict(row().rule(), fault));
    Verdict advisory = Defects.verdict(row().advisory().rule(), fault);
    assertEquals(Status.WARN, advisory.status());
    assertEquals(FaultKind.INTERNAL, advisory.cause().orElseThrow().kind());
  }

  /** Where the gathering failed before there was a route, the name has to say so. */
  @Test
  void evidenceThatCouldNotBeGatheredDecidesNothing() {
    Evidence evidence = probed(List.of(unresolved("sql.uni.edu", FaultKind.INTERNAL)));
    assertInternal(row().judge(evidence));
    assertInternal(row().blocked(true, FaultKind.DROPPED).judge(evidence));
  }

  /** Of every offset that a stored run can hold. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        -1,
        11_773_578_034L,
        251_606_413_233L,
        -63_963_106_765L,
        Long.MAX_VALUE,
        Long.MIN_VALUE
      })
  void everyClockCanBeSaid(long seconds) {
    for (int nanos : new int[] {0, 999_999_999}) {
      Observation clock =
          new Observation.Clock(
              "smb",
              seconds > 0 ? Instant.MAX : Instant.MIN,
              Duration.ofSeconds(seconds, nanos),
              Duration.ofSeconds(Long.MAX_VALUE));
      Verdict verdict =
          row()
              .judge(
                  finding(
                      route("10.0.0.1"), attempt(new Outcome.Answered(List.of(clock), List.of()))));
      assertEquals(Status.PASS, verdict.status(), verdict::toString);
      assertTrue(
          verdict.summary().matches("clock [+-][0-9]+\\.[0-9] s ±[0-9]+ s"), verdict.summary());
    }
  }

  @Test
  void everyEndOfACertificateCanBeSaid() {
    for (Instant end : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH)) {
      Observation.Certificate leaf =
          new Observation.Certificate("CN=x", "CN=y", List.of(), end, end, "ab", "EC 256");
      Observation tls =
          new Observation.Tls(
              "TLSv1.3",
              "",
              Optional.empty(),
              Optional.empty(),
              List.of(leaf),
              Observation.Anchor.INTERNAL,
              "CN=y",
              true);
      Verdict verdict =
          row()
              .judge(
                  finding(
                      route("10.0.0.1"), attempt(new Outcome.Answered(List.of(tls), List.of()))));
      assertEquals(Status.PASS, verdict.status(), verdict::toString);
    }
  }
}
