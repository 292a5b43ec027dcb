package dev.rollcall.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Breaks text into lines by the columns that a terminal gives its characters. */
public final class Wrap {
  /** A word up to this length is never broken, so that a host name can be copied. */
  private static final int WORD = 120;

  private static final Pattern UNIT = Pattern.compile("(s|ms|µs|min|h|%|[KMG]iB|bytes)[.,;:)\"']*");

  private Wrap() {}

  /**
   * At least one line; only a single long word makes a line wider than asked. A number and its unit
   * stay on one line.
   */
  public static List<String> lines(String text, int width) {
    if (!text.contains("  ") && columns(text) <= width) {
      return List.of(text.strip());
    }
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int used = 0;
    for (String word : words(text.strip())) {
      int columns = columns(word);
      if (used > 0 && used + 1 + columns > width) {
        lines.add(line.toString());
        line.setLength(0);
        used = 0;
      }
      if (columns > Math.max(width, WORD)) {
        List<String> pieces = pieces(word, width);
        lines.addAll(pieces.subList(0, pieces.size() - 1));
        word = pieces.get(pieces.size() - 1);
        columns = columns(word);
      }
      line.append(used > 0 ? " " : "").append(word);
      used += columns + (used > 0 ? 1 : 0);
    }
    lines.add(line.toString());
    return lines;
  }

  /** The parts between spaces; of an empty text one that is empty. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', from)) {
      words.add(text.substring(from, space));
      from = space;
      while (from < text.length() && text.charAt(from) == ' ') {
        from++;
      }
    }
    words.add(text.substring(from));
    return withUnits(words);
  }

  /** A number and its unit are one word. */
  private static List<String> withUnits(List<String> words) {
    List<String> joined = new ArrayList<>();
    for (String word : words) {
      String before = joined.isEmpty() ? "" : joined.get(joined.size() - 1);
      if (!before.isEmpty()
          && Character.isDigit(before.charAt(before.length() - 1))
          && UNIT.matcher(word).matches()) {
        joined.set(joined.size() - 1, before + " " + word);
      } else {
        joined.add(word);
      }
    }
    return joined;
  }

  private static List<String> pieces(String word, int width) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    int used = 0;
    for (int i = 0; i < word.length(); ) {
      int point = word.codePointAt(i);
      i += Character.charCount(point);
      if (used + columns(point) > width) {
        pieces.add(piece.toString());
        piece.setLength(0);
        used = 0;
      }
      piece.appendCodePoint(point);
      used += columns(point);
    }
    pieces.add(piece.toString());
    return pieces;
  }

  /** The text, cut to the width. */
  public static String cut(String text, int width) {
    return columns(text) <= width ? text : pieces(text, Math.max(1, width)).get(0);
  }

  public static int columns(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      columns += point >= ' ' && point <= '~' ? 1 : columns(point);
      i += Character.charCount(point);
    }
    return columns;
  }

  /** 0 for combining marks, 2 for what East Asian terminals show wide (UAX #11), else 1. */
  private static int columns(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (point >= 0x1100 && point <= 0x115f)
            || (point >= 0x2e80 && point <= 0xa4cf)
            || (point >= 0xac00 && point <= 0xd7a3)
            || (point >= 0xf900 && point <= 0xfaff)
            || (point >= 0xfe30 && point <= 0xfe6f)
            || (point >= 0xff00 && point <= 0xff60)
            || (point >= 0xffe0 && point <= 0xffe6)
            || (point >= 0x1f300 && point <= 0x1faff)
            || (point >= 0x20000 && point <= 0x3fffd);
    return wide ? 2 : 1;
  }
}
