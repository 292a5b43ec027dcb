package dev.rollcall.report.request;

import java.util.Locale;

/** How much a row matters, the least first. */
public enum Priority {
  /** An advisory rule. */
  LOW,
  /** A rule that does not fail, or not on this team's part of the path. */
  NORMAL,
  /** A required rule that fails. */
  HIGH;

  /** The word of the form. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Priority orHigher(Priority other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
