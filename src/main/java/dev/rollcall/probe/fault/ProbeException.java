package dev.rollcall.probe.fault;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.quote.Quotes;
import java.util.Optional;

/**
 * An attempt failed with a known fault. The message has only phase and kind, as the evidence may
 * quote a server.
 */
public final class ProbeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Said said;

  /** A fault whose evidence quotes a server, for code that has no session at hand. */
  @FunctionalInterface
  public interface Evidence {
    /** The evidence, with the server's text made safe. */
    String by(Quotes quotes);
  }

  /** A fault whose evidence text is made later. */
  private record Said(Phase phase, FaultKind kind, Evidence evidence, Optional<Clue> clue) {}

  private ProbeException(Said said) {
    super(said.phase() + " " + said.kind());
    this.said = said;
  }

  public ProbeException(Fault fault) {
    this(new Said(fault.phase(), fault.kind(), quotes -> fault.evidence(), fault.clue()));
  }

  public ProbeException(Fault fault, Throwable cause) {
    this(fault);
    initCause(cause);
  }

  /** The right protocol, another answer than expected. */
  public static ProbeException unexpected(String evidence) {
    return unexpected(quotes -> evidence);
  }

  /** The same, quoting the server. */
  public static ProbeException unexpected(Evidence evidence) {
    return exchange(FaultKind.UNEXPECTED, evidence, Optional.empty());
  }

  /** Bytes that are not the protocol. */
  public static ProbeException malformed(String evidence) {
    return malformed(quotes -> evidence);
  }

  /** The same, quoting the server. */
  public static ProbeException malformed(Evidence evidence) {
    return exchange(FaultKind.MALFORMED, evidence, Optional.empty());
  }

  /** Understood and refused. */
  public static ProbeException denied(String evidence) {
    return denied(quotes -> evidence);
  }

  /** The same, quoting the server. */
  public static ProbeException denied(Evidence evidence) {
    return exchange(FaultKind.DENIED, evidence, Optional.empty());
  }

  /** The same fault in another phase: a proxy that relays a request fails in its own. */
  public ProbeException in(Phase other) {
    ProbeException moved =
        new ProbeException(new Said(other, said.kind(), said.evidence(), said.clue()));
    moved.initCause(this);
    return moved;
  }

  /** The kind alone, which never quotes the server. */
  public FaultKind kind() {
    return said.kind();
  }

  /** Whether this is its clue, which never quotes the server. */
  public boolean has(Clue clue) {
    return said.clue().filter(clue::equals).isPresent();
  }

  /** As the others, with a clue. */
  public static ProbeException of(FaultKind kind, String evidence, Clue clue) {
    return of(kind, quotes -> evidence, clue);
  }

  /** The same, quoting the server. */
  public static ProbeException of(FaultKind kind, Evidence evidence, Clue clue) {
    return exchange(kind, evidence, Optional.of(clue));
  }

  private static ProbeException exchange(FaultKind kind, Evidence evidence, Optional<Clue> clue) {
    return new ProbeException(new Said(Phase.EXCHANGE, kind, evidence, clue));
  }

  /** As a server that knows no secret is quoted; a protocol asks its session. */
  public Fault fault() {
    return fault(Quotes.OPEN);
  }

  Fault fault(Quotes quotes) {
    return new Fault(said.phase(), said.kind(), said.evidence().by(quotes), said.clue());
  }
}
