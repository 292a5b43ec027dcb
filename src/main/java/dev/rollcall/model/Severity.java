package dev.rollcall.model;

/** How much a rule's failure weighs. */
public enum Severity {
  REQUIRED,
  /** Capped at a warning. */
  ADVISORY
}
