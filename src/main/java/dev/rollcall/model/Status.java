package dev.rollcall.model;

/** How a rule stands, from the best to the worst; a run stands as its worst rule does. */
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

  /** Whether what was asked for is there, with a warning or without. */
  public boolean works() {
    return this == PASS || this == WARN;
  }
}
