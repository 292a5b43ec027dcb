package dev.rollcall.model;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Why an attempt failed.
 *
 * @param phase where it failed
 * @param kind what failed, a contract word
 * @param evidence what was seen, in plain English; text that a remote server sent may stand in it,
 *     bounded in length, and must be escaped by every output
 * @param clue the finer sign, where a second observation gave one
 */
public record Fault(Phase phase, FaultKind kind, String evidence, Optional<Clue> clue) {
  private static final String OWN = "dev.rollcall.";

  public Fault {
    Objects.requireNonNull(phase);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(evidence);
    Objects.requireNonNull(clue);
  }

  public Fault(Phase phase, FaultKind kind, String evidence) {
    this(phase, kind, evidence, Optional.empty());
  }

  public Fault(Phase phase, FaultKind kind, String evidence, Clue clue) {
    this(phase, kind, evidence, Optional.of(clue));
  }

  /**
   * A defect of Rollcall's own. The evidence names the type of the exception and where it was
   * thrown, never its message: that may quote a server, or a secret.
   *
   * @param during what Rollcall was doing, to follow "Rollcall failed while"
   */
  public static Fault internal(Phase phase, String during, Throwable thrown) {
    return new Fault(
        phase,
        FaultKind.INTERNAL,
        "Rollcall failed while " + during + ": " + thrown.getClass().getName() + place(thrown));
  }

  /** The frame that threw and the first of Rollcall's own; Java leaves both out at times. */
  private static String place(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    if (trace.length == 0) {
      return "";
    }
    return Arrays.stream(trace)
        .filter(frame -> frame.getClassName().startsWith(OWN))
        .findFirst()
        .filter(own -> !own.equals(trace[0]))
        .map(own -> " at " + trace[0] + ", in " + own)
        .orElse(" at " + trace[0]);
  }

  /** The same fault with more evidence, and this clue in the place of its own. */
  public Fault with(Optional<Clue> instead, String more) {
    return new Fault(phase, kind, evidence + "; " + more, instead);
  }

  /** Whether the peer, or a device on the path, ended the connection. */
  public boolean cutsConnection() {
    return kind == FaultKind.RESET || kind == FaultKind.CLOSED;
  }

  /** {@code CONNECT DROPPED}: the form in which reports name the cause. */
  public String cause() {
    return phase + " " + kind;
  }

  /**
   * Whether it says nothing of the destination: a defect of Rollcall's own, this host had no time
   * or no memory for the attempt, or it could not log in to the proxy. Such a fault decides
   * nothing.
   */
  public boolean saysNothing() {
    return kind == FaultKind.INTERNAL
        || clue.filter(one -> one == Clue.HOST_BUSY || one == Clue.PROXY_LOGIN).isPresent();
  }

  /** Whether the account itself was refused, as {@link Clue#rejectsAccount} has it. */
  public boolean rejectsAccount() {
    return clue.filter(Clue::rejectsAccount).isPresent();
  }
}
