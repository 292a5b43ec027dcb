package dev.rollcall.report.machine;

import dev.rollcall.model.Run;

/**
 * How a monitoring plugin stands, with its exit code (Monitoring Plugins Development Guidelines).
 */
public enum NagiosState {
  OK(0),
  WARNING(1),
  CRITICAL(2),
  UNKNOWN(3);

  private final int code;

  NagiosState(int code) {
    this.code = code;
  }

  /** The exit code that says the same. */
  public int code() {
    return code;
  }

  /**
   * A run that decides nothing is UNKNOWN. A destination that is silent, or whose name does not
   * exist, is CRITICAL: this was asked, and this was answered.
   */
  public static NagiosState of(Run run) {
    return switch (run.status()) {
      case PASS -> OK;
      case WARN -> WARNING;
      case FAIL -> CRITICAL;
      case INCONCLUSIVE, SKIPPED -> UNKNOWN;
    };
  }

  /** How the first line begins: {@code ROLLCALL OK - }. */
  String lead() {
    return "ROLLCALL " + name() + " - ";
  }
}
