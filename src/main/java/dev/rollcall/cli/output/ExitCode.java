package dev.rollcall.cli.output;

import dev.rollcall.model.Status;

/** The process's exit codes: a contract that scripts rely on. */
public final class ExitCode {
  public static final int READY = 0;
  static final int NOT_READY = 1;

  /** The command line, the catalogue or the site file is wrong; nothing was probed. */
  public static final int USAGE = 2;

  public static final int INCONCLUSIVE = 3;

  /** Something differs from the baseline, and nothing fails; only with {@code --drift}. */
  static final int DRIFT = 4;

  /** A port could not be opened, and none was (EX_UNAVAILABLE of sysexits.h). */
  public static final int UNAVAILABLE = 69;

  /** Rollcall itself failed (EX_SOFTWARE of sysexits.h). */
  public static final int INTERNAL = 70;

  /** A report or the history could not be written, or a notification not sent (EX_IOERR). */
  public static final int UNWRITABLE = 74;

  /** Another run holds the history's lock (EX_TEMPFAIL): nothing was probed. */
  public static final int HELD = 75;

  private ExitCode() {}

  /**
   * The exit code of a finished run.
   *
   * @param strict whether a warning is a failure too
   * @param drift whether the run differs from its baseline, where that counts
   */
  public static int of(Status run, boolean strict, boolean drift) {
    return switch (run) {
      case FAIL -> NOT_READY;
      case INCONCLUSIVE, SKIPPED -> INCONCLUSIVE;
      case WARN -> strict ? NOT_READY : drift ? DRIFT : READY;
      case PASS -> drift ? DRIFT : READY;
    };
  }
}
