package dev.rollcall.campus;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import java.util.Map;
import java.util.TreeMap;

/** The outcome of every rule of a run, short enough to compare. */
public final class RuleOutcomes {
  private RuleOutcomes() {}

  /** Status, deciding fault and owner of each rule, by the rule's id. */
  public static Map<String, String> of(Run run) {
    Map<String, String> outcomes = new TreeMap<>();
    for (RuleResult result : run.results()) {
      Verdict verdict = result.verdict();
      outcomes.put(
          result.rule().id(),
          verdict.status()
              + (verdict.status() == Status.PASS || verdict.status() == Status.SKIPPED
                  ? ""
                  : verdict.cause().map(fault -> " " + fault.cause()).orElse("")
                      + verdict.owner().map(owner -> " " + owner).orElse("")));
    }
    return outcomes;
  }
}
