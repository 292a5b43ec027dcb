package dev.rollcall.probe.budget;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import java.util.Optional;

/** Why a session was aborted. */
final class AbortReason {
  private final Phase phase;
  private final CpuPermit turn;

  AbortReason(Phase phase, CpuPermit turn) {
    this.phase = phase;
    this.turn = turn;
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
