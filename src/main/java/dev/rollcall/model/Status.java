package dev.rollcall.model;

import java.util.Locale;

/** The status of a rule, from the best to the worst; a run has its worst rule's status. */
public enum Status {
  SKIPPED,
  PASS,
  WARN,
  INCONCLUSIVE,
  FAIL;

  /** {@code pass}: the name in files and reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The worse of the two. */
  public Status orWorse(Status other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Whether it is PASS or WARN. */
  public boolean works() {
    return this == PASS || this == WARN;
  }
}
