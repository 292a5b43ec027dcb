package dev.rollcall.history.failedlogins;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A salted hash that is slow on purpose, so that guessing the secret is expensive: PBKDF2 (RFC 8018
 * §5.2) with HMAC-SHA-512; older files have HMAC-SHA-256.
 *
 * @param salt 16 bytes, hexadecimal
 * @param hash hexadecimal: 64 bytes, of an older one 32
 */
public record SlowHash(String salt, int iterations, String hash) {
  /**
   * About a second with Java's quick compiler; OWASP's number for PBKDF2 with SHA-512. SHA-256
   * needs three times as many, and takes twice as long.
   */
  static final int ITERATIONS = 210_000;

  private static final int MOST_ITERATIONS = 10_000_000;
  private static final int SALT = 16;
  private static final int SHA_512 = 64;
  private static final int SHA_256 = 32;

  public SlowHash {
    if (iterations < 1 || iterations > MOST_ITERATIONS) {
      throw new IllegalArgumentException("iterations out of range: " + iterations);
    }
    int length = HexFormat.of().parseHex(hash).length;
    if (HexFormat.of().parseHex(salt).length != SALT || (length != SHA_512 && length != SHA_256)) {
      throw new IllegalArgumentException("salt or hash is too short or too long");
    }
  }

  /**
   * A hash with a new salt.
   *
   * @param secret is overwritten
   */
  static SlowHash of(char[] secret, int iterations) {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    return derive(secret, HexFormat.of().formatHex(salt), iterations, SHA_512);
  }

  /**
   * The hash of a secret with this salt: equal to this one if the secret is the same.
   *
   * @param secret is overwritten
   */
  public SlowHash with(char[] secret) {
    return derive(secret, salt, iterations, hash.length() / 2);
  }

  /** Salt and iterations: hashes can be compared only if these are equal. */
  String recipe() {
    return salt + " " + iterations + " " + hash.length();
  }

  /** Whether it is as slow as a new one with this number of iterations. */
  boolean asSlowAs(int wanted) {
    return hash.length() / 2 == SHA_512 && iterations >= wanted;
  }

  /** Whether it has the same salt and the same secret. */
  public boolean matches(SlowHash other) {
    return recipe().equals(other.recipe())
        && MessageDigest.isEqual(
            HexFormat.of().parseHex(hash), HexFormat.of().parseHex(other.hash));
  }

  private static SlowHash derive(char[] secret, String salt, int iterations, int length) {
    PBEKeySpec spec =
        new PBEKeySpec(secret, HexFormat.of().parseHex(salt), iterations, length * Byte.SIZE);
    String function = length == SHA_512 ? "SHA512" : "SHA256";
    try {
      byte[] hash =
          SecretKeyFactory.getInstance("PBKDF2WithHmac" + function)
              .generateSecret(spec)
              .getEncoded();
      return new SlowHash(salt, iterations, HexFormat.of().formatHex(hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(secret, '\0');
    }
  }
}
