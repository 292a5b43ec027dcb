package dev.rollcall.catalogue.bind;

import dev.rollcall.text.HostNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Distinguishes names from addresses by their form; resolves nothing. */
public final class Hosts {
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
  private static final Pattern QUAD =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
  private static final Pattern SIXES = Pattern.compile("[0-9A-Fa-f:.]+");

  /** The longest literal of IPv6, with an IPv4 address at its end (RFC 4291 §2.2). */
  private static final int LONGEST_SIX = 45;

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

  /** Whether it is a host name (RFC 1123 §2.1, underscores let through) or an address. */
  public static boolean isHost(String text) {
    if (address(text).isPresent()) {
      return true;
    }
    if (text.isEmpty() || text.length() > 253 || text.matches("[0-9.]+")) {
      return false;
    }
    for (String label : text.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }

  /** An internationalised name in its ASCII form (RFC 5890); any other text as it is. */
  static String inAscii(String text) {
    if (text.length() > 253 || text.chars().allMatch(c -> c < 128)) {
      return text;
    }
    return HostNames.inAscii(text).orElse(text);
  }

  /** What to write instead of a name that has no ASCII form, or two; nothing for other texts. */
  public static String remedyInAscii(String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return "";
    }
    return (HostNames.isAmbiguous(text)
            ? "; programs differ on the ASCII form of names with \u00df, \u03c2 or zero-width"
                + " joiners:"
            : ";")
        + " write the name as it is in DNS, with xn-- (\"idn2 NAME\" prints that form)";
  }

  /** What to write instead of an invalid host. */
  public static String remedy(String text) {
    if (text.contains("://")) {
      return "; write the host name alone, without scheme and path";
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
    return remedyInAscii(text);
  }
}
