package dev.rollcall.engine;

import dev.rollcall.model.Evidence;
import dev.rollcall.model.Rule;
import java.time.Duration;

/**
 * The evidence of one rule.
 *
 * @param wall the rule's wall time, monotonic; zero if it was not probed
 */
public record Gathered(Rule rule, Evidence evidence, Duration wall) {}
