package dev.rollcall.probe.fault;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.budget.FloodException;
import dev.rollcall.probe.budget.LimitException;
import dev.rollcall.probe.budget.MemoryException;
import dev.rollcall.probe.budget.OutOfTimeException;
import dev.rollcall.probe.net.OtherSourceException;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.text.PeerText;
import java.io.EOFException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Turns exceptions into faults; the only class that does.
 *
 * <p>Decided by the phase and the exception's type. Java hides the operating system's error number,
 * so where the type is ambiguous {@link OsMessage} reads the operating system's text, and unknown
 * text stays {@link FaultKind#UNREACHABLE} with that text.
 */
public final class Faults {
  /**
   * The port is open, but the peer resets at once. The exception may come from connecting, the
   * first write or the first read.
   */
  public static final Fault RESET_AT_ACCEPT =
      new Fault(
          Phase.CONNECT,
          FaultKind.RESET,
          "the connection was reset right after it was accepted, before a byte was sent");

  private final Quotes quotes;

  private Faults(Quotes quotes) {
    this.quotes = quotes;
  }

  /**
   * Classifies.
   *
   * @param phase where the session was
   * @param dialled the address of the connection
   * @param quotes makes exception messages safe to quote, as they may come from the server
   */
  public static Fault classify(Phase phase, Throwable thrown, Endpoint dialled, Quotes quotes) {
    return new Faults(quotes).classified(phase, thrown, dialled);
  }

  private Fault classified(Phase phase, Throwable thrown, Endpoint dialled) {
    if (thrown instanceof ProbeException known) {
      return known.fault(quotes);
    }
    Optional<Fault> limit = limit(phase, thrown);
    if (limit.isPresent()) {
      return limit.get();
    }
    if (dialled.target().port().transport() == Transport.UDP) {
      return datagram(phase, thrown, dialled);
    }
    return switch (phase) {
      case RESOLVE -> new Fault(phase, FaultKind.NAME_SERVER_FAILED, text(thrown));
      case CONNECT -> connect(thrown, dialled);
      case TLS -> tls(thrown);
      case PROXY, EXCHANGE, AUTHENTICATE -> established(phase, thrown);
    };
  }

  /** TLS wraps exceptions from below. */
  private Optional<Fault> limit(Phase phase, Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof LimitException) {
        return Optional.of(new Fault(phase, FaultKind.MALFORMED, String.valueOf(t.getMessage())));
      }
      if (t instanceof MemoryException) {
        return Optional.of(
            new Fault(phase, FaultKind.TIMED_OUT, String.valueOf(t.getMessage()), Clue.HOST_BUSY));
      }
    }
    return Optional.empty();
  }

  private Fault connect(Throwable thrown, Endpoint dialled) {
    Phase phase = Phase.CONNECT;
    if (thrown instanceof OutOfTimeException) {
      return new Fault(
          phase,
          FaultKind.TIMED_OUT,
          "earlier connections took the attempt's time, and none was left for this one");
    }
    if (thrown instanceof SocketTimeoutException) {
      return NetworkFaults.dropped(phase, dialled);
    }
    Fault fault =
        NetworkFaults.of(phase, thrown, dialled, text(thrown))
            .orElseGet(() -> established(phase, thrown));
    return fault.kind() == FaultKind.RESET ? RESET_AT_ACCEPT : fault;
  }

  private Fault datagram(Phase phase, Throwable thrown, Endpoint dialled) {
    if (thrown instanceof FloodException) {
      return new Fault(phase, FaultKind.MALFORMED, String.valueOf(thrown.getMessage()));
    }
    if (thrown instanceof OutOfTimeException) {
      return new Fault(
          phase,
          FaultKind.TIMED_OUT,
          "this host was too busy: it had no time left to wait for an answer",
          Clue.HOST_BUSY);
    }
    if (thrown instanceof OtherSourceException) {
      return new Fault(
          phase, FaultKind.TIMED_OUT, String.valueOf(thrown.getMessage()), Clue.OTHER_SOURCE);
    }
    if (thrown instanceof SocketTimeoutException) {
      return NeighbourFaults.silent(phase, dialled)
          .orElseGet(
              () ->
                  new Fault(
                      phase,
                      FaultKind.TIMED_OUT,
                      "no answer to any datagram: lost on the way there or back, or nothing"
                          + " listens",
                      Clue.SILENT_DATAGRAM));
    }
    if (thrown instanceof EOFException) {
      return new Fault(phase, FaultKind.MALFORMED, "the answer ends too early");
    }
    return NetworkFaults.of(phase, thrown, dialled, text(thrown))
        .orElseGet(() -> new Fault(phase, FaultKind.UNREACHABLE, text(thrown)));
  }

  private Fault tls(Throwable thrown) {
    if (timedOut(thrown)) {
      return established(Phase.TLS, thrown);
    }
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof EOFException) {
        return new Fault(
            Phase.TLS, FaultKind.CLOSED, "the connection was closed during the TLS handshake");
      }
      if (t instanceof CertificateException && !(t instanceof CertificateParsingException)) {
        return new Fault(Phase.TLS, FaultKind.UNTRUSTED, text(t));
      }
    }
    if (thrown instanceof SSLException ssl) {
      if (ssl.getClass() == SSLException.class
          && !(ssl.getCause() instanceof SocketException)
          && !alert(ssl)) {
        return new Fault(
            Phase.TLS,
            FaultKind.MALFORMED,
            "the answer to the TLS handshake is not TLS",
            Clue.PLAINTEXT_PEER);
      }
      Throwable cause = ssl.getCause();
      return cause instanceof SocketException
          ? established(Phase.TLS, cause)
          : new Fault(Phase.TLS, FaultKind.TLS_FAILED, text(ssl));
    }
    return established(Phase.TLS, thrown);
  }

  /** Java's own text, in English everywhere; some alerts come as a bare SSLException. */
  private static boolean alert(SSLException ssl) {
    String message = ssl.getMessage();
    return message != null && message.contains("Received fatal alert");
  }

  /** Faults of a connection that was open. */
  private Fault established(Phase phase, Throwable thrown) {
    if (timedOut(thrown)
        || (thrown instanceof SocketException && OsMessage.of(thrown) == OsMessage.TIMED_OUT)) {
      return new Fault(
          phase, FaultKind.TIMED_OUT, "the connection is open, and no answer came in time");
    }
    if (thrown instanceof EOFException) {
      return new Fault(phase, FaultKind.CLOSED, "the peer closed the connection without answering");
    }
    if (thrown instanceof UnknownHostException) {
      return new Fault(Phase.RESOLVE, FaultKind.NAME_NOT_FOUND, text(thrown));
    }
    if (thrown instanceof NoRouteToHostException
        || OsMessage.of(thrown) == OsMessage.NETWORK_UNREACHABLE) {
      return new Fault(
          phase, FaultKind.UNREACHABLE, "the path broke while connected: " + text(thrown));
    }
    if (thrown instanceof SSLException && !(thrown.getCause() instanceof SocketException)) {
      return new Fault(phase, FaultKind.TLS_FAILED, text(thrown));
    }
    OsMessage message = OsMessage.of(thrown);
    boolean reset = message == OsMessage.RESET || message == OsMessage.BROKEN_PIPE;
    boolean broke = thrown instanceof SocketException && phase != Phase.CONNECT;
    if (reset || broke || thrown.getCause() instanceof SocketException) {
      return new Fault(phase, FaultKind.RESET, "the connection was reset");
    }
    return new Fault(phase, FaultKind.UNREACHABLE, text(thrown));
  }

  /** TLS wraps exceptions from below, sometimes twice. */
  private static boolean timedOut(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private String text(Throwable thrown) {
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return "failed, and Java gives no reason";
    }
    // The operating system's text, in its own language; not from a server.
    boolean local = thrown instanceof SocketException || thrown instanceof UnknownHostException;
    String text = local ? PeerText.safe(message) : quotes.message(thrown);
    // Java's message is the bare name then.
    return thrown instanceof UnknownHostException ? "no address for the name " + text : text;
  }
}
