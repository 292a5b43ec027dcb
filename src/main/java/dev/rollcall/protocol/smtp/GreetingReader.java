package dev.rollcall.protocol.smtp;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.GreetingWait;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.attempt.TlsQuestion;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;

/**
 * Waits for a relay's greeting. If none comes in the usual time, it checks whether the port uses
 * TLS from the first byte, and then waits on.
 */
final class GreetingReader {
  private final Session session;
  private final SmtpSettings settings;
  private final Connection connection;

  GreetingReader(Session session, SmtpSettings settings, Connection connection) {
    this.session = session;
    this.settings = settings;
    this.connection = connection;
  }

  /**
   * Reads the greeting, all its lines.
   *
   * @throws ProbeException TIMED_OUT if it does not come; UNEXPECTED if the port uses TLS
   */
  SmtpReply read(SmtpReplies replies) throws IOException, ProbeException {
    GreetingWait greeting = new GreetingWait(session, "greeting");
    boolean plain = settings.tls() != SmtpSettings.Tls.IMPLICIT;
    if (plain && !greeting.soon(connection) && TlsQuestion.speaksTls(session)) {
      throw ProbeException.of(
          FaultKind.UNEXPECTED,
          "the relay says nothing in clear, and answers TLS on "
              + session.target().port()
              + ": set mail.tls to implicit, or name the port that greets in clear (587)",
          Clue.WRONG_SITE_VALUE);
    }
    return replies.greeting(greeting::await);
  }
}
