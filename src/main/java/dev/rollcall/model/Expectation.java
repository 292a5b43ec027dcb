package dev.rollcall.model;

import java.util.Set;

/** What a rule expects. */
public sealed interface Expectation {

  /** The destination answers in its protocol. */
  record Answer() implements Expectation {}

  /**
   * The path is blocked.
   *
   * @param kinds the only faults that count as blocked; a name that failed to resolve never does
   * @param control id of the rule that must pass from the same vantage in the same run; otherwise
   *     an offline host would always pass
   * @param unpublished whether an authoritative "no such name" or a private address is good as well
   *     (seen from outside)
   */
  record Blocked(Set<FaultKind> kinds, String control, boolean unpublished) implements Expectation {
    public Blocked {
      kinds = Set.copyOf(kinds);
    }
  }
}
