package dev.rollcall.probe.answer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The mark in every answer of a stand-in, so that it is never taken for the real server: in a
 * certificate's subject, a banner, an error's text, a server's name. Where a protocol has room for
 * a few bytes only, {@link #REFERENCE} (four) or {@link #IDENTITY} (sixteen) stand for it.
 */
public final class StandInMark {
  /** In texts. Letters, one space and one hyphen: fit for a banner, a header, an X.500 name. */
  public static final String TEXT = "Rollcall stand-in";

  /** As a server's name, where no space may be. */
  public static final String NAME = "ROLLCALL-STAND-IN";

  private static final String REFERENCE = "ROLL";
  private static final String IDENTITY = "Rollcall standin";

  private StandInMark() {}

  /** Four bytes: a reference identifier. */
  public static byte[] reference() {
    return REFERENCE.getBytes(StandardCharsets.US_ASCII);
  }

  /** Sixteen bytes: a GUID. */
  public static byte[] identity() {
    return IDENTITY.getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether a server's text bears the mark; case, and what joins the words, do not matter. */
  public static boolean in(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    return plain.contains("rollcallstandin");
  }

  /** Whether that field of a protocol is one of the short marks. */
  public static boolean in(byte[] field) {
    return Arrays.equals(field, reference()) || Arrays.equals(field, identity());
  }
}
