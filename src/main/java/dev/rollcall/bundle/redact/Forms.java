package dev.rollcall.bundle.redact;

import java.util.regex.Pattern;

/** The forms that names, addresses and harmless values have in a text. */
final class Forms {
  /**
   * A word without dots, bounded, as Java matches groups by recursion; what {@code PeerText} shows
   * as {@code \\u0000} is a sign, too.
   */
  private static final String SIGNS =
      "(?:[\\p{L}\\p{N}\\p{M}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}_-]++|\\\\u[0-9a-f]{4,6}){1,50}+";

  private static final String START = "(?<![\\w.])";

  private static final String DATE =
      START
          + "\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])(?:[T"
          + " ]\\d{2}:?\\d{2}(?::?\\d{2}(?:\\.\\d{1,9})?)?Z?)?"
          + "(?:-(?:appsanywhere|client|jump-host|outside))?(?![\\w-])";

  /** A class of Java or of Rollcall, with a method and a line. */
  private static final String CODE =
      START
          + "(?:java\\.[a-z]+/)?"
          + "(?:(?:java|javax|jdk|sun|com\\.sun)(?:\\.[a-z][a-z0-9]*){1,12}|dev\\.rollcall(?:\\.[a-z]+){0,12})"
          + "\\.[A-Z][\\w$]*(?:\\.[\\w$<>]+)?(?:\\((?:[A-Z]\\w*\\.java(?::\\d+)?|Native"
          + " Method|Unknown Source)\\))?(?![\\w.-])";

  private static final String REVERSE =
      START
          + "(?:(?<four>(?:\\d{1,3}\\.){1,4})in-addr|(?<six>(?:[0-9A-Fa-f]\\.){1,32})ip6)"
          + "\\.arpa(?![\\w-])";

  /** A part of a distinguished name (RFC 4514). */
  private static final String PART =
      "(?<![\\p{L}\\p{N}])(?<key>(?i:CN|OU|O|L|ST|S|STREET|DC|C|E|T|G|SN|GN|UID|EMAILADDRESS"
          + "|SERIALNUMBER|SAMACCOUNTNAME|USERPRINCIPALNAME)\\s{0,2}=\\s{0,2})"
          + "(?<value>(?:[^\\\\,+;\"()\\n\\r]++|\\\\.){0,50}+)";

  /** The bytes before the text in {@code PeerText.dump}, or any four bytes and more. */
  private static final String BYTES =
      "(?<![\\w])[0-9A-Fa-f]{2}(?:(?: [0-9A-Fa-f]{2}){1,15}(?: …)?(?= \\(\")"
          + "|(?:[ :%=-][0-9A-Fa-f]{2}){3,}(?![\\w]))";

  private static final String CUT = START + "[0-9A-Fa-f][0-9A-Fa-f:.]{0,45}…";

  private static final String CIDR = "(?:/(?<bits4>\\d{1,2})(?![\\w/]))?";

  private static final String V4 =
      START + "(?<v4>\\d{1,3}(?:\\.\\d{1,3}){3})" + CIDR + "(?!\\w|\\.\\w)";

  private static final String CLOCK = START + "\\d{1,3}(?::\\d{2}){2}(?:\\.\\d{1,9})?Z?(?![\\w:])";

  private static final String V6 =
      START
          + "(?<v6>(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f:.]{0,45})(?<scope>%[\\w.-]{1,40})?"
          + "(?:/(?<bits6>\\d{1,3})(?![\\w/]))?";

  private static final String WORDS = SIGNS + "(?:\\." + SIGNS + "){0,40}+";

  /** Every form that is looked at, the more special first; the rest of a text is punctuation. */
  static final Pattern ALL =
      Pattern.compile(
          String.join(
              "|",
              "(?<date>" + DATE + ")",
              "(?<code>" + CODE + ")",
              "(?<reverse>" + REVERSE + ")",
              "(?<part>" + PART + ")",
              "(?<bytes>" + BYTES + ")",
              "(?<cut>" + CUT + ")",
              V4,
              "(?<clock>" + CLOCK + ")",
              V6,
              "(?<word>" + WORDS + ")"));

  static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

  /** A number with its unit. */
  static final Pattern AMOUNT =
      Pattern.compile(
          "[0-9]{1,6}(?:\\.[0-9]{1,6})?"
              + "(?:ns|us|ms|s|m|h|d|min|B|kB|MB|KiB|MiB|GiB|st|nd|rd|th|x)?");

  /** A version of a program: {@code 16.0.4165.4}, {@code 9.2p1}, {@code 6.1.0-13-amd64}. */
  private static final Pattern VERSION =
      Pattern.compile(
          "[0-9]{1,6}(?:[.+~-](?:[0-9]{1,6}|[0-9]{1,4}[a-z]{1,2}[0-9]{0,4}|(?:el|rc|deb|fc|p|u)[0-9]"
              + "{1,3}(?:_[0-9]{1,3})?|amd64|aarch64|x86_64|generic|snapshot|beta|ga|lts|ubuntu))+",
          Pattern.CASE_INSENSITIVE);

  static final Pattern QUAD =
      Pattern.compile("(?<![0-9])[0-9]{1,3}(?:[.+~-][0-9]{1,3}){3}(?![0-9])");

  /** The beginning of a private address. */
  static final Pattern NETWORK =
      Pattern.compile(
          "(?:10\\.[0-9]{1,3}|172\\.(?:1[6-9]|2[0-9]|3[01])|192\\.168)(?:\\.[0-9]{1,3})?");

  /** {@code OpenSSH_9.2p1}. */
  static final Pattern PRODUCT =
      Pattern.compile("([A-Za-z]+)_[0-9]{1,4}(?:\\.[0-9]{1,6}){0,3}(?:p[0-9]{1,2})?");

  /** {@code TLSv1.3}, and its cipher suites by the names of IANA's registry. */
  static final Pattern TLS =
      Pattern.compile(
          "(?:TLS|SSL)v[0-9](?:\\.[0-9])?|(?:TLS|SSL)(?:_(?:ECDHE|DHE|ECDH|RSA|ECDSA|DSS|PSK|WITH"
              + "|AES|[0-9]{1,3}|GCM|CBC|CCM|SHA|SHA256|SHA384|MD5|CHACHA20|POLY1305|3DES|EDE|RC4"
              + "|NULL|anon|KRB5|ARIA|CAMELLIA|8))+");

  /** Numbers with other signs than dots between them, as a telephone number has. */
  private static final Pattern DIALLED = Pattern.compile("[0-9]+(?:[+~-][0-9]+)+");

  /** The most digits of a number that says nothing of a site. */
  private static final int DIGITS = 6;

  private Forms() {}

  /** Whether it is the version of a program, and not a long number with signs in it. */
  static boolean isVersion(String word) {
    return VERSION.matcher(word).matches()
        && !(DIALLED.matcher(word).matches()
            && word.chars().filter(c -> c >= '0' && c <= '9').count() > DIGITS);
  }
}
