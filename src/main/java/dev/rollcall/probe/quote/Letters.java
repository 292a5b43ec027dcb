package dev.rollcall.probe.quote;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The part of a text that is compared: lower-case letters without accents, in any Unicode form. */
final class Letters {
  private static final int ASCII = 128;

  /** Latin letters with accents, decomposed; most randomly decoded characters are of these. */
  private static final String[] LATIN =
      IntStream.range(0, 256).mapToObj(Letters::decomposed).toArray(String[]::new);

  private Letters() {}

  /** Letters and digits only. */
  static String bare(String text) {
    return kept(text, Character::isLetterOrDigit);
  }

  /** Signs too, but no spaces, control or format characters, and no accents. */
  static String printed(String text) {
    return kept(text, Letters::prints);
  }

  private static String kept(String text, IntPredicate wanted) {
    StringBuilder out = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      if (point < ASCII) {
        if (wanted.test(point)) {
          out.append((char) (point >= 'A' && point <= 'Z' ? point + 'a' - 'A' : point));
        }
      } else {
        String parts = point < LATIN.length ? LATIN[point] : decomposed(point);
        parts.codePoints().filter(wanted).forEach(out::appendCodePoint);
      }
    }
    return out.toString();
  }

  private static String decomposed(int point) {
    return Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKD)
        .toLowerCase(Locale.ROOT);
  }

  private static boolean prints(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
