package dev.rollcall.model;

/** How many of the addresses behind a name must answer. */
public sealed interface AddressPolicy {
  AddressPolicy ALL = new All();
  AddressPolicy ANY = new Any();

  /** One failing address fails the rule. */
  record All() implements AddressPolicy {}

  /** The rule fails if none answers, and warns if some fail. */
  record Any() implements AddressPolicy {}

  /**
   * At least this many must answer; no warning for the others.
   *
   * @param count at least 1; if a name has fewer addresses, all of them
   */
  record AtLeast(int count) implements AddressPolicy {
    public AtLeast {
      if (count < 1) {
        throw new IllegalArgumentException("at least 1 address must answer, not " + count);
      }
    }
  }
}
