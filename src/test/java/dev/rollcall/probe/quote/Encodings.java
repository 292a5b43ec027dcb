package dev.rollcall.probe.quote;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The ways in which a hostile server says a secret of ASCII back, by name. */
public final class Encodings {
  private static final String MORSE =
      "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. .- -... -.-. -.. . ..-. --. ...."
          + " .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..";

  private Encodings() {}

  /** All of them; none changes with time or chance. */
  public static Map<String, UnaryOperator<String>> all() {
    Map<String, UnaryOperator<String>> all = new LinkedHashMap<>();
    all.put("plain", secret -> secret);
    all.put("reversed", secret -> new StringBuilder(secret).reverse().toString());
    all.put("upper", secret -> secret.toUpperCase(Locale.ROOT));
    all.put("lower", secret -> secret.toLowerCase(Locale.ROOT));
    base64(all);
    hexadecimal(all);
    numbers(all);
    characters(all);
    ciphers(all);
    return all;
  }

  /** Whether a letter stands for a letter or sign in it. */
  static boolean isCipher(String name) {
    Map<String, UnaryOperator<String>> ciphers = new LinkedHashMap<>();
    ciphers(ciphers);
    return name.equals("reversed") || ciphers.containsKey(name);
  }

  /** Ways that nothing here knows, for free text. */
  public static Map<String, UnaryOperator<String>> unheardOf() {
    Base64.Encoder bare = Base64.getEncoder().withoutPadding();
    return Map.of(
        "Base64 twice",
        s -> bare.encodeToString(bare.encode(s.getBytes(UTF_8))),
        "xor 1",
        s -> mapped(s, c -> c ^ 1),
        "Base36",
        s -> new java.math.BigInteger(1, s.getBytes(UTF_8)).toString(36),
        "one big number",
        s -> new java.math.BigInteger(1, s.getBytes(UTF_8)).toString(),
        "letters by their places",
        s -> s.chars().mapToObj(c -> Integer.toString(c - 20)).collect(Collectors.joining(" ")));
  }

  private static void base64(Map<String, UnaryOperator<String>> all) {
    Base64.Encoder padded = Base64.getEncoder();
    Base64.Encoder bare = padded.withoutPadding();
    all.put("Base64", secret -> padded.encodeToString(secret.getBytes(UTF_8)));
    all.put("Base64 unpadded", secret -> bare.encodeToString(secret.getBytes(UTF_8)));
    all.put("Base64 offset 1", secret -> bare.encodeToString(("x" + secret).getBytes(UTF_8)));
    all.put("Base64 offset 2", secret -> bare.encodeToString(("xy" + secret).getBytes(UTF_8)));
    all.put("Base64 of PLAIN", s -> padded.encodeToString(("\0svc\0" + s).getBytes(UTF_8)));
    all.put("Base64 UTF-16LE", secret -> padded.encodeToString(secret.getBytes(UTF_16LE)));
    all.put("Base64 UTF-16BE", secret -> padded.encodeToString(secret.getBytes(UTF_16BE)));
    all.put("Base64 URL", s -> Base64.getUrlEncoder().encodeToString((s + "~~").getBytes(UTF_8)));
    all.put(
        "Base64 in lines", s -> bare.encodeToString(s.getBytes(UTF_8)).replaceAll("....", "$0 "));
    all.put("Base32", secret -> base32(secret.getBytes(UTF_8)));
    all.put(
        "Ascii85", secret -> base85(secret.getBytes(UTF_8), value -> "" + (char) ('!' + value)));
    all.put(
        "Z85",
        secret ->
            base85(
                secret.getBytes(UTF_8),
                value ->
                    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
                        .substring(value, value + 1)));
  }

  private static void hexadecimal(Map<String, UnaryOperator<String>> all) {
    HexFormat hex = HexFormat.of();
    all.put("hex", secret -> hex.formatHex(secret.getBytes(UTF_8)));
    all.put("HEX", secret -> hex.withUpperCase().formatHex(secret.getBytes(UTF_8)));
    all.put("hex spaced", secret -> HexFormat.ofDelimiter(" ").formatHex(secret.getBytes(UTF_8)));
    all.put("hex 0x", each("0x%02x", ", "));
    all.put("hex UTF-16", secret -> hex.formatHex(secret.getBytes(UTF_16LE)));
    all.put("percent", each("%%%02x", ""));
    all.put("percent twice", each("%%25%02x", ""));
    all.put("\\u", each("\\u%04x", ""));
    all.put("\\x", each("\\x%02x", ""));
    all.put("quoted-printable", each("=%02X", ""));
    all.put("HTML hex", each("&#x%x;", ""));
  }

