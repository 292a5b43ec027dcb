package dev.rollcall.report.request;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.report.cause.OwnerShares;
import java.util.List;
import java.util.Optional;

/** The findings that a rule's failure is about. */
final class Culprits {
  private Culprits() {}

  /**
   * Those that the team must act on: with the fault that decided, if the verdict does not say more;
   * of a path that must be blocked, those that are open.
   */
  static List<Finding> of(RuleResult result, Owner team, Evidence.Probed probed) {
    if (result.rule().judging().expectation() instanceof Expectation.Blocked blocked) {
      return probed.findings().stream()
          .filter(Culprits::tried)
          .filter(finding -> !finding.attempts().stream().allMatch(one -> blocks(one, blocked)))
          .toList();
    }
    List<Finding> failing =
        probed.findings().stream()
            .flatMap(Finding::withFollowUps)
            .filter(Culprits::tried)
            .filter(finding -> OwnerShares.faults(finding).findAny().isPresent())
            .toList();
    if (!result.verdict().tasks().isEmpty()) {
      return failing.stream()
          .filter(finding -> OwnerShares.has(result.verdict(), team, finding))
          .toList();
    }
    Optional<Fault> cause = result.verdict().cause();
    List<Finding> akin =
        failing.stream()
            .filter(
                finding ->
                    OwnerShares.faults(finding)
                        .anyMatch(fault -> cause.filter(c -> akin(c, fault)).isPresent()))
            .toList();
    return akin.isEmpty() ? failing : akin;
  }

  static boolean tried(Finding finding) {
    return finding.skipped().isEmpty() && !finding.attempts().isEmpty();
  }

  private static boolean blocks(Attempt attempt, Expectation.Blocked blocked) {
    return attempt.fault().filter(fault -> blocked.kinds().contains(fault.kind())).isPresent();
  }

  /** The same kind of fault; a packet filter's drops and rejections are one matter. */
  private static boolean akin(Fault cause, Fault fault) {
    boolean same =
        cause.phase() == fault.phase()
            && cause.kind() == fault.kind()
            && cause.clue().equals(fault.clue());
    return same || (isFilter(cause) && isFilter(fault));
  }

  private static boolean isFilter(Fault fault) {
    return fault.phase() == Phase.CONNECT
        && fault.clue().isEmpty()
        && (fault.kind() == FaultKind.DROPPED || fault.kind() == FaultKind.REJECTED);
  }
}
