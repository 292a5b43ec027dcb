package dev.rollcall.probe.tls;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import java.util.Optional;

/**
 * Says what a fault on a TLS connection means, from what the connection showed: alerts in plain
 * words, a client certificate that was asked for, a version that is too old. Java's own texts
 * differ from one Java to the next.
 */
public final class TlsFaults {
  private static final int HANDSHAKE_FAILURE = 40;

  private final Fault base;
  private final TlsTrace trace;
  private final Quotes quotes;

  private TlsFaults(Fault base, TlsTrace trace, Quotes quotes) {
    this.base = base;
    this.trace = trace;
    this.quotes = quotes;
  }

  /** The fault in plain words; the same one, if TLS has nothing to do with it. */
  public static Fault refine(Fault base, Throwable thrown, TlsTrace trace, Quotes quotes) {
    boolean known = thrown instanceof ProbeException || base.saysNothing();
    return known ? base : new TlsFaults(base, trace, quotes).refined(thrown);
  }

  private Fault refined(Throwable thrown) {
    boolean plain = base.has(Clue.PLAINTEXT_PEER);
    boolean cut = base.cutsConnection();
    if (!plain && !cut && base.kind() != FaultKind.TLS_FAILED) {
      return base;
    }
    Optional<Alert> alert = Alert.received(thrown);
    if (alert.isPresent()) {
      return alert(alert.get());
    }
    if (cut) {
      return trace.flight().fatal().map(this::alert).orElseGet(this::cut);
    }
    if (plain && trace.records().noTls()) {
      String evidence = base.evidence() + ": " + quotes.bytes(trace.records().foreign());
      return new Fault(base.phase(), base.kind(), evidence, base.clue());
    }
    return trace
        .flight()
        .oldVersion()
        .map(
            version ->
                failed(
                    base.phase(),
                    "the server chose " + version + ", so TLS 1.2 is missing there",
                    Optional.of(Clue.OLD_TLS)))
        .orElseGet(() -> failed(base.phase(), "Java's TLS gave up: " + words(thrown), base.clue()));
  }

  private Fault alert(Alert alert) {
    boolean wanted =
        trace.certificateRequested()
            && (alert.number() == HANDSHAKE_FAILURE
                || alert.clue().filter(Clue.CLIENT_CERTIFICATE::equals).isPresent());
    if (wanted) {
      return failed(
          before(),
          "the server demands a client certificate: it asked for one, and ended the handshake as"
              + " none came ("
              + alert
              + ")",
          Optional.of(Clue.CLIENT_CERTIFICATE));
    }
    boolean certificate = alert.clue().filter(Clue.CLIENT_CERTIFICATE::equals).isPresent();
    String offered =
        alert.clue().filter(Clue.NO_COMMON_PROTOCOL::equals).isPresent() && !trace.alpn().isEmpty()
            ? ": " + String.join(", ", trace.alpn())
            : "";
    return failed(
        certificate ? before() : base.phase(),
        "the server " + alert.meaning() + offered + " (" + alert + ")",
        alert.clue().filter(clue -> clue != Clue.PLAINTEXT_PEER));
  }

  /** Under TLS 1.3 the server judges the client after this side has ended its handshake. */
  private Phase before() {
    return base.phase() == Phase.EXCHANGE ? Phase.TLS : base.phase();
  }

  /** Cut, without a word. */
  private Fault cut() {
    boolean judged = base.phase() == Phase.TLS || base.phase() == Phase.EXCHANGE;
    if (judged && trace.certificateRequested() && !trace.wentOn()) {
      return failed(
          before(),
          "the server probably demands a client certificate: it asked for one, and cut the"
              + " connection as none came ("
              + base.kind()
              + ")",
          Optional.of(Clue.CLIENT_CERTIFICATE));
    }
    if (base.phase() == Phase.TLS && !trace.direct() && trace.records().received() == 0) {
      return new Fault(
          Phase.TLS,
          base.kind(),
          base.evidence() + " after the ClientHello was sent; what came before it was answered",
          Clue.CUT_AFTER_HELLO);
    }
    return base;
  }

  private static Fault failed(Phase phase, String evidence, Optional<Clue> clue) {
    return new Fault(phase, FaultKind.TLS_FAILED, evidence, clue);
  }

  /** Java's sentence, without the alert that newer ones put before it. */
  private String words(Throwable thrown) {
    String message = thrown.getMessage() == null ? "" : quotes.message(thrown);
    return message.isBlank() ? "no reason given" : message.replaceFirst("^\\([a-z_]+\\) ", "");
  }
}
