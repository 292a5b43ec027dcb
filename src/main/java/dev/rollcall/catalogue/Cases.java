package dev.rollcall.catalogue;

import java.util.List;
import java.util.Optional;

/** Something that may depend on the site's values: the first case whose conditions hold counts. */
public record Cases<T>(List<Case<T>> cases) {
  public Cases {
    cases = List.copyOf(cases);
  }

  /** The same whatever the site says. */
  static <T> Cases<T> always(T is) {
    return new Cases<>(List.of(new Case<>(List.of(), is)));
  }

  static <T> Cases<T> never() {
    return new Cases<>(List.of());
  }

  /** What holds for these values; empty if no case does. */
  public Optional<T> of(Values values) {
    return cases.stream()
        .filter(one -> one.when().stream().allMatch(condition -> condition.holds(values)))
        .map(Case::is)
        .findFirst();
  }

  /** One case: all conditions must hold. */
  public record Case<T>(List<Condition> when, T is) {
    public Case {
      when = List.copyOf(when);
    }
  }
}
