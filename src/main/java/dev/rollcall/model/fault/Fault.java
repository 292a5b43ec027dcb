package dev.rollcall.model.fault;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Why an attempt failed.
 *
 * @param phase where it failed
 * @param kind what failed, a contract word
 * @param evidence what was seen, in plain English; may quote a remote server, bounded in length,
 *     and must be escaped by every output
 * @param clue a more exact sign, if a second observation gave one
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
   * A defect of Rollcall. The evidence names the exception's type and place, never its message,
   * which may quote a server or a secret.
   *
   * @param during a phrase to follow "Rollcall failed while"
   */
  public static Fault internal(Phase phase, String during, Throwable thrown) {
    return new Fault(
        phase,
        FaultKind.INTERNAL,
        "Rollcall failed while " + during + ": " + thrown.getClass().getName() + place(thrown));
  }

  /** The throwing frame and the first one of Rollcall; Java sometimes omits them. */
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

  /** Whether this is its clue. */
  public boolean has(Clue one) {
    return clue.filter(one::equals).isPresent();
  }

  /** The same fault with more evidence and another clue. */
  public Fault with(Optional<Clue> instead, String more) {
    return new Fault(phase, kind, evidence + "; " + more, instead);
  }

  /** Whether no packet left this host. */
  public boolean leftNothing() {
    return has(Clue.LOCAL_ROUTE);
  }

  /** Whether the peer, or a device on the path, ended the connection. */
  public boolean cutsConnection() {
    return kind == FaultKind.RESET || kind == FaultKind.CLOSED;
  }

  /** {@code CONNECT DROPPED}: the cause in reports. */
  public String cause() {
    return phase + " " + kind;
  }

  /**
   * Whether it tells nothing about the destination: a defect of Rollcall, no time or memory on this
   * host, or no login at the proxy. Such a fault does not decide.
   */
  public boolean saysNothing() {
    return kind == FaultKind.INTERNAL || has(Clue.HOST_BUSY) || has(Clue.PROXY_LOGIN);
  }

  /**
   * Whether the peer ended the connection, and this host had let it wait too long: the same
   * question in time may be answered.
   */
  public boolean cameLate() {
    return has(Clue.HOST_BUSY) && kind != FaultKind.TIMED_OUT && kind != FaultKind.INTERNAL;
  }

  /** Whether the account itself was refused: {@link Clue#rejectsAccount}. */
  public boolean rejectsAccount() {
    return clue.filter(Clue::rejectsAccount).isPresent();
  }
}
