package dev.rollcall.cli;

import dev.rollcall.model.Status;

/** The process's exit codes: a contract that scripts rely on. */
final class ExitCode {
  static final int READY = 0;
  static final int NOT_READY = 1;

  /** The command line, the catalogue or the site file is wrong; nothing was probed. */
  static final int USAGE = 2;

  static final int INCONCLUSIVE = 3;

  /** Something differs from the baseline, and nothing fails; only where that was asked for. */
  static final int DRIFT = 4;

  /** A port could not be opened, and none was (EX_UNAVAILABLE of sysexits.h). */
  static final int UNAVAILABLE = 69;

  /** Rollcall itself failed (EX_SOFTWARE of sysexits.h). */
  static final int INTERNAL = 70;

  /** A report could not be written (EX_IOERR). */
  static final int UNWRITABLE = 74;

  /** Another run holds the history's lock (EX_TEMPFAIL): nothing was probed. */
  static final int HELD = 75;

  private ExitCode() {}

  /**
   * What a finished run exits with.
   *
   * @param strict whether a warning is a failure too
   * @param drift whether the run differs from its baseline, where that counts
   */
  static int of(Status run, boolean strict, boolean drift) {
    return switch (run) {
      case FAIL -> NOT_READY;
      case INCONCLUSIVE, SKIPPED -> INCONCLUSIVE;
      case WARN -> strict ? NOT_READY : drift ? DRIFT : READY;
      case PASS -> drift ? DRIFT : READY;
    };
  }
}
