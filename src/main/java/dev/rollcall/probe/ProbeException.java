package dev.rollcall.probe;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Phase;

/** An attempt has failed, and the fault is already known. */
public final class ProbeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  public ProbeException(Fault fault) {
    super(fault.cause() + ": " + fault.evidence());
    this.fault = fault;
  }

  public ProbeException(Fault fault, Throwable cause) {
    super(fault.cause() + ": " + fault.evidence(), cause);
    this.fault = fault;
  }

  /** The right protocol, another answer than expected. */
  public static ProbeException unexpected(String evidence) {
    return new ProbeException(new Fault(Phase.EXCHANGE, FaultKind.UNEXPECTED, evidence));
  }

  /** Bytes that are not the protocol. */
  public static ProbeException malformed(String evidence) {
    return new ProbeException(new Fault(Phase.EXCHANGE, FaultKind.MALFORMED, evidence));
  }

  /** Understood and refused. */
  public static ProbeException denied(String evidence) {
    return new ProbeException(new Fault(Phase.EXCHANGE, FaultKind.DENIED, evidence));
  }

  /** As the others, with a clue. */
  public static ProbeException of(FaultKind kind, String evidence, Clue clue) {
    return new ProbeException(new Fault(Phase.EXCHANGE, kind, evidence, clue));
  }

  public Fault fault() {
    return fault;
  }
}
