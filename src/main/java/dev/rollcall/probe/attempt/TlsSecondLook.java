package dev.rollcall.probe.attempt;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TlsHandshake;
import dev.rollcall.probe.attempt.TlsQuestion.Answer;
import dev.rollcall.probe.tls.TlsTrace;
import dev.rollcall.text.Times;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SNIServerName;

/**
 * Looks again after a TLS handshake that was cut off or refused at its first message: the same
 * question once more, then one without the server's name, then one with another name. Harmless: no
 * handshake leads to a request.
 */
final class TlsSecondLook {
  /** A server closes at once; a balancer first tries those behind it, about a second each. */
  private static final Duration BALANCER = Duration.ofSeconds(1);

  /** A name that no filter has a reason to block (RFC 2606 §3). */
  private static final String OTHER_NAME = "example.com";

  private final Fault fault;
  private final Session session;
  private final Optional<SNIServerName> name;

  private TlsSecondLook(Fault fault, Session session) {
    this.fault = fault;
    this.session = session;
    this.name = TlsHandshake.sni(session.target().host());
  }

  /** Whether a further look can tell more of it. */
  static boolean tells(Fault fault, Session session) {
    boolean direct = session.trace().filter(TlsTrace::direct).isPresent();
    boolean refused =
        fault.kind() == FaultKind.TLS_FAILED
            && (fault.clue().isEmpty() || fault.has(Clue.TLS_SERVER_ERROR));
    return direct && fault.phase() == Phase.TLS && (refused || fault.cutsConnection());
  }

  /** The fault, with what further looks gave; for one that {@link #tells} holds for. */
  static Fault explain(Fault fault, Session session) {
    TlsSecondLook look = new TlsSecondLook(fault, session);
    return fault.cutsConnection() ? look.afterCut() : look.afterRefusal();
  }

  private Fault afterCut() {
    if (TlsQuestion.ask(session, name) != Answer.NONE) {
      return fault.with(
          fault.clue(),
          "the same question was answered a moment later: not every handshake is cut");
    }
    if (closedLate(fault, session)) {
      return fault.with(
          Optional.of(Clue.NO_BACKEND),
          "closed only "
              + Times.seconds(tlsTook(session), 1)
              + " after the ClientHello, as a balancer does that cannot reach its server");
    }
    if (name.isEmpty()) {
      return unanswered("");
    }
    Answer nameless = TlsQuestion.ask(session, Optional.empty());
    if (nameless != Answer.NONE) {
      return byName(nameless, "without the server's name");
    }
    // Some filters let nothing pass that has no name.
    if (session.ruleLogsIn() || session.target().host().equalsIgnoreCase(OTHER_NAME)) {
      return unanswered(", nor one without the server's name");
    }
    Answer other = TlsQuestion.ask(session, TlsHandshake.sni(OTHER_NAME));
    return other == Answer.NONE
        ? unanswered(", nor one without the server's name or with another name")
        : byName(other, "with another name");
  }

  /** Whether something waited before it closed, as what tries to reach a server does. */
  static boolean closedLate(Fault fault, Session session) {
    return fault.kind() == FaultKind.CLOSED && tlsTook(session).compareTo(BALANCER) >= 0;
  }

  /** The fault, with the time that passed before the cut, where it says more than the cut does. */
  static Fault timed(Fault fault, Session session) {
    return closedLate(fault, session)
        ? fault.with(
            fault.clue(),
            "closed only " + Times.seconds(tlsTook(session), 1) + " after the ClientHello")
        : fault;
  }

  private static Duration tlsTook(Session session) {
    return session.budget().phases().times().getOrDefault(Phase.TLS, Duration.ZERO);
  }

  private Fault unanswered(String more) {
    return fault.with(
        Optional.of(Clue.CUT_AFTER_HELLO),
        "cut after the ClientHello; a second try was not answered either" + more);
  }

  /**
   * What cuts goes by the name.
   *
   * @param how the look was taken that was answered
   */
  private Fault byName(Answer answer, String how) {
    // Filters send resets; a public service without live servers is rarer than a filter.
    if (answer == Answer.ALERT && fault.kind() == FaultKind.CLOSED && !session.tls().external()) {
      return fault.with(
          Optional.of(Clue.NO_BACKEND),
          "a second try "
              + how
              + " was answered, with an alert: a balancer that routes by name has no live server"
              + " for this one, or something on the path filters by that name");
    }
    if (answer != Answer.OTHER_CERTIFICATE) {
      return fault.with(
          Optional.of(Clue.SERVER_NAME_FILTER),
          "a second try "
              + how
              + " was answered"
              + (answer == Answer.CERTIFICATE ? " with the right certificate" : "")
              + ": something on the path filters by that name");
    }
    return fault.kind() == FaultKind.CLOSED
        ? fault.with(
            Optional.of(Clue.NO_BACKEND),
            how
                + " another server's certificate is shown: a balancer that routes by name has no"
                + " live server for this one")
        : fault.with(
            Optional.of(Clue.SERVER_NAME_FILTER),
            "a second try "
                + how
                + " was answered, with a certificate for other names: something on the path filters"
                + " by that name, or a balancer has no live server for it");
  }

  private Fault afterRefusal() {
    if (name.isEmpty()) {
      return fault;
    }
    Answer nameless = TlsQuestion.ask(session, Optional.empty());
    boolean shown = nameless == Answer.CERTIFICATE || nameless == Answer.OTHER_CERTIFICATE;
    return shown
        ? fault.with(
            Optional.of(Clue.UNKNOWN_SERVER_NAME),
            "without the server's name it shows a certificate, and refuses this name: it does not"
                + " serve it, or that name's own settings (key type, ciphers, TLS versions) suit no"
                + " current client")
        : fault;
  }
}
