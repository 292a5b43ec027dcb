package dev.rollcall.probe.answer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that a run and its stand-ins share. It never leaves the process: what is sent is an
 * HMAC-SHA-256 (RFC 2104) over the asker's challenge and the certificate, so that a device that
 * terminates TLS with another certificate is detected.
 */
public final class SharedKey {
  /** Length of a challenge and of a proof, in bytes. */
  public static final int LENGTH = 32;

  /** The shortest key that is accepted, in bytes. */
  public static final int SHORTEST = 16;

  private static final byte[] PURPOSE = "rollcall stand-in 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  /**
   * @throws IllegalArgumentException if it is shorter than {@link #SHORTEST}
   */
  public SharedKey(byte[] key) {
    if (key.length < SHORTEST) {
      throw new IllegalArgumentException(
          "a shared key must have " + SHORTEST + " bytes or more, this one has " + key.length);
    }
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /** A fresh challenge: {@link #LENGTH} random bytes. */
  public static byte[] challenge() {
    byte[] challenge = new byte[LENGTH];
    RANDOM.nextBytes(challenge);
    return challenge;
  }

  /**
   * The proof for a challenge: {@link #LENGTH} bytes.
   *
   * @param challenge the asker's bytes, of any length
   * @param certificate SHA-256 of the leaf certificate in hexadecimal, as in {@code
   *     Observation.Certificate}; empty if there is no TLS
   */
  public byte[] proof(byte[] challenge, Optional<String> certificate) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(PURPOSE);
      mac.update(certificate.map(hex -> HexFormat.of().parseHex(hex)).orElse(new byte[LENGTH]));
      return mac.doFinal(challenge);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }

  /** Whether that is the proof; takes the same time wherever the two differ. */
  public boolean proves(byte[] proof, byte[] challenge, Optional<String> certificate) {
    return MessageDigest.isEqual(proof, proof(challenge, certificate));
  }

  /** A challenge or a proof as text, where a protocol takes no bytes. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** The bytes of such a text, {@link #LENGTH} to twice as many; empty if it is none. */
  public static Optional<byte[]> bytes(String hex) {
    return hex.matches("([0-9A-Fa-f]{2}){32,64}")
        ? Optional.of(HexFormat.of().parseHex(hex))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "a shared key";
  }
}
