package dev.rollcall.protocol.smtp;

import dev.rollcall.probe.ProbeException;
import dev.rollcall.probe.login.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * One login by AUTH (RFC 4954), to be spoken inside TLS only. One mechanism is tried once; where
 * the relay refuses it, no other one follows.
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

  /**
   * How to log in to a relay that offers these mechanisms; empty if it offers none that is known
   * here.
   */
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
   * Shows the credentials.
   *
   * @throws ProbeException if the relay does not accept them
   */
  void show(Replies replies, String user, Secret secret) throws IOException, ProbeException {
    Reply reply =
        mechanism.equals(PLAIN)
            ? plain(replies, user, secret.reveal())
            : login(replies, user, secret.reveal());
    if (reply.code() != ACCEPTED) {
      throw AuthRefusal.of(user, reply);
    }
  }

  /** RFC 4616 with an initial response: nobody is acted for. */
  private static Reply plain(Replies replies, String user, char[] password)
      throws IOException, ProbeException {
    ByteBuffer message = utf8(("\0" + user + "\0").toCharArray(), password);
    return replies.ask("AUTH PLAIN ", Base64.getEncoder().encode(bytes(message)));
  }

  /** Two questions, whose words nobody standardised. */
  private static Reply login(Replies replies, String user, char[] password)
      throws IOException, ProbeException {
    Reply reply = replies.ask("AUTH LOGIN");
    if (reply.code() == GO_ON) {
      reply = replies.ask("", Base64.getEncoder().encode(bytes(utf8(user.toCharArray()))));
    }
    return reply.code() == GO_ON
        ? replies.ask("", Base64.getEncoder().encode(bytes(utf8(password))))
        : reply;
  }

  private static ByteBuffer utf8(char[]... parts) {
    CharBuffer all = CharBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (char[] part : parts) {
      all.put(part);
    }
    return StandardCharsets.UTF_8.encode(all.flip());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] exact = new byte[buffer.remaining()];
    buffer.get(exact);
    return exact;
  }
}
