package dev.rollcall.probe.quote;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decodes a text by common encodings: numbers in base 2, 8, 10 and 16, single or in sequence (this
 * covers percent encoding, {@code \\u}, {@code \\x}, quoted-printable and HTML entities), Base32,
 * Base64 and Base85 from every offset, and Morse.
 *
 * <p>There are no errors: a text that is not in an encoding decodes to random characters, which
 * match no secret.
 */
final class Decodings {
  private static final String HEX = "0123456789abcdef";
  private static final String BASE_32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final String BASE_32_HEX = "0123456789abcdefghijklmnopqrstuv";
  private static final String BASE_64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /** ZeroMQ's RFC 32. */
  private static final String Z85 =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

  /** Of a to z and 0 to 9 (ITU-R M.1677-1). */
  private static final List<String> MORSE =
      List.of(
          (".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..-"
                  + " ...- .-- -..- -.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.."
                  + " ----.")
              .split(" ", -1));

  /** This also finds ASCII in UTF-16, whose other bytes are no characters. */
  private static final List<Charset> ASCII = List.of(StandardCharsets.ISO_8859_1);

  private static final List<Charset> CHARSETS =
      List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

  /** Shorter texts are ignored; this many bytes hold four characters. */
  private static final int LEAST = 4;

  private final String text;
  private final List<Charset> charsets;
  private final List<String> found = new ArrayList<>();

  private Decodings(String text, boolean ascii) {
    this.text = text;
    this.charsets = ascii ? ASCII : CHARSETS;
  }

  /**
   * Every decoded text, without the text itself.
   *
   * @param ascii whether to look for ASCII only
   */
  static List<String> of(String text, boolean ascii) {
    Decodings all = new Decodings(text, ascii);
    all.groups();
    all.bits("01", 1, true);
    all.bits(HEX, 4, true);
    all.bits(BASE_32, 5, true);
    all.bits(BASE_32_HEX, 5, true);
    all.bits(BASE_64, 6, false);
    all.bits(BASE_64.substring(0, 62), 6, false);
    all.bits(BASE_64.substring(0, 62) + "-_", 6, false);
    all.triples(8);
    all.triples(10);
    all.ascii85();
    all.base85(Z85);
    all.morse();
    return all.found;
  }

  /** Each single number, as a code point. */
  private void groups() {
    String lower = text.toLowerCase(Locale.ROOT);
    for (int radix : new int[] {2, 8, 10, 16}) {
      StringBuilder read = new StringBuilder();
      for (int at = 0; at < lower.length(); ) {
        int end = at;
        while (end < lower.length() && Character.digit(lower.charAt(end), radix) >= 0) {
          end++;
        }
        // The 0 of 0x50 and the leading zeros of a code are no characters.
        String digits = lower.substring(at, end).replaceFirst("^0+", "");
        if (!digits.isEmpty() && digits.length() <= 21) {
          append(read, digits, radix);
        }
        at = end + 1;
      }
      found.add(read.toString());
    }
  }

  private static void append(StringBuilder read, String digits, int radix) {
    try {
      int point = Integer.parseInt(digits, radix);
      if (Character.isValidCodePoint(point)) {
        read.appendCodePoint(point);
      }
    } catch (NumberFormatException e) {
      // Not a code point.
    }
  }

  /** Symbols of this many bits, in sequence, whatever is between them. */
  private void bits(String alphabet, int each, boolean anyCase) {
    int[] symbols = symbols(alphabet, anyCase);
    if (symbols.length * each < LEAST * 7) {
      return;
    }
    int period = each == 6 ? 4 : each == 4 ? 2 : 8;
    for (int skip = 0; skip < period && skip < symbols.length; skip++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      int value = 0;
      int filled = 0;
      for (int at = skip; at < symbols.length; at++) {
        value = (value << each | symbols[at]) & 0xffff;
        filled += each;
        if (filled >= 8) {
          filled -= 8;
          bytes.write(value >> filled);
        }
      }
      add(bytes.toByteArray());
    }
    if (each == 1) {
      sevenBits(symbols);
    }
  }

  private void sevenBits(int[] bits) {
    for (int skip = 0; skip < 7; skip++) {
      StringBuilder read = new StringBuilder();
      for (int at = skip; at + 7 <= bits.length; at += 7) {
        int value = 0;
        for (int bit = 0; bit < 7; bit++) {
          value = value << 1 | bits[at + bit];
        }
        read.append((char) value);
      }
      found.add(read.toString());
    }
  }

  private int[] symbols(String alphabet, boolean anyCase) {
    return (anyCase ? text.toLowerCase(Locale.ROOT) : text)
        .chars()
        .filter(symbol -> symbol != ' ')
        .map(alphabet::indexOf)
        .filter(value -> value >= 0)
        .toArray();
  }

  /** Codes of three digits, in sequence. */
  private void triples(int radix) {
    int[] digits =
        text.chars().map(symbol -> Character.digit(symbol, radix)).filter(d -> d >= 0).toArray();
    for (int skip = 0; skip < 3; skip++) {
      StringBuilder read = new StringBuilder();
      for (int at = skip; at + 3 <= digits.length; at += 3) {
        read.append((char) ((digits[at] * radix + digits[at + 1]) * radix + digits[at + 2]));
      }
      found.add(read.toString());
    }
  }

  private void ascii85() {
    StringBuilder alphabet = new StringBuilder();
    for (char symbol = '!'; symbol <= 'u'; symbol++) {
      alphabet.append(symbol);
    }
    base85(alphabet.toString());
  }

  private void base85(String alphabet) {
    int[] symbols = symbols(alphabet, false);
    for (int skip = 0; skip < 5; skip++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int at = skip; at + 5 <= symbols.length; at += 5) {
        long value = 0;
        for (int digit = 0; digit < 5; digit++) {
          value = value * 85 + symbols[at + digit];
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
          bytes.write((int) (value >> shift));
        }
      }
      add(bytes.toByteArray());
    }
  }

  private void morse() {
    StringBuilder read = new StringBuilder();
    for (String sign : text.split("[^.-]+", -1)) {
      int at = MORSE.indexOf(sign);
      if (at >= 0) {
        read.append(Character.forDigit(at < 26 ? at + 10 : at - 26, 36));
      }
    }
    found.add(read.toString());
  }

  private void add(byte[] bytes) {
    charsets.forEach(charset -> found.add(new String(bytes, charset)));
  }
}
