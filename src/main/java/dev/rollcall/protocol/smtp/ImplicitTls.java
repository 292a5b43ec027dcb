package dev.rollcall.protocol.smtp;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.util.Optional;

/** TLS from the first byte (RFC 8314 §3.3); says so where the relay greets in plain text. */
final class ImplicitTls {
  private ImplicitTls() {}

  static Connection start(Session session, Connection connection)
      throws IOException, ProbeException {
    try {
      return connection.startTls();
    } catch (IOException e) {
      Fault fault = session.fault(e);
      if (!fault.has(Clue.PLAINTEXT_PEER)) {
        throw e;
      }
      throw new ProbeException(
          greeting(session).map(greeting -> greeted(greeting, fault)).orElse(fault), e);
    }
  }

  private static Fault greeted(SmtpReply greeting, Fault fault) {
    return new Fault(
        fault.phase(),
        fault.kind(),
        "the relay greets in plain text on this port ("
            + greeting.shown()
            + "), where TLS from the first byte is expected: set tls: starttls, or the port for"
            + " implicit TLS, usually 465",
        Clue.WRONG_SITE_VALUE);
  }

  /** What the relay says by itself on a connection without TLS. */
  private static Optional<SmtpReply> greeting(Session session) {
    try {
      return Optional.of(new SmtpReplies(session.dial()).read());
    } catch (IOException | ProbeException e) {
      return Optional.empty();
    }
  }
}
