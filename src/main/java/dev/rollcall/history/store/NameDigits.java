package dev.rollcall.history.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Digits that make the name of a file unique for what the file is about. */
public final class NameDigits {
  private static final int COUNT = 16;

  private NameDigits() {}

  /** The first 16 hexadecimal digits of the text's SHA-256, in UTF-8. */
  public static String of(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, COUNT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The digits of earlier versions, which two texts can share: to find their files only. */
  public static String former(String text) {
    return Integer.toHexString(text.hashCode());
  }
}