  private static void numbers(Map<String, UnaryOperator<String>> all) {
    all.put("HTML decimal", each("&#%d;", ""));
    all.put("decimal spaced", each("%d", " "));
    all.put("decimal comma", each("%d", ","));
    all.put("decimal dots", each("%d", "."));
    all.put("decimal triples", each("%03d", ""));
    all.put("octal", each("\\%03o", ""));
    all.put("octal bare", each("%03o", ""));
    all.put(
        "binary",
        secret ->
            secret
                .chars()
                .mapToObj(c -> String.format("%8s", Integer.toBinaryString(c)).replace(' ', '0'))
                .collect(Collectors.joining()));
  }

  private static void characters(Map<String, UnaryOperator<String>> all) {
    all.put("zero width", between("\u200b"));
    all.put("control characters", between("\u0001"));
    all.put("combining marks", between("\u0301"));
    all.put("spaces", between(" "));
    all.put("hyphens", between("-"));
    all.put("soft hyphens", between("\u00ad"));
    all.put("every second", between("q"));
    all.put("full width", secret -> mapped(secret, c -> c > 32 ? c - 33 + 0xff01 : c));
    all.put("mathematical", secret -> mapped(secret, Encodings::mathematical));
  }

  private static void ciphers(Map<String, UnaryOperator<String>> all) {
    all.put("rot13", secret -> mapped(secret, c -> turned(c, 13)));
    all.put("Caesar 3", secret -> mapped(secret, c -> turned(c, 3)));
    all.put("rot47", secret -> mapped(secret, c -> c > 32 ? 33 + (c - 33 + 47) % 94 : c));
    all.put(
        "Atbash",
        secret ->
            mapped(secret.toLowerCase(Locale.ROOT), c -> c >= 'a' && c <= 'z' ? 'a' + 'z' - c : c));
    all.put("leet", secret -> secret.replace('P', '9').replace('b', '8').replace('Z', '2'));
    all.put(
        "rot13 reversed",
        s -> mapped(new StringBuilder(s).reverse().toString(), c -> turned(c, 13)));
    all.put("Morse", Encodings::morse);
  }

  private static UnaryOperator<String> each(String format, String between) {
    return secret ->
        secret.chars().mapToObj(c -> String.format(format, c)).collect(Collectors.joining(between));
  }

  private static UnaryOperator<String> between(String mark) {
    return secret -> secret.chars().mapToObj(c -> "" + (char) c).collect(Collectors.joining(mark));
  }

  private static String mapped(String text, java.util.function.IntUnaryOperator by) {
    return text.codePoints()
        .map(by)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static int mathematical(int c) {
    return c >= 'a' && c <= 'z'
        ? c - 'a' + 0x1d41a
        : c >= 'A' && c <= 'Z' ? c - 'A' + 0x1d400 : c >= '0' && c <= '9' ? c - '0' + 0x1d7ce : c;
  }

  private static int turned(int c, int by) {
    return c >= 'a' && c <= 'z'
        ? 'a' + (c - 'a' + by) % 26
        : c >= 'A' && c <= 'Z' ? 'A' + (c - 'A' + by) % 26 : c;
  }

  private static String base32(byte[] bytes) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    StringBuilder out = new StringBuilder();
    int value = 0;
    int filled = 0;
    for (byte each : bytes) {
      value = (value << 8 | (each & 0xff)) & 0xffff;
      for (filled += 8; filled >= 5; filled -= 5) {
        out.append(alphabet.charAt(value >> (filled - 5) & 31));
      }
    }
    return out.toString();
  }

  private static String base85(byte[] bytes, IntFunction<String> digit) {
    StringBuilder out = new StringBuilder();
    for (int at = 0; at + 4 <= bytes.length; at += 4) {
      long value = 0;
      for (int i = 0; i < 4; i++) {
        value = value << 8 | (bytes[at + i] & 0xff);
      }
      long rest = value;
      out.append(
          IntStream.of(52_200_625, 614_125, 7225, 85, 1)
              .mapToObj(unit -> digit.apply((int) (rest / unit % 85)))
              .collect(Collectors.joining()));
    }
    return out.toString();
  }

  private static String morse(String secret) {
    List<String> signs = List.of(MORSE.split(" ", -1));
    return secret
        .toLowerCase(Locale.ROOT)
        .chars()
        .filter(Character::isLetterOrDigit)
        .mapToObj(c -> signs.get(Character.digit(c, 36)))
        .collect(Collectors.joining(" "));
  }
}
