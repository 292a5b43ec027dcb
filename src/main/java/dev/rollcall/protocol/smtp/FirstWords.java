package dev.rollcall.protocol.smtp;

import dev.rollcall.model.Clue;
import dev.rollcall.model.FaultKind;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Greeting;
import dev.rollcall.probe.ProbeException;
import dev.rollcall.probe.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Waits for a relay's greeting. Where none comes in the usual time, it looks whether the port
 * speaks TLS from the first byte, and then waits on.
 */
final class FirstWords {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** The first byte of a TLS record that holds an alert or a handshake (RFC 8446 §5.1). */
  private static final int ALERT = 21;

  private static final int HANDSHAKE = 22;

  /**
   * A ClientHello of TLS 1.2 (RFC 5246 §7.4.1.2) with four usual ciphers and no extension: a server
   * answers it with a handshake or with an alert.
   */
  private static final byte[] HELLO =
      HexFormat.of()
          .parseHex(
              "1603010035"
                  + "01000031"
                  + "0303"
                  + "0".repeat(64)
                  + "00"
                  + "0008c02fc030009c002f"
                  + "0100"
                  + "0000");

  private final Session session;
  private final SmtpSettings settings;
  private final Connection connection;

  FirstWords(Session session, SmtpSettings settings, Connection connection) {
    this.session = session;
    this.settings = settings;
    this.connection = connection;
  }

  /**
   * Reads the greeting, all its lines.
   *
   * @throws ProbeException TIMED_OUT if it does not come; UNEXPECTED if TLS is spoken there
   */
  Reply read(Replies replies) throws IOException, ProbeException {
    Greeting greeting = new Greeting(session, "greeting");
    boolean plain = settings.tls() != SmtpSettings.Tls.IMPLICIT;
    if (plain && !greeting.soon(connection) && greeting.meanwhile(LOOK, this::speaksTls)) {
      throw ProbeException.of(
          FaultKind.UNEXPECTED,
          "the relay says nothing in clear, and answers TLS on "
              + session.target().port()
              + ": set mail.tls to implicit, or name the port that greets in clear (587)",
          Clue.WRONG_SITE_VALUE);
    }
    return replies.read(() -> greeting.await(connection));
  }

  /** Whether TLS comes back for TLS; the handshake is not finished. */
  private boolean speaksTls() {
    try {
      Connection other = session.dial();
      try {
        other.write(HELLO);
        if (!other.await(LOOK)) {
          return false;
        }
        int first = other.readSome(1)[0];
        return first == ALERT || first == HANDSHAKE;
      } finally {
        other.socket().close();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
