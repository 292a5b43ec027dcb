package dev.rollcall.run.watch;

import java.time.Instant;

/**
 * A change of one rule.
 *
 * @param at when the attempt ended that showed it
 */
public record StateChange(Instant at, String rule, State before, State after) {
  /**
   * {@code sql.tds: DROPPED → PASS, 32 ms}.
   *
   * @param arrow a sign that the output has
   */
  public String text(String arrow) {
    return rule + ": " + before.to(after, " " + arrow + " ");
  }
}
