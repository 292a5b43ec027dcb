package dev.rollcall.model;

/** How serious a rule's failure is. */
public enum Severity {
  REQUIRED,
  /** Capped at a warning. */
  ADVISORY
}
