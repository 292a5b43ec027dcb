package dev.rollcall.verdict;

import static dev.rollcall.verdict.Evidently.finding;
import static dev.rollcall.verdict.Evidently.route;
import static dev.rollcall.verdict.Evidently.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lost packets are noted, and are no warning. */
class LossTest {
  private static final Observation LOST =
      new Observation.Note(Observation.Note.LOSS + "the answer came after 3 datagrams");

  private static Finding answered(Observation... seen) {
    return finding(
        route("10.0.0.1"),
        Attempt.bare(
            Instant.EPOCH,
            Duration.ZERO,
            "10.1.2.3",
            new Outcome.Answered(List.of(seen), List.of())));
  }

  private static RuleResult result(Finding finding) {
    Verdict verdict = row().judge(finding);
    return new RuleResult(
        row().rule(),
        new Evidence.Probed(List.of(), List.of(finding), true),
        verdict,
        Duration.ZERO);
  }

  @Test
  void aPassWithANote() {
    Verdict verdict = row().judge(answered(LOST));
    assertEquals(Status.PASS, verdict.status());
    assertEquals(
        List.of("10.0.0.1 (sql.uni.edu): packet loss: the answer came after 3 datagrams"),
        verdict.remarks());
  }

  @Test
  void theRunSaysItOnce() {
    List<RuleResult> results = new ArrayList<>();
    results.add(result(answered()));
    assertEquals(Optional.empty(), Loss.remark(results));
    results.add(result(answered(LOST)));
    assertEquals(
        Optional.of(
            new Run.Remark(
                Status.PASS,
                "1 of 2 connections needed a retry: a packet was lost, or a server was slow")),
        Loss.remark(results));
    results.add(result(answered(LOST)));
    assertEquals(
        "2 of 3 connections needed a retry: this network loses packets",
        Loss.remark(results).orElseThrow().text());
  }

  @Test
  void smallAnswersAreSaidOnceOfTheRunAndOfNoRule() {
    RuleResult small = result(answered(Observation.Note.SMALL_PACKETS));
    assertFalse(small.verdict().toString().contains("small"), small.verdict()::toString);
    assertEquals(Optional.empty(), SmallPackets.remark(List.of(result(answered()))));
    Run.Remark remark =
        SmallPackets.remark(List.of(small, result(answered()), small)).orElseThrow();
    assertEquals(Status.SKIPPED, remark.status());
    assertTrue(
        remark.text().startsWith("only small packets were proven for 2 rules: "), remark.text());
    assertTrue(remark.text().matches(".*noticed \\([a-z.-]+, [a-z.-]+\\)"), remark.text());
  }
}
