package dev.rollcall.text;

/** Numbers with their nouns. */
public final class Counted {
  private Counted() {}

  /** {@code 1 rule}, {@code 2 rules}. */
  public static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** {@code once}, {@code 2 times}. */
  public static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }
}
