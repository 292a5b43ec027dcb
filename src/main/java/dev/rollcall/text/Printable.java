package dev.rollcall.text;

/**
 * Makes any text safe to show: nothing in it controls a terminal, misleads a reader or breaks a
 * parser.
 */
public final class Printable {
  /** The longest single text that a report for people shows, in characters. */
  static final int LIMIT = 2000;

  private Printable() {}

  /** {@link #line(String, int)} with {@link #LIMIT}. */
  public static String line(String text) {
    return line(text, LIMIT);
  }

  /**
   * One line: white space becomes a space; control, format, private-use and unassigned characters
   * and lone surrogates become {@code \\u001b}. So bidirectional overrides and terminal sequences
   * have no effect, and the result is legal in XML 1.0. Cut at the limit.
   */
  public static String line(String text, int limit) {
    if (text.length() <= limit && isSafe(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(Math.min(text.length(), limit) + 16);
    int shown = 0;
    for (int i = 0; i < text.length(); ) {
      if (shown++ >= limit) {
        return out.append('…').toString();
      }
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (point == '\n' || point == '\t' || Character.getType(point) == Character.SPACE_SEPARATOR) {
        out.append(' ');
      } else if (acts(point)) {
        out.append(escape(point));
      } else {
        out.appendCodePoint(point);
      }
    }
    return out.toString();
  }

  /** Whether nothing in it has to be changed, as in nearly every text. */
  private static boolean isSafe(String text) {
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      boolean ascii = point >= ' ' && point <= '~';
      if (!ascii
          && (point == '\n'
              || point == '\t'
              || Character.getType(point) == Character.SPACE_SEPARATOR
              || acts(point))) {
        return false;
      }
      i += Character.charCount(point);
    }
    return true;
  }

  /** {@code \\u001b}; {@code \\ud83d\\ude00}, as in JSON, beyond four digits (RFC 8259 §7). */
  public static String escape(int point) {
    return Character.isBmpCodePoint(point)
        ? unit(point)
        : unit(Character.highSurrogate(point)) + unit(Character.lowSurrogate(point));
  }

  private static String unit(int sign) {
    String digits = Integer.toHexString(sign);
    return "\\u" + "0".repeat(4 - digits.length()) + digits;
  }

  /** Whether a character controls a terminal or misleads a reader. */
  static boolean acts(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
