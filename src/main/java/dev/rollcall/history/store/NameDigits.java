package dev.rollcall.history.store;

import dev.rollcall.text.Sha256;
import java.nio.charset.StandardCharsets;

/** Digits that make the name of a file unique for what the file is about. */
public final class NameDigits {
  private static final int COUNT = 16;

  private NameDigits() {}

  /** The first 16 hexadecimal digits of the text's SHA-256, in UTF-8. */
  public static String of(String text) {
    return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, COUNT);
  }

  /** The digits of earlier versions, which two texts can share: to find their files only. */
  public static String former(String text) {
    return Integer.toHexString(text.hashCode());
  }
}
