package dev.rollcall.model;

import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Severity;
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

  /** The same result with another verdict. */
  public RuleResult with(Verdict other) {
    return new RuleResult(rule, evidence, other, wall);
  }

  /** Whether it fails but need not pass: only a warning. */
  public boolean failsAsAdvisory() {
    return verdict.status() == Status.WARN
        && rule.judging().severity() == Severity.ADVISORY
        && verdict.summary().startsWith(Verdict.ADVISORY);
  }
}
