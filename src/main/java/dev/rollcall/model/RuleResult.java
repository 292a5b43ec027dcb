package dev.rollcall.model;

import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.rule.Rule;
import java.time.Duration;
import java.util.Objects;

/**
 * One rule of a run.
 *
 * @param wall the rule's wall time, monotonic; zero if it was not probed
 */
public record RuleResult(Rule rule, Evidence evidence, Verdict verdict, Duration wall) {
  public RuleResult {
    Objects.requireNonNull(rule);
    Objects.requireNonNull(evidence);
    Objects.requireNonNull(verdict);
    Objects.requireNonNull(wall);
  }
}
