package dev.rollcall.engine;

import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.rule.Rule;
import java.time.Duration;

/**
 * The evidence of one rule.
 *
 * @param wall the rule's wall time, monotonic; zero if it was not probed
 */
public record Gathered(Rule rule, Evidence evidence, Duration wall) {
  /** The same with other evidence. */
  public Gathered with(Evidence other) {
    return new Gathered(rule, other, wall);
  }
}
