package dev.rollcall.probe.attempt;

import dev.rollcall.probe.Session;
import dev.rollcall.probe.TlsHandshake;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.certificate.Certificates;
import dev.rollcall.probe.certificate.NameMatch;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.tls.TlsTrace;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A ClientHello on a connection of its own, to learn what is answered to it. Harmless: the
 * handshake never leads to a request, and no credential is at hand.
 */
public final class TlsQuestion {
  /** Of each. */
  private static final Duration LONGEST = Duration.ofMillis(800);

  private TlsQuestion() {}

  /** What came back. */
  enum Answer {
    /** Nothing, no TLS, or the connection was cut. */
    NONE,
    /** TLS, but no certificate: an alert. */
    ALERT,
    /** A certificate for the session's host. */
    CERTIFICATE,
    /** A certificate for other names only. */
    OTHER_CERTIFICATE
  }

  /**
   * Whether the port speaks TLS from the first byte; asked on a connection of its own, in time that
   * is taken from nothing else.
   */
  public static boolean speaksTls(Session session) throws IOException {
    return session
        .budget()
        .beyondDeadline(session.deadline().whole(), () -> ask(session) != Answer.NONE);
  }

  /** Asks with the name of the session's host. */
  static Answer ask(Session session) {
    return ask(session, TlsHandshake.sni(session.target().host()));
  }

  /**
   * Asks the session's address; takes as long as the session's patience, 0.8 s at most.
   *
   * @param name for server name indication, or none
   */
  static Answer ask(Session session, Optional<SNIServerName> name) {
    return ask(session, name, parameters -> {});
  }

  /**
   * As {@link #ask(Session, Optional)}.
   *
   * @param change of what the ClientHello offers
   */
  static Answer ask(Session session, Optional<SNIServerName> name, Consumer<SSLParameters> change) {
    String host = session.target().host();
    try (Session again = again(session)) {
      TlsTrace trace = new TlsTrace(again.dialThrough().socket(), true);
      try (SSLSocket secured = TlsHandshake.handshake(trace, host, name, change)) {
        return names(secured, host) ? Answer.CERTIFICATE : Answer.OTHER_CERTIFICATE;
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

  /**
   * Another session to the same address, for as long as the first one's patience, 0.8 s at most.
   */
  static Session again(Session first) throws IOException {
    Duration patience = first.deadline().whole();
    return first.sibling(Deadline.after(patience.compareTo(LONGEST) < 0 ? patience : LONGEST));
  }

  private static boolean names(SSLSocket secured, String host) throws IOException {
    return secured.getSession().getPeerCertificates()[0] instanceof X509Certificate leaf
        && NameMatch.covers(Certificates.allNames(leaf), host);
  }
}
