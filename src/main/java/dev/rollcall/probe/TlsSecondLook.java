package dev.rollcall.probe;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Phase;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Looks again after a TLS handshake that was cut off or refused at its first message: the same
 * question once more, then one without the server's name. Harmless: no handshake leads to a
 * request.
 */
final class TlsSecondLook {
  /** Of each look. */
  private static final Duration LONGEST = Duration.ofMillis(600);

  /** A server closes at once; a balancer first tries those behind it, about a second each. */
  private static final Duration BALANCER = Duration.ofSeconds(1);

  private final Fault fault;
  private final Session session;
  private final Optional<SNIServerName> name;

  private TlsSecondLook(Fault fault, Session session) {
    this.fault = fault;
    this.session = session;
    this.name = TlsHandshake.sni(session.target().host());
  }

  /** What an address answered to a ClientHello. */
  private enum Answer {
    /** Nothing, or the connection was cut. */
    NONE,
    /** TLS, but no certificate: an alert. */
    ALERT,
    /** A certificate for the name that was asked for. */
    CERTIFICATE,
    /** A certificate for other names only. */
    OTHER_CERTIFICATE
  }

  /** Whether a further look can tell more of it. */
  static boolean tells(Fault fault, Session session) {
    boolean direct = session.trace().filter(TlsTrace::direct).isPresent();
    boolean refused =
        fault.kind() == FaultKind.TLS_FAILED
            && fault.clue().map(clue -> clue == Clue.TLS_SERVER_ERROR).orElse(true);
    return direct && fault.phase() == Phase.TLS && (refused || cut(fault));
  }

  private static boolean cut(Fault fault) {
    return fault.kind() == FaultKind.RESET || fault.kind() == FaultKind.CLOSED;
  }

  /** The fault, with what further looks gave; for one that {@link #tells} holds for. */
  static Fault explain(Fault fault, Session session) {
    TlsSecondLook look = new TlsSecondLook(fault, session);
    return cut(fault) ? look.afterCut() : look.afterRefusal();
  }

  private Fault afterCut() {
    if (ask(name) != Answer.NONE) {
      return with(
          fault.clue(),
          "the same question was answered a moment later: not every handshake is cut");
    }
    Duration took = session.phases().getOrDefault(Phase.TLS, Duration.ZERO);
    if (fault.kind() == FaultKind.CLOSED && took.compareTo(BALANCER) >= 0) {
      return with(
          Optional.of(Clue.NO_BACKEND),
          String.format(
              Locale.ROOT,
              "closed only %.1f s after the ClientHello: a balancer that tries a server that is not"
                  + " there does so",
              took.toMillis() / 1000.0));
    }
    Answer nameless = name.isPresent() ? ask(Optional.empty()) : Answer.NONE;
    return switch (nameless) {
      case NONE ->
          with(
              Optional.of(Clue.CUT_AFTER_HELLO),
              "cut after the ClientHello; a second try was not answered either"
                  + (name.isPresent() ? ", nor one without the server's name" : ""));
      case CERTIFICATE, ALERT ->
          with(
              Optional.of(Clue.SERVER_NAME_FILTER),
              "a second try without the server's name was answered"
                  + (nameless == Answer.CERTIFICATE ? " with the right certificate" : "")
                  + ": something on the path filters by that name");
      case OTHER_CERTIFICATE ->
          fault.kind() == FaultKind.CLOSED
              ? with(
                  Optional.of(Clue.NO_BACKEND),
                  "without the server's name another server's certificate is shown: a balancer"
                      + " that routes by name has no live server for this one")
              : with(
                  Optional.of(Clue.SERVER_NAME_FILTER),
                  "a second try without the server's name was answered, with a certificate for"
                      + " other names: something on the path filters by that name, or a balancer"
                      + " has no live server for it");
    };
  }

  private Fault afterRefusal() {
    if (name.isEmpty()) {
      return fault;
    }
    Answer nameless = ask(Optional.empty());
    boolean shown = nameless == Answer.CERTIFICATE || nameless == Answer.OTHER_CERTIFICATE;
    return shown
        ? with(
            Optional.of(Clue.UNKNOWN_SERVER_NAME),
            "without the server's name it shows a certificate: it does not serve this name")
        : fault;
  }

  private Answer ask(Optional<SNIServerName> named) {
    Duration patience = session.patience();
    Duration longest = patience.compareTo(LONGEST) < 0 ? patience : LONGEST;
    try (Session again = session.sibling(Deadline.after(longest))) {
      Connection connection = again.dialThrough();
      TlsTrace trace = new TlsTrace(connection.socket(), true);
      try (SSLSocket secured = TlsHandshake.handshake(trace, session.target().host(), named)) {
        return names(secured) ? Answer.CERTIFICATE : Answer.OTHER_CERTIFICATE;
      } catch (SSLException e) {
        // A plain close is no answer of TLS.
        return trace.records().received() > 0 && !trace.records().noTls()
            ? Answer.ALERT
            : Answer.NONE;
      }
    } catch (IOException | ProbeException e) {
      return Answer.NONE;
    }
  }

  private boolean names(SSLSocket secured) throws IOException {
    return secured.getSession().getPeerCertificates()[0] instanceof X509Certificate leaf
        && NameMatch.covers(Certificates.allNames(leaf), session.target().host());
  }

  /** Whether the peer speaks TLS; for one that was silent where it should speak first. */
  static boolean speaksTls(Session session) {
    return new TlsSecondLook(
                new Fault(Phase.TLS, FaultKind.TIMED_OUT, "no answer to a ClientHello"), session)
            .ask(TlsHandshake.sni(session.target().host()))
        != Answer.NONE;
  }

  private Fault with(Optional<Clue> clue, String more) {
    return new Fault(fault.phase(), fault.kind(), fault.evidence() + "; " + more, clue);
  }
}
