package dev.rollcall.protocol.smtp;

import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Phase;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.ProbeException;
import dev.rollcall.probe.Session;
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
      Optional<Reply> greeting =
          fault.clue().filter(Clue.PLAINTEXT_PEER::equals).isPresent()
              ? greeting(session)
              : Optional.empty();
      if (greeting.isEmpty()) {
        throw e;
      }
      throw new ProbeException(
          new Fault(
              Phase.TLS,
              FaultKind.MALFORMED,
              "the relay greets in plain text on this port ("
                  + greeting.get().shown()
                  + "), where TLS from the first byte is expected: set tls: starttls, or the port"
                  + " for implicit TLS, usually 465",
              Clue.WRONG_SITE_VALUE),
          e);
    }
  }

  /** What the relay says by itself on a connection without TLS. */
  private static Optional<Reply> greeting(Session session) {
    try {
      return Optional.of(new Replies(session.dial()).read());
    } catch (IOException | ProbeException e) {
      return Optional.empty();
    }
  }
}
