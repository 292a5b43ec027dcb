package dev.rollcall.report.request;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.Owner;
import java.util.List;
import java.util.Optional;

/** Who gets a section of a change request. */
final class Teams {
  /** In the order of the sections. */
  static final List<Owner> ALL =
      List.of(Owner.FIREWALL, Owner.LOAD_BALANCER, Owner.PROXY, Owner.DNS);

  private Teams() {}

  /** The team that a failing rule is for; empty if it does not fail, or is another owner's. */
  static Optional<Owner> of(RuleResult result) {
    return fails(result) ? result.verdict().owner().filter(ALL::contains) : Optional.empty();
  }

  /** Whether the rule fails; an advisory one is only a warning then. */
  static boolean fails(RuleResult result) {
    return result.verdict().status() == Status.FAIL || result.failsAsAdvisory();
  }
}
