package dev.rollcall.model;

/** The status of a rule, from the best to the worst; a run has its worst rule's status. */
public enum Status {
  SKIPPED,
  PASS,
  WARN,
  INCONCLUSIVE,
  FAIL;

  /** The worse of the two. */
  public Status orWorse(Status other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** Whether it is PASS or WARN. */
  public boolean works() {
    return this == PASS || this == WARN;
  }
}
