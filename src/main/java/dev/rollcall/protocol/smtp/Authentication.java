package dev.rollcall.protocol.smtp;

import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * One login by AUTH (RFC 4954), inside TLS only. One mechanism is tried once; if the relay refuses
 * it, no other one is tried.
 */
final class Authentication {
  private static final String PLAIN = "PLAIN";
  private static final String LOGIN = "LOGIN";
  private static final int ACCEPTED = 235;
  private static final int GO_ON = 334;

  private final String mechanism;

  private Authentication(String mechanism) {
    this.mechanism = mechanism;
  }

  /** How to log in to a relay that offers these mechanisms; empty if none is supported. */
  static Optional<Authentication> among(String offered) {
    List<String> words = Arrays.asList(offered.split(" +"));
    return List.of(PLAIN, LOGIN).stream()
        .filter(words::contains)
        .findFirst()
        .map(Authentication::new);
  }

  String mechanism() {
    return mechanism;
  }

  /**
   * Sends the credentials.
   *
   * @throws ProbeException if the relay does not accept them
   */
  void show(Session session, SmtpReplies replies, String user, Secret secret)
      throws IOException, ProbeException {
    SmtpReply reply =
        mechanism.equals(PLAIN) ? plain(replies, user, secret) : login(replies, user, secret);
    if (reply.code() == ACCEPTED) {
      session.credentials().accepted();
      return;
    }
    if (AuthRefusal.countsNothing(reply)) {
      session.credentials().answered();
    }
    throw AuthRefusal.of(user, reply);
  }

  /** RFC 4616 with an initial response and no authorization identity. */
  private static SmtpReply plain(SmtpReplies replies, String user, Secret secret)
      throws IOException, ProbeException {
    byte[] before = ("\0" + user + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] password = secret.utf8();
    byte[] message = Arrays.copyOf(before, before.length + password.length);
    System.arraycopy(password, 0, message, before.length, password.length);
    Arrays.fill(password, (byte) 0);
    return show(replies, "AUTH PLAIN ", message);
  }

  /** Two prompts, whose text is not standardised. */
  private static SmtpReply login(SmtpReplies replies, String user, Secret secret)
      throws IOException, ProbeException {
    SmtpReply reply = replies.ask("AUTH LOGIN");
    if (reply.code() == GO_ON) {
      reply = replies.ask("", Base64.getEncoder().encode(user.getBytes(StandardCharsets.UTF_8)));
    }
    return reply.code() == GO_ON ? show(replies, "", secret.utf8()) : reply;
  }

  /** Sends what holds the password, and overwrites it. */
  private static SmtpReply show(SmtpReplies replies, String command, byte[] secret)
      throws IOException, ProbeException {
    byte[] encoded = Base64.getEncoder().encode(secret);
    try {
      return replies.ask(command, encoded);
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(encoded, (byte) 0);
    }
  }
}
