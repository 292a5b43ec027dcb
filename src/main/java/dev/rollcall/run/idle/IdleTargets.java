package dev.rollcall.run.idle;

import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.probe.idle.Idling;
import java.util.List;

/**
 * The routes of a rule whose connections may idle. Pure.
 *
 * @param findings the ordinary findings; empty if the rule cannot be tested
 * @param obstacle why it cannot, as a clause; empty if it can
 */
record IdleTargets(List<Finding> findings, String obstacle) {
  /** The most addresses of one rule. */
  private static final int MOST = 4;

  static IdleTargets of(PlannedRule planned, Evidence evidence, Status status) {
    if (!(planned.work() instanceof Work.Probe work)
        || !(evidence instanceof Evidence.Probed probed)
        || planned.rule().judging().expectation() instanceof Expectation.Blocked) {
      return without("not probed, or must not answer");
    }
    Idling idling = work.ask().protocol().idling();
    if (idling == Idling.NEVER) {
      return without(idling.obstacle());
    }
    if (!probed.finished() || status.compareTo(Status.WARN) > 0) {
      return without("does not pass");
    }
    List<Finding> answering = probed.findings().stream().filter(IdleTargets::answers).toList();
    List<Finding> fit =
        answering.stream()
            .filter(finding -> idling == Idling.ANONYMOUS || isLoggedIn(finding))
            .limit(MOST)
            .toList();
    return fit.isEmpty()
        ? without(answering.isEmpty() ? "does not pass" : idling.obstacle())
        : new IdleTargets(fit, "");
  }

  private static IdleTargets without(String why) {
    return new IdleTargets(List.of(), why);
  }

  private static boolean answers(Finding finding) {
    List<Attempt> attempts = finding.attempts();
    return finding.skipped().isEmpty()
        && !attempts.isEmpty()
        && attempts.stream().allMatch(one -> one.outcome() instanceof Outcome.Answered);
  }

  private static boolean isLoggedIn(Finding finding) {
    return finding.attempts().stream()
        .flatMap(attempt -> attempt.right().stream())
        .anyMatch(LoginResult.Proven.class::isInstance);
  }
}
