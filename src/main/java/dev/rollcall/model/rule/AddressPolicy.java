package dev.rollcall.model.rule;

/** How many of the addresses behind a name must answer. */
public sealed interface AddressPolicy {
  AddressPolicy ALL = new All();
  AddressPolicy ANY = new Any();

  /** {@code all}, {@code any}, or a number: in catalogues and documents. */
  String word();

  /**
   * The policy with this word.
   *
   * @throws IllegalArgumentException if there is none
   */
  static AddressPolicy named(String word) {
    return switch (word) {
      case "all" -> ALL;
      case "any" -> ANY;
      default -> {
        if (!word.matches("0|[1-9][0-9]{0,8}")) {
          throw new IllegalArgumentException("not a policy for addresses: " + word);
        }
        yield new AtLeast(Integer.parseInt(word));
      }
    };
  }

  /** One failing address fails the rule. */
  record All() implements AddressPolicy {
    @Override
    public String word() {
      return "all";
    }
  }

  /** The rule fails if none answers, and warns if some fail. */
  record Any() implements AddressPolicy {
    @Override
    public String word() {
      return "any";
    }
  }

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

    @Override
    public String word() {
      return Integer.toString(count);
    }
  }
}
