package dev.rollcall.probe.budget;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import java.time.Duration;
import java.util.Optional;

/** Why a session was aborted. */
final class AbortReason {
  private final Phase phase;
  private final CpuPermit turn;
  private final OwnStep step;

  AbortReason(Phase phase, CpuPermit turn, OwnStep step) {
    this.phase = phase;
    this.turn = turn;
    this.step = step;
  }

  /** Why it was aborted; for a session that has ended. */
  Fault ended() {
    return busy().orElseGet(() -> new Fault(phase, FaultKind.TIMED_OUT, "ended at the deadline"));
  }

  /** Why it was abandoned: it did not end after the abort. */
  Fault left(Optional<Thread> worker) {
    return busy()
        .orElseGet(
            () ->
                new Fault(
                    phase,
                    FaultKind.TIMED_OUT,
                    "did not end at its deadline, and was left behind while it "
                        + (turn.computes()
                            ? "computed (" + turn.computed().toMillis() + " ms in all)"
                            : "waited for the network")
                        + worker.map(AbortReason::place).orElse("")));
  }

  private static String place(Thread thread) {
    StackTraceElement[] trace = thread.getStackTrace();
    return trace.length == 0
        ? ""
        : " in " + trace[0].getClassName() + "." + trace[0].getMethodName();
  }

  /** If this host had no time for an attempt, the destination's state is unknown. */
  private Optional<Fault> busy() {
    boolean begun = turn.held();
    if (begun && !turn.gaveUp()) {
      return step.aborted()
          .map(taken -> busy("a step of its own took " + taken.toSeconds() + " s"));
    }
    return Optional.of(
        busy(
            "the attempt "
                + (begun ? "was held up for " : "had not begun after ")
                + turn.waited().toSeconds()
                + " s"));
  }

  private Fault busy(String why) {
    return new Fault(phase, FaultKind.TIMED_OUT, "this host was too busy: " + why, Clue.HOST_BUSY);
  }

  /**
   * What an attempt does on this host while it waits for other attempts and runs: it takes locks,
   * and reads and writes the notes of logins. On a busy host, or on a slow disk, one such step can
   * take longer than the whole deadline, and the server is not to blame.
   *
   * <p>One thread begins and ends it; any thread may ask.
   */
  static final class OwnStep {
    /** Of {@link System#nanoTime}; 0 if there is none. */
    private volatile long since;

    private volatile Optional<Duration> aborted = Optional.empty();

    /** A step begins; the one before it is over. */
    void begin() {
      long now = System.nanoTime();
      since = now == 0 ? 1 : now;
    }

    /** There is none any more. */
    void end() {
      since = 0;
    }

    /** Whether there is one now. */
    boolean goesOn() {
      return since != 0;
    }

    /** How long it has taken so far; zero if there is none. */
    Duration taken() {
      long begun = since;
      return begun == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - begun);
    }

    /** The attempt is aborted, maybe during a step. */
    void abort() {
      if (goesOn()) {
        aborted = Optional.of(taken());
      }
    }

    /** How long the step had taken during which the attempt was aborted, if there was one. */
    Optional<Duration> aborted() {
      return aborted;
    }
  }
}
