package dev.rollcall.fuzz.mutate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes of what may be text: numbers in digits, lines, words that parsers and outputs mind. */
final class TextEdits {
  private static final List<byte[]> NUMBERS =
      bytes(
          "0",
          "-1",
          "+1",
          "1",
          "255",
          "256",
          "65535",
          "65536",
          "2147483647",
          "2147483648",
          "-2147483649",
          "4294967296",
          "9223372036",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "18446744073709551616",
          "99999999999999999999999999999999999999",
          "000000000000000000000000000001",
          "0.5",
          ".000000001",
          "1e9",
          "1e18",
          "1e999999999",
          "-1e-999999999",
          "0x7f",
          "NaN",
          "9999",
          "10000",
          "99991231235959Z",
          "+9999999990101000000Z",
          "99991231235959.0Z",
          "24000101000000Z",
          "+1000000000-12-31T23:59:59Z",
          "-999999999",
          "\u0663");

  private static final List<byte[]> TOKENS =
      bytes(
          "\r\n",
          "\n\n",
          "\n",
          "\r",
          "\t",
          "\0",
          " ",
          ":",
          ";",
          "=",
          ",",
          "\"",
          "'",
          "\\",
          "%n",
          "%s",
          "${",
          "}",
          "]]>",
          "<!--",
          "&#0;",
          "\u202e",
          "\u001b[2J",
          "\u0085",
          "\u2028",
          "\ufeff",
          "\u00e9",
          "\ud83d\ude00",
          "\\u0000",
          "\\ud800",
          "null",
          "true",
          "[]",
          "{}",
          "..",
          "%00",
          "//",
          "@",
          "*",
          "?");

  /** A surrogate by itself in UTF-8, and a byte that no UTF-8 has. */
  private static final byte[][] BROKEN = {{(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xff}};

  private final SplittableRandom random;
  private final List<byte[]> own;

  /**
   * @param own words that the parser looks for
   */
  TextEdits(SplittableRandom random, List<byte[]> own) {
    this.random = random;
    this.own = own;
  }

  private static List<byte[]> bytes(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** One of the parser's words mostly, or one that many parsers mind. */
  byte[] token() {
    if (!own.isEmpty() && random.nextInt(4) > 0) {
      return own.get(random.nextInt(own.size()));
    }
    return switch (random.nextInt(16)) {
      case 0 -> BROKEN[random.nextInt(BROKEN.length)];
      case 1 -> "A".repeat(1 + random.nextInt(3000)).getBytes(StandardCharsets.US_ASCII);
      case 2 -> anyNumber();
      default -> TOKENS.get(random.nextInt(TOKENS.size()));
    };
  }

  byte[] anyNumber() {
    return NUMBERS.get(random.nextInt(NUMBERS.size()));
  }

  /** Puts something else in the place of a word, so that what stands around it stays as it is. */
  byte[] value(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int from = at;
    while (from > 0 && isWord(input[from - 1])) {
      from--;
    }
    int end = at;
    while (end < input.length && isWord(input[end])) {
      end++;
    }
    byte[] other =
        switch (random.nextInt(4)) {
          case 0 -> new byte[0];
          case 1 -> anyNumber();
          case 2 -> word(input);
          default -> token();
        };
    return ByteEdits.joined(input, from, other, end);
  }

  private byte[] word(byte[] input) {
    int from = random.nextInt(input.length + 1);
    while (from < input.length && !isWord(input[from])) {
      from++;
    }
    int end = from;
    while (end < input.length && isWord(input[end])) {
      end++;
    }
    return Arrays.copyOfRange(input, from, end);
  }

  private static boolean isWord(byte sign) {
    return sign < 0 || Character.isLetterOrDigit(sign) || "_.+-".indexOf(sign) >= 0;
  }

  /** Puts another number in the place of one that is written in digits. */
  byte[] number(byte[] input) {
    byte[] other = anyNumber();
    int at = random.nextInt(input.length + 1);
    int from = digit(input, at);
    if (from == input.length) {
      from = digit(input, 0);
    }
    int end = from;
    while (end < input.length && isDigit(input[end])) {
      end++;
    }
    return end == from ? input : ByteEdits.joined(input, from, other, end);
  }

  /** A line twice, in another place or gone, in capitals or small. */
  byte[] line(byte[] input) {
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < input.length; i++) {
      if (input[i] == '\n') {
        lines.add(Arrays.copyOfRange(input, from, i + 1));
        from = i + 1;
      }
    }
    lines.add(Arrays.copyOfRange(input, from, input.length));
    int at = random.nextInt(lines.size());
    switch (random.nextInt(4)) {
      case 0 -> lines.add(random.nextInt(lines.size()), lines.get(at));
      case 1 -> lines.add(random.nextInt(lines.size()), lines.remove(at));
      case 2 -> lines.remove(at);
      default -> lines.set(at, otherCase(lines.get(at)));
    }
    byte[] out = new byte[lines.stream().mapToInt(line -> line.length).sum()];
    int to = 0;
    for (byte[] line : lines) {
      System.arraycopy(line, 0, out, to, line.length);
      to += line.length;
    }
    return out;
  }

  private static byte[] otherCase(byte[] line) {
    byte[] out = line.clone();
    for (int i = 0; i < out.length; i++) {
      boolean letter = (out[i] >= 'a' && out[i] <= 'z') || (out[i] >= 'A' && out[i] <= 'Z');
      out[i] ^= (byte) (letter ? 0x20 : 0);
    }
    return out;
  }

  private static int digit(byte[] input, int from) {
    int at = from;
    while (at < input.length && !isDigit(input[at])) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(byte sign) {
    return sign >= '0' && sign <= '9';
  }
}
