package dev.rollcall.probe.quote;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells whether a text resembles one secret. It has no text form, no equality and no serial form.
 */
final class Lookalike {
  /** So many characters of a secret in a row are too many; of a shorter one all are. */
  private static final int RUN = 4;

  /** By that many letters a cipher is told from chance. */
  private static final int CIPHER_RUN = 5;

  private static final int LETTERS = 26;

  /** Signs and digits that stand for letters, and the letters. */
  private static final String LIKE = "4@83691!|l05$7+2";

  private static final String LIKED = "aabeggiiiiossttz";

  private final Set<String> raw = new HashSet<>();
  private final Set<String> plain = new HashSet<>();
  private final Set<String> backwards = new HashSet<>();
  private final Set<String> ciphered = new HashSet<>();
  private final Set<String> folded = new HashSet<>();
  private final int run;

  Lookalike(char[] secret) {
    String text = String.valueOf(secret);
    String bare = bare(text);
    run = Math.min(RUN, Math.max(1, bare.length()));
    add(raw, printed(text), RUN, text.length());
    add(plain, bare, RUN, text.length());
    add(backwards, reversed(bare), RUN, text.length());
    for (String way : List.of(bare, reversed(bare))) {
      add(ciphered, way, CIPHER_RUN, Integer.MAX_VALUE);
    }
    for (String way : List.of(printed(text), reversed(printed(text)))) {
      add(folded, fold(way), CIPHER_RUN, Integer.MAX_VALUE);
    }
  }

  private static String reversed(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  private static void add(Set<String> runs, String form, int run, int whole) {
    if (form.length() < run && form.length() == whole) {
      runs.add(form);
    }
    for (int at = 0; at + run <= form.length(); at++) {
      runs.add(form.substring(at, at + run));
    }
  }

  /**
   * Whether the text shares a run of four characters with the secret, forwards or backwards, in any
   * case, whatever stands between the letters and digits: for words of the vocabulary.
   */
  boolean shares(String text) {
    return forwards(text) || holds(backwards, bare(text));
  }

  private boolean forwards(String text) {
    return holds(raw, printed(text)) || holds(plain, bare(text));
  }

  /**
   * Whether a run of the secret shows where one text follows another, whatever stands between.
   *
   * @param own whether what stands within the piece is known anyway
   */
  boolean joins(String before, String piece, boolean own) {
    String head = bare(before);
    String tail = bare(piece);
    int across = run - 1;
    String seam =
        head.substring(Math.max(0, head.length() - across))
            + tail.substring(0, Math.min(across, tail.length()));
    return holds(plain, seam) || holds(backwards, seam) || (!own && shares(piece));
  }

  /**
   * Whether the text shares a run of four characters with the secret, as it is or in one of the
   * {@link Decodings}; or one of five backwards, in a cipher that shifts or mirrors letters, or in
   * signs that look like letters: for names.
   */
  boolean in(String text) {
    if (forwards(text) || holds(folded, fold(printed(text)))) {
      return true;
    }
    for (String decoded : Decodings.of(text)) {
      String bare = bare(decoded);
      if (forwards(decoded) || holds(ciphered, bare)) {
        return true;
      }
    }
    String bare = bare(text);
    // Shifted by nothing it is the secret backwards.
    for (int shift = 0; shift < LETTERS; shift++) {
      if (holds(ciphered, shifted(bare, shift))) {
        return true;
      }
    }
    return holds(ciphered, mirrored(bare)) || holds(raw, rot47(text));
  }

  /** All runs of a set are of one length. */
  private static boolean holds(Set<String> runs, String text) {
    int length = runs.stream().findFirst().map(String::length).orElse(text.length() + 1);
    for (int at = 0; at + length <= text.length(); at++) {
      if (runs.contains(text.substring(at, at + length))) {
        return true;
      }
    }
    return false;
  }

  /** Letters and digits only, without marks, in lower case. */
  private static String bare(String text) {
    StringBuilder out = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFKD)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(out::appendCodePoint);
    return out.toString().toLowerCase(Locale.ROOT);
  }

  /** Without spaces, controls, formats and marks, in lower case. */
  private static String printed(String text) {
    StringBuilder out = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFKD)
        .codePoints()
        .filter(
            point ->
                switch (Character.getType(point)) {
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
                })
        .forEach(out::appendCodePoint);
    return out.toString().toLowerCase(Locale.ROOT);
  }

  private static String fold(String printed) {
    StringBuilder out = new StringBuilder();
    printed
        .chars()
        .map(
            sign -> {
              int at = LIKE.indexOf(sign);
              return at < 0 ? sign : LIKED.charAt(at);
            })
        .filter(Character::isLetterOrDigit)
        .forEach(sign -> out.append((char) sign));
    return out.toString();
  }

  private static String shifted(String bare, int by) {
    StringBuilder out = new StringBuilder();
    bare.chars()
        .map(sign -> letter(sign) ? 'a' + (sign - 'a' + by) % LETTERS : sign)
        .forEach(sign -> out.append((char) sign));
    return out.toString();
  }

  private static String mirrored(String bare) {
    StringBuilder out = new StringBuilder();
    bare.chars()
        .map(sign -> letter(sign) ? 'a' + 'z' - sign : sign)
        .forEach(sign -> out.append((char) sign));
    return out.toString();
  }

  private static boolean letter(int sign) {
    return sign >= 'a' && sign <= 'z';
  }

  /** Case matters to it, so that it comes before everything else. */
  private static String rot47(String text) {
    StringBuilder out = new StringBuilder();
    text.chars()
        .map(sign -> sign > ' ' && sign < 127 ? '!' + (sign - '!' + 47) % 94 : sign)
        .forEach(sign -> out.append((char) sign));
    return printed(out.toString());
  }
}
