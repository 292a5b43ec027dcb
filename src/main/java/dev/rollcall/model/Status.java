package dev.rollcall.model;

/** How a rule stands, from the best to the worst; a run stands as its worst rule does. */
public enum Status {
  SKIPPED,
  PASS,
  WARN,
  INCONCLUSIVE,
  FAIL
}
