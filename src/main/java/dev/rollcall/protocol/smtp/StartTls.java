package dev.rollcall.protocol.smtp;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;

/** STARTTLS (RFC 3207): TLS on a connection that began in clear. */
final class StartTls {
  /** RFC 3207 §4. */
  private static final int NOT_AVAILABLE = 454;

  private StartTls() {}

  /**
   * Asks for it, and makes the handshake.
   *
   * @param offer what EHLO was answered with
   * @throws ProbeException if the relay does not offer it, refuses it, or shows no good certificate
   */
  static Connection start(
      Session session, Connection connection, SmtpReplies replies, SmtpReply offer)
      throws IOException, ProbeException {
    if (offer.extension("STARTTLS").isEmpty()) {
      throw replies.unexpected("STARTTLS is not offered (offered: " + offer.extensions() + ")");
    }
    SmtpReply ready = replies.ask("STARTTLS");
    if (ready.negative()) {
      throw refusal(replies, ready);
    }
    if (ready.code() != 220) {
      throw ProbeException.unexpected("the relay answers STARTTLS with " + ready.shown());
    }
    injected(session, connection);
    return connection.startTls();
  }

  /** What is offered and then refused is broken, unless the reply is about this client. */
  private static ProbeException refusal(SmtpReplies replies, SmtpReply ready) {
    if (ready.temporary() && ready.code() != NOT_AVAILABLE) {
      return ready.putOff("the relay refuses STARTTLS for now: ");
    }
    if (ready.overwritten()) {
      return replies.unexpected("STARTTLS is offered and then not known: " + ready.shown());
    }
    if (ready.refusesClient()) {
      return ProbeException.denied("STARTTLS is offered and then refused: " + ready.shown());
    }
    return new ProbeException(
        new Fault(
            Phase.TLS,
            FaultKind.TLS_FAILED,
            "STARTTLS is offered, and the relay cannot do it: "
                + ready.shown()
                + " (a certificate or key that it cannot read, for example)",
            Clue.TLS_SERVER_ERROR));
  }

  /** Bytes after the answer were not sent through TLS, and must not be read as if they were. */
  private static void injected(Session session, Connection connection) throws IOException {
    int count = Math.min(connection.in().available(), 4096);
    if (count > 0) {
      byte[] text = connection.read(count);
      session.concern(
          Concern.Kind.SERVER_CONFIGURATION,
          "plain text was injected behind the answer to STARTTLS, and was discarded: "
              + session.quotes().bytes(text));
    }
  }
}
