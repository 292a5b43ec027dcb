package dev.rollcall.verdict;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import java.util.List;
import java.util.Optional;

/** Paths that pass, but were tested with small packets only: large ones may be lost. */
public final class SmallPackets {
  /** The page and the details of a rule name the others. */
  private static final int NAMED = 10;

  private SmallPackets() {}

  /** One remark for the whole run, without effect on its status. Empty if it applies to no rule. */
  public static Optional<Run.Remark> remark(List<RuleResult> results) {
    List<String> rules =
        results.stream().filter(SmallPackets::isSmall).map(result -> result.rule().id()).toList();
    return rules.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Run.Remark(
                Status.SKIPPED,
                Observation.Note.SMALL_PACKETS.text()
                    + (rules.size() == 1 ? " for 1 rule" : " for " + rules.size() + " rules")
                    + ": no answer filled a packet, so a loss of large packets would not be"
                    + " noticed ("
                    + String.join(", ", rules.subList(0, Math.min(NAMED, rules.size())))
                    + (rules.size() > NAMED ? " and " + (rules.size() - NAMED) + " more" : "")
                    + ")"));
  }

  /** Whether it passes, and no address answered with full packets. */
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
