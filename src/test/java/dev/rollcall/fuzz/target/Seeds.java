package dev.rollcall.fuzz.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Seeds that lie in files, because they must be the same every time. */
public final class Seeds {
  private Seeds() {}

  /** A file as it is. */
  public static byte[] file(String name) {
    try (InputStream in = Seeds.class.getResourceAsStream("/dev/rollcall/fuzz/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no seed " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(String name) {
    return new String(file(name), StandardCharsets.UTF_8);
  }

  /** What is packed in Base64 there, with or without a PEM's lines around it. */
  public static byte[] decoded(String name) {
    return Base64.getMimeDecoder().decode(text(name).replaceAll("-----.*-----", ""));
  }
}
