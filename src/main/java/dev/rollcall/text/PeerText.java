package dev.rollcall.text;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Makes remote text safe for evidence: bounded, and without control characters. */
public final class PeerText {
  /** The longest piece of remote text that evidence quotes, in characters. */
  public static final int LIMIT = 200;

  private static final HexFormat HEX = HexFormat.of();

  private PeerText() {}

  /** {@link #safe(String, int)} with {@link #LIMIT}. */
  public static String safe(String remote) {
    return safe(remote, LIMIT);
  }

  /**
   * Cuts to the limit, and shows every control, format, surrogate and private-use character as
   * {@code \\u001b}: bidirectional overrides and terminal sequences have no effect.
   */
  public static String safe(String remote, int limit) {
    StringBuilder out = new StringBuilder(Math.min(remote.length(), limit) + 16);
    int shown = 0;
    for (int i = 0; i < remote.length(); ) {
      if (shown++ >= limit) {
        return out.append('…').toString();
      }
      int point = remote.codePointAt(i);
      i += Character.charCount(point);
      if (Printable.acts(point)) {
        out.append(Printable.escape(point));
      } else {
        out.appendCodePoint(point);
      }
    }
    return out.toString();
  }

  /** The first bytes as hexadecimal and as text, for an answer that is not the protocol. */
  public static String dump(byte[] remote) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < Math.min(16, remote.length); i++) {
      HEX.toHexDigits(hex, remote[i]).append(' ');
    }
    if (remote.length > 16) {
      hex.append("… ");
    }
    return hex + "(\"" + safe(remote, 40) + "\")";
  }

  private static String safe(byte[] remote, int limit) {
    int length = Math.min(remote.length, limit * 4);
    return safe(new String(remote, 0, length, StandardCharsets.ISO_8859_1), limit);
  }
}
