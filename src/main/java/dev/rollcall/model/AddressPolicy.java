package dev.rollcall.model;

/** How many of the addresses behind a name must answer. */
public sealed interface AddressPolicy {
  AddressPolicy ALL = new All();
  AddressPolicy ANY = new Any();

  /** One failing address fails the rule. */
  record All() implements AddressPolicy {}

  /** None answering fails the rule, some failing is a warning. */
  record Any() implements AddressPolicy {}

  /**
   * That many must answer; no warning for the others.
   *
   * @param count at least 1; where a name has fewer addresses, all of them
   */
  record AtLeast(int count) implements AddressPolicy {
    public AtLeast {
      if (count < 1) {
        throw new IllegalArgumentException("at least 1 address must answer, not " + count);
      }
    }
  }
}
