package dev.rollcall.verdict;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Finding;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import java.util.List;
import java.util.Optional;

/** Paths that pass although no answer filled a packet: large ones may be lost there. */
public final class SmallPackets {
  private SmallPackets() {}

  /** Says it of the run as a whole, once; it weighs nothing. Empty if it holds for no rule. */
  public static Optional<Run.Remark> remark(List<RuleResult> results) {
    long rules = results.stream().filter(SmallPackets::isSmall).count();
    return rules == 0
        ? Optional.empty()
        : Optional.of(
            new Run.Remark(
                Status.SKIPPED,
                Observation.Note.SMALL_PACKETS.text()
                    + (rules == 1 ? " for 1 rule" : " for " + rules + " rules")
                    + ": no answer filled a packet, so that a loss of large packets would not have"
                    + " shown; --verbose names the rules"));
  }

  /** Whether it works, and no address answered with packets that are filled. */
  private static boolean isSmall(RuleResult result) {
    if (!result.verdict().status().works()
        || !(result.evidence() instanceof Evidence.Probed probed)) {
      return false;
    }
    List<Finding> answering =
        probed.findings().stream().filter(finding -> RouteResult.of(finding).answers()).toList();
    return !answering.isEmpty() && answering.stream().allMatch(SmallPackets::isSmall);
  }

  private static boolean isSmall(Finding finding) {
    return finding.attempts().stream()
        .map(Attempt::outcome)
        .filter(Outcome.Answered.class::isInstance)
        .anyMatch(outcome -> outcome.observations().contains(Observation.Note.SMALL_PACKETS));
  }
}
