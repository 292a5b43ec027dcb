package dev.rollcall.report.machine;

import dev.rollcall.model.Run;

/**
 * The state of a monitoring plugin, with its exit code (Monitoring Plugins Development Guidelines).
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

  /** The exit code of this state. */
  public int code() {
    return code;
  }

  /**
   * An inconclusive run is UNKNOWN, but a destination that is silent, or whose name does not exist,
   * is CRITICAL.
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
