package dev.rollcall.verdict;

import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Owner;
import dev.rollcall.model.Phase;
import dev.rollcall.model.Rule;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Contains defects of Rollcall: a defect in one rule makes that rule INCONCLUSIVE, with a fault of
 * kind {@link FaultKind#INTERNAL}, and does not affect other rules.
 */
public final class Defects {
  private Defects() {}

  /** The verdict on a rule that a defect prevents from being judged; advisory rules only warn. */
  public static Verdict verdict(Rule rule, Fault defect) {
    return Judge.capped(
        rule,
        new Verdict(
            Status.INCONCLUSIVE,
            defect.evidence(),
            Optional.of(defect),
            Optional.of(Owner.ROLLCALL),
            Advice.DEFECT,
            List.of()));
  }

  /** The supplier's verdict; if it throws anything, the defect's verdict. */
  static Verdict contained(Rule rule, Supplier<Verdict> judging) {
    try {
      return judging.get();
    } catch (RuntimeException | Error e) {
      return verdict(rule, Fault.internal(Phase.EXCHANGE, "judging this rule", e));
    }
  }
}
