package dev.rollcall.protocol.smtp;

import java.util.HexFormat;
import java.util.Optional;

/**
 * The challenge to a stand-in follows NOOP, which accepts any string (RFC 5321 §4.1.1.9); the proof
 * is in the reply; both in hexadecimal.
 */
final class Challenge {
  static final String ANSWER = "ROLLCALL-PROOF";
  private static final String QUESTION = "ROLLCALL-CHALLENGE";

  private Challenge() {}

  /** The command for a challenge. */
  static String command(byte[] challenge) {
    return "NOOP " + QUESTION + " " + HexFormat.of().formatHex(challenge);
  }

  /** The challenge in the argument of NOOP. */
  static Optional<byte[]> of(String argument) {
    return bytes(QUESTION, argument);
  }

  /** The proof in a reply. */
  static Optional<byte[]> proof(SmtpReply reply) {
    return bytes(ANSWER, reply.lines().get(0));
  }

  private static Optional<byte[]> bytes(String keyword, String text) {
    String[] words = text.split(" ", 3);
    return words.length > 1
            && words[0].equals(keyword)
            && words[1].matches("([0-9a-fA-F]{2}){1,200}")
        ? Optional.of(HexFormat.of().parseHex(words[1]))
        : Optional.empty();
  }
}
