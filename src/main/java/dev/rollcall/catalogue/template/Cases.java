package dev.rollcall.catalogue.template;

import dev.rollcall.model.rule.Vantage;
import java.util.List;
import java.util.Optional;

/**
 * A value that may depend on the site's values and on the vantage: the first case whose conditions
 * hold is used.
 */
public record Cases<T>(List<Case<T>> cases) {
  public Cases {
    cases = List.copyOf(cases);
  }

  /** One value for every site. */
  public static <T> Cases<T> always(T is) {
    return new Cases<>(List.of(new Case<>(List.of(), is)));
  }

  public static <T> Cases<T> never() {
    return new Cases<>(List.of());
  }

  /** The value for these site values; empty if no case applies. */
  public Optional<T> of(Values values) {
    return cases.stream()
        .filter(one -> one.when().stream().allMatch(condition -> condition.holds(values)))
        .map(Case::is)
        .findFirst();
  }

  /** The value for these site values at this vantage; empty if no case applies. */
  public Optional<T> of(Values values, Vantage vantage) {
    return new Cases<>(
            cases.stream()
                .filter(one -> one.from().isEmpty() || one.from().contains(vantage))
                .toList())
        .of(values);
  }

  /**
   * One case: all conditions must hold.
   *
   * @param from the vantages for which it counts; all, if there are none
   */
  public record Case<T>(List<Condition> when, List<Vantage> from, T is) {
    public Case {
      when = List.copyOf(when);
      from = List.copyOf(from);
    }

    Case(List<Condition> when, T is) {
      this(when, List.of(), is);
    }
  }
}
