package dev.rollcall.probe.quote;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Decides whether a text resembles one secret. It has no text form, no equality and no serial form.
 */
final class Lookalike {
  /**
   * A text that shares this many consecutive characters with a secret resembles it; of a shorter
   * secret, all characters.
   */
  private static final int RUN = 4;

  /** The least number of letters that distinguishes a cipher from chance. */
  private static final int CIPHER_RUN = 5;

  private static final int LETTERS = 26;

  /** Signs and digits that can replace letters, and these letters. */
  private static final String LIKE = "4@83691!|l05$7+2";

  private static final String LIKED = "aabeggiiiiossttz";

  private final int run;
  private final Runs printed;
  private final Runs bare;
  private final Runs backwards;
  private final Runs ciphered;
  private final Runs folded;
  private final Runs base64;
  private final boolean ascii;

  Lookalike(char[] secret) {
    String text = String.valueOf(secret);
    String signs = Letters.printed(text);
    String letters = Letters.bare(text);
    run = Math.max(1, Math.min(RUN, text.length()));
    printed = new Runs(run, signs);
    bare = new Runs(run, letters);
    backwards = new Runs(run, reversed(letters));
    ciphered = new Runs(CIPHER_RUN, letters, reversed(letters));
    folded = new Runs(CIPHER_RUN, fold(signs), fold(reversed(signs)));
    base64 = new Runs(CIPHER_RUN, base64(text));
    ascii = text.chars().allMatch(sign -> sign < 128);
  }

  /**
   * Whether the text shares a run of four characters with the secret, forwards or backwards, in any
   * case, ignoring everything between letters and digits. Used for words of the vocabulary.
   */
  boolean shares(String text) {
    return forwards(text) || backwards.in(Letters.bare(text));
  }

  private boolean forwards(String text) {
    return printed.in(Letters.printed(text)) || bare.in(Letters.bare(text));
  }

  /**
   * Whether a run of the secret appears where two texts meet, ignoring everything between.
   *
   * @param own whether the inside of the piece is known already
   */
  boolean joins(String before, String piece, boolean own) {
    String head = Letters.bare(before);
    String tail = Letters.bare(piece);
    int across = run - 1;
    String seam =
        head.substring(Math.max(0, head.length() - across))
            + tail.substring(0, Math.min(across, tail.length()));
    return bare.in(seam) || backwards.in(seam) || (!own && shares(piece));
  }

  /**
   * Whether the text shares a run of four characters with the secret, as it is or in one of the
   * {@link Decodings}; or one of five backwards, in a cipher that shifts or mirrors letters, in
   * every second character, or in signs that look like letters. Used for names.
   */
  boolean in(String text) {
    String letters = Letters.bare(text);
    if (forwards(text)
        || base64.in(letters)
        || folded.in(fold(Letters.printed(text)))
        || ciphered(text, letters)) {
      return true;
    }
    for (String decoded : Decodings.of(text, ascii)) {
      if (forwards(decoded) || ciphered.in(Letters.bare(decoded))) {
        return true;
      }
    }
    return false;
  }

  private boolean ciphered(String text, String letters) {
    // A shift of zero is the secret itself, backwards.
    for (int shift = 0; shift < LETTERS; shift++) {
      if (ciphered.in(shifted(letters, shift))) {
        return true;
      }
    }
    return ciphered.in(mirrored(letters))
        || ciphered.in(Letters.bare(rot47(text)))
        || ciphered.in(everySecond(text, 0))
        || ciphered.in(everySecond(text, 1));
  }

  /** Ignores case, which {@link Decodings} depends on: tries each offset, with a blank between. */
  private static String base64(String text) {
    StringBuilder forms = new StringBuilder();
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      byte[] bytes = text.getBytes(charset);
      for (int offset = 0; offset < 3; offset++) {
        byte[] moved = new byte[offset + bytes.length];
        System.arraycopy(bytes, 0, moved, offset, bytes.length);
        String form = Base64.getEncoder().withoutPadding().encodeToString(moved);
        // The characters before depend on bytes that are not the secret's.
        forms.append(Letters.bare(form.substring(offset == 0 ? 0 : offset + 1))).append(' ');
      }
    }
    return forms.toString();
  }

  private static String reversed(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  private static String fold(String printed) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < printed.length(); i++) {
      char sign = printed.charAt(i);
      int at = LIKE.indexOf(sign);
      char like = at < 0 ? sign : LIKED.charAt(at);
      if (Character.isLetterOrDigit(like)) {
        out.append(like);
      }
    }
    return out.toString();
  }

  private static String shifted(String letters, int by) {
    char[] out = letters.toCharArray();
    for (int at = 0; at < out.length; at++) {
      if (letter(out[at])) {
        out[at] = (char) ('a' + (out[at] - 'a' + by) % LETTERS);
      }
    }
    return String.valueOf(out);
  }

  private static String mirrored(String letters) {
    char[] out = letters.toCharArray();
    for (int at = 0; at < out.length; at++) {
      if (letter(out[at])) {
        out[at] = (char) ('a' + 'z' - out[at]);
      }
    }
    return String.valueOf(out);
  }

  private static String everySecond(String text, int from) {
    StringBuilder out = new StringBuilder();
    for (int at = from; at < text.length(); at += 2) {
      out.append(text.charAt(at));
    }
    return Letters.bare(out.toString());
  }

  private static boolean letter(char sign) {
    return sign >= 'a' && sign <= 'z';
  }

  private static String rot47(String text) {
    char[] out = text.toCharArray();
    for (int at = 0; at < out.length; at++) {
      if (out[at] > ' ' && out[at] < 127) {
        out[at] = (char) ('!' + (out[at] - '!' + 47) % 94);
      }
    }
    return String.valueOf(out);
  }
}
