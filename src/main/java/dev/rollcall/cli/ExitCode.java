package dev.rollcall.cli;

import dev.rollcall.model.Run;

/** The process's exit codes: a contract that scripts rely on. */
final class ExitCode {
  static final int READY = 0;
  static final int NOT_READY = 1;

  /** The command line, the catalogue or the site file is wrong; nothing was probed. */
  static final int USAGE = 2;

  static final int INCONCLUSIVE = 3;

  /** A port could not be opened, and none was (EX_UNAVAILABLE of sysexits.h). */
  static final int UNAVAILABLE = 69;

  /** Rollcall itself failed (EX_SOFTWARE of sysexits.h). */
  static final int INTERNAL = 70;

  /** A report could not be written (EX_IOERR). */
  static final int UNWRITABLE = 74;

  private ExitCode() {}

  /**
   * What a finished run exits with.
   *
   * @param strict whether a warning is a failure too
   */
  static int of(Run run, boolean strict) {
    return switch (run.status()) {
      case FAIL -> NOT_READY;
      case INCONCLUSIVE, SKIPPED -> INCONCLUSIVE;
      case WARN -> strict ? NOT_READY : READY;
      case PASS -> READY;
    };
  }
}
