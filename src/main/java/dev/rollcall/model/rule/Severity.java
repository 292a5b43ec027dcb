package dev.rollcall.model.rule;

import java.util.Locale;

/** How serious a rule's failure is. */
public enum Severity {
  REQUIRED,
  /** Capped at a warning. */
  ADVISORY;

  /** {@code required}: the name in files and reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
