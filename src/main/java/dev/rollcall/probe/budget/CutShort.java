package dev.rollcall.probe.budget;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Phase;
import java.util.Optional;

/** Why a session was ended from outside. */
final class CutShort {
  private final Phase phase;
  private final CpuPermit turn;

  CutShort(Phase phase, CpuPermit turn) {
    this.phase = phase;
    this.turn = turn;
  }

  /** Why it was ended from outside; for one that has ended since. */
  Fault ended() {
    return busy().orElseGet(() -> new Fault(phase, FaultKind.TIMED_OUT, "ended at the deadline"));
  }

  /** Why it was left behind: it was ended from outside, and goes on. */
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
                        + worker.map(CutShort::place).orElse("")));
  }

  private static String place(Thread thread) {
    StackTraceElement[] trace = thread.getStackTrace();
    return trace.length == 0
        ? ""
        : " in " + trace[0].getClassName() + "." + trace[0].getMethodName();
  }

  /** An attempt that this host had no time for says nothing of the destination. */
  private Optional<Fault> busy() {
    boolean begun = turn.held();
    return begun && !turn.gaveUp()
        ? Optional.empty()
        : Optional.of(
            new Fault(
                phase,
                FaultKind.TIMED_OUT,
                "this host was too busy: the attempt "
                    + (begun ? "was held up for " : "had not begun after ")
                    + turn.waited().toSeconds()
                    + " s",
                Clue.HOST_BUSY));
  }
}
