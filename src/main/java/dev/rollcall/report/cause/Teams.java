package dev.rollcall.report.cause;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.Owner;
import java.util.List;

/** Who gets a section of a change request. */
public final class Teams {
  /** In the order of the sections. */
  public static final List<Owner> ALL =
      List.of(Owner.FIREWALL, Owner.LOAD_BALANCER, Owner.PROXY, Owner.DNS);

  private Teams() {}

  /** The teams that a failing rule is for; none if it does not fail, or is only for others. */
  public static List<Owner> of(RuleResult result) {
    return fails(result)
        ? result.verdict().owners().stream().filter(ALL::contains).toList()
        : List.of();
  }

  /** Whether the rule fails; an advisory one is only a warning then. */
  public static boolean fails(RuleResult result) {
    return result.verdict().status() == Status.FAIL || result.failsAsAdvisory();
  }
}
