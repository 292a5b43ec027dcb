package dev.rollcall.model.rule;

import dev.rollcall.model.fault.FaultKind;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a rule expects. */
public sealed interface Expectation {
  /** The id of the rule of the same run whose result is needed to judge this one, if one is. */
  default Optional<String> needs() {
    return Optional.empty();
  }

  /** The destination answers in its protocol. */
  record Answer() implements Expectation {}

  /**
   * The destination answers wherever another rule is answered, as for a second port of the same
   * service. Where the other rule is not answered, this one says nothing.
   *
   * @param rule id of the other rule, which expects an answer
   */
  record Beside(String rule) implements Expectation {
    public Beside {
      Objects.requireNonNull(rule);
    }

    @Override
    public Optional<String> needs() {
      return Optional.of(rule);
    }
  }

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

    @Override
    public Optional<String> needs() {
      return Optional.of(control);
    }
  }
}
