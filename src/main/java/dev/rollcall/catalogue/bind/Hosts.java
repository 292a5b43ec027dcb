package dev.rollcall.catalogue.bind;

import dev.rollcall.text.HostNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Distinguishes names from addresses by their form; resolves nothing. */
public final class Hosts {
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
  private static final Pattern QUAD =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
  private static final Pattern SIXES = Pattern.compile("[0-9A-Fa-f:.]+");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9A-Fa-f]+");

  /** Signs that are not seen, and that the ASCII form of a name leaves out. */
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cf}\\ufe00-\\ufe0f&&[^\\u200c\\u200d]]");

  /** The longest literal of IPv6, with an IPv4 address at its end (RFC 4291 §2.2). */
  private static final int LONGEST_SIX = 45;

  private static final int LONGEST_NAME = 253;

  /** A longer text is not looked at as a list of hosts. */
  private static final int LONGEST_LIST = 10 * LONGEST_NAME;

  private Hosts() {}

  /** The address in the text, if it is one. */
  public static Optional<InetAddress> address(String text) {
    boolean six =
        text.length() <= LONGEST_SIX && text.indexOf(':') >= 0 && SIXES.matcher(text).matches();
    if (!six && !QUAD.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether an address can be the one of a host: no multicast, no broadcast, none of "this network"
   * (RFC 6890 §2.2.2), where a connection ends at this host itself.
   */
  static boolean isOfOneHost(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean broadcast = bytes.length == 4 && Arrays.equals(bytes, new byte[] {-1, -1, -1, -1});
    boolean thisNetwork = bytes.length == 4 && bytes[0] == 0;
    return !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && !broadcast
        && !thisNetwork;
  }

  /**
   * Whether it is a host name (RFC 1123 §2.1, underscores let through) or the address of a host.
   */
  public static boolean isHost(String text) {
    Optional<InetAddress> address = address(text);
    if (address.isPresent()) {
      return isOfOneHost(address.get());
    }
    // Programs read numbers alone as an address, and not all in the same way.
    if (text.isEmpty() || text.length() > LONGEST_NAME || isNumbers(text)) {
      return false;
    }
    for (String label : text.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumbers(String text) {
    return text.length() <= LONGEST_NAME
        && Stream.of(text.split("\\.")).allMatch(label -> NUMBER.matcher(label).matches());
  }

  /** An internationalised name in its ASCII form (RFC 5890); any other text as it is. */
  static String inAscii(String text) {
    if (text.length() > LONGEST_NAME
        || text.chars().allMatch(c -> c < 128)
        || INVISIBLE.matcher(text).find()) {
      return text;
    }
    return HostNames.inAscii(text).orElse(text);
  }

  /** What to write instead of a name that has no ASCII form, or two; nothing for other texts. */
  public static String remedyInAscii(String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return "";
    }
    Matcher invisible = INVISIBLE.matcher(text);
    if (invisible.find()) {
      return String.format(
          Locale.ROOT,
          "; it holds an invisible character, U+%04X: type it again",
          invisible.group().codePointAt(0));
    }
    return (HostNames.isAmbiguous(text)
            ? "; programs differ on the ASCII form of names with \u00df, \u03c2 or zero-width"
                + " joiners:"
            : ";")
        + " write the name as it is in DNS, with xn-- (\"idn2 NAME\" prints that form)";
  }

  /** What to write instead of an invalid host. */
  public static String remedy(String text) {
    return remedy(text, false);
  }

  /**
   * What to write instead of an invalid host.
   *
   * @param several whether a list of hosts may stand there
   */
  static String remedy(String text, boolean several) {
    if (text.isBlank()) {
      return "; write a name, or leave the key out";
    }
    if (text.contains("://")) {
      return "; write the host name alone, without scheme and path";
    }
    if (address(text).isPresent()) {
      return "; this is not the address of one host";
    }
    if (isHost(text.strip())) {
      return "; remove the blanks around it";
    }
    int backslash = text.indexOf('\\');
    if (backslash > 0 && isHost(text.substring(0, backslash))) {
      return "; write the host name alone, and what follows the \\ as 'instance' beside it";
    }
    if (text.matches("[^:,]+[:,] *[0-9]+")) {
      return "; write the host name alone, without the port";
    }
    if (text.endsWith(".") && isHost(HostNames.withoutDot(text))) {
      return "; write the name without the dot at its end";
    }
    if (text.startsWith("[") && text.endsWith("]")) {
      return "; write the address without brackets";
    }
    if (text.indexOf('*') >= 0) {
      return "; write the name of one host, without *";
    }
    if (isNumbers(text)) {
      return "; write an IPv4 address as four numbers from 0 to 255";
    }
    return several(text, several).or(() -> afterAddress(text)).orElseGet(() -> remedyInAscii(text));
  }

  /** For several hosts in one text. */
  private static Optional<String> several(String text, boolean allowed) {
    if (text.length() > LONGEST_LIST) {
      return Optional.empty();
    }
    String[] parts = text.strip().split("[\\s,;]+");
    boolean hosts = Stream.of(parts).allMatch(part -> part.contains(".") && isHost(part));
    if (parts.length < 2 || !hosts) {
      return Optional.empty();
    }
    String remedy = text.indexOf(',') >= 0 ? "put them in [brackets]" : "separate them by commas";
    return Optional.of(allowed ? "; " + remedy : "; write one host");
  }

  /** For an address with the length of its network, or with a zone (RFC 4007 §11). */
  private static Optional<String> afterAddress(String text) {
    int sign = text.indexOf('/') < 0 ? text.indexOf('%') : text.indexOf('/');
    if (sign < 0 || address(text.substring(0, sign)).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        text.charAt(sign) == '/'
            ? "; write one address, not a network"
            : "; an address with % is valid on this host alone: write the name, or an"
                + " address without %");
  }
}
