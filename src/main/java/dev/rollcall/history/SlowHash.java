package dev.rollcall.history;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
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
  static final int ITERATIONS = 600_000;

  private static final int SALT = 16;
  private static final int BITS = 256;

  SlowHash {
    if (iterations < 1 || iterations > 10 * ITERATIONS) {
      throw new IllegalArgumentException("iterations out of range: " + iterations);
    }
    if (HexFormat.of().parseHex(salt).length != SALT
        || HexFormat.of().parseHex(hash).length != BITS / 8) {
      throw new IllegalArgumentException("salt or hash is too short or too long");
    }
  }

  /**
   * With a salt of its own.
   *
   * @param secret is overwritten
   */
  static SlowHash of(char[] secret, int iterations) {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    return derive(secret, HexFormat.of().formatHex(salt), iterations);
  }

  /**
   * The hash of a secret with the salt of this one: equal to this one if it is the same secret.
   *
   * @param secret is overwritten
   */
  SlowHash with(char[] secret) {
    return derive(secret, salt, iterations);
  }

  /** Whether it is of the same secret, made with the same salt. */
  boolean matches(SlowHash other) {
    return salt.equals(other.salt)
        && iterations == other.iterations
        && MessageDigest.isEqual(
            HexFormat.of().parseHex(hash), HexFormat.of().parseHex(other.hash));
  }

  private static SlowHash derive(char[] secret, String salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(secret, HexFormat.of().parseHex(salt), iterations, BITS);
    try {
      byte[] hash =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      return new SlowHash(salt, iterations, HexFormat.of().formatHex(hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(secret, '\0');
    }
  }
}
