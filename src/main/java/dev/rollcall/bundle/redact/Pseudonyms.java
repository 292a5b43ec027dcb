package dev.rollcall.bundle.redact;

import dev.rollcall.text.HostNames;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stable pseudonyms of words: HMAC-SHA-256 (RFC 2104) under a key that stays at the site. One word
 * has one pseudonym, whatever its case and its form (RFC 3492), and whatever it names. Not
 * thread-safe.
 */
final class Pseudonyms {
  /** The shortest key, in bytes. */
  static final int SHORTEST = 16;

  /** No vowels, so that no word comes out by chance. */
  private static final String SIGNS = "0123456789bcdfghjklmnpqrstvwxz";

  private static final int LENGTH = 8;

  /** RFC 1035 §2.3.4. */
  private static final int LONGEST_LABEL = 63;

  private static final String MAC = "HmacSHA256";

  private final Mac mac;
  private final Map<String, String> words = new HashMap<>();

  Pseudonyms(byte[] key) {
    if (key.length < SHORTEST) {
      throw new IllegalArgumentException(
          "a key must have " + SHORTEST + " bytes or more, this one has " + key.length);
    }
    try {
      mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }

  /**
   * The pseudonym of a word, such as one label of a host name: {@code x} and eight signs. In
   * capitals if the word is.
   */
  String word(String word) {
    String pseudonym = words.computeIfAbsent(plain(word), this::made);
    boolean capitals =
        word.equals(word.toUpperCase(Locale.ROOT)) && !word.equals(word.toLowerCase(Locale.ROOT));
    return capitals ? pseudonym.toUpperCase(Locale.ROOT) : pseudonym;
  }

  private String made(String plain) {
    byte[] digest = digest("word", plain.getBytes(StandardCharsets.UTF_8));
    StringBuilder name = new StringBuilder("x");
    for (int i = 0; i < LENGTH; i++) {
      // Two bytes a sign, so that all signs are about equally likely.
      int value = (digest[2 * i] & 0xff) << 8 | (digest[2 * i + 1] & 0xff);
      name.append(SIGNS.charAt(value % SIGNS.length()));
    }
    return name.toString();
  }

  /** A hexadecimal digest in place of another one, of the same length as SHA-256's. */
  String fingerprint(String fingerprint) {
    String plain = fingerprint.toLowerCase(Locale.ROOT);
    return HexFormat.of().formatHex(digest("print", plain.getBytes(StandardCharsets.UTF_8)));
  }

  /** 32 bytes that no one without the key can predict; purposes are independent. */
  byte[] digest(String purpose, byte[] value) {
    mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
    mac.update((byte) 0);
    return mac.doFinal(value);
  }

  /** Lower case, composed, and an internationalised label in its ASCII form. */
  static String plain(String word) {
    String lower = Normalizer.normalize(word, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    if (lower.length() > LONGEST_LABEL || lower.chars().allMatch(c -> c < 0x80)) {
      return lower;
    }
    return HostNames.inAscii(lower).orElse(lower).toLowerCase(Locale.ROOT);
  }
}
