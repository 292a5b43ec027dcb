package dev.rollcall.history;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A salted hash that is slow on purpose, so that who finds it cannot guess at the secret: PBKDF2
 * (RFC 8018 §5.2) with HMAC-SHA-256.
 *
 * @param salt 16 bytes, hexadecimal
 * @param hash 32 bytes, hexadecimal
 */
record SlowHash(String salt, int iterations, String hash) {
  /** About a third of a second; OWASP's number for PBKDF2 with SHA-256. */
  private static final int ITERATIONS = 600_000;

  private static final int SALT = 16;
  private static final int BITS = 256;

  SlowHash {
    if (iterations < 1 || iterations > 10 * ITERATIONS) {
      throw new IllegalArgumentException("iterations out of range: " + iterations);
    }
    HexFormat.of().parseHex(salt);
    HexFormat.of().parseHex(hash);
  }

  /** With a salt of its own. */
  static SlowHash of(char[] secret) {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    String hex = HexFormat.of().formatHex(salt);
    return new SlowHash(
        hex, ITERATIONS, HexFormat.of().formatHex(derive(secret, salt, ITERATIONS)));
  }

  boolean matches(char[] secret) {
    byte[] expected = HexFormat.of().parseHex(hash);
    return MessageDigest.isEqual(
        expected, derive(secret, HexFormat.of().parseHex(salt), iterations));
  }

  private static byte[] derive(char[] secret, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(secret, salt, iterations, BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2", e);
    } finally {
      spec.clearPassword();
    }
  }
}
