package dev.rollcall.text;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses as literals: reads and writes them; no name is ever looked up. */
public final class LiteralAddress {
  private LiteralAddress() {}

  /** Without the zone: {@code %eth0} in {@code fe80::1%eth0} means nothing on another host. */
  public static String of(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /** Whether a text is a literal address; if not, it may be a name. */
  public static boolean isOne(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The address of a literal of IPv4 or IPv6. A scope ({@code fe80::1%eth0}) is left out: it means
   * nothing on another host.
   *
   * @throws IllegalArgumentException if it is not a literal address
   */
  public static InetAddress parse(String literal) {
    int scope = literal.indexOf('%');
    String bare = scope < 0 ? literal : literal.substring(0, scope);
    // Only texts that InetAddress reads as a literal or refuses.
    boolean four = bare.matches("(\\d{1,3}\\.){3}\\d{1,3}");
    boolean six = bare.matches("[0-9a-fA-F:][0-9a-fA-F:.]{1,44}") && bare.indexOf(':') >= 0;
    try {
      if (six || (four && fits(bare))) {
        return InetAddress.getByName(bare);
      }
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + literal, e);
    }
    throw new IllegalArgumentException("not an address: " + literal);
  }

  private static boolean fits(String dotted) {
    for (String part : dotted.split("\\.", -1)) {
      if (Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }
}
