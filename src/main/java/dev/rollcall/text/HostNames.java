package dev.rollcall.text;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Spellings of one host's name: case and the dot at the end do not matter (RFC 1034 §3.1). */
public final class HostNames {
  /**
   * What IDNA2003, which Java has, spells otherwise than IDNA2008, which browsers and libidn2 have
   * (UTS #46 §6.1, deviations): ß and its capital, ς, the zero-width joiner and non-joiner.
   */
  private static final Pattern DEVIATION = Pattern.compile("[\\u00df\\u1e9e\\u03c2\\u200c\\u200d]");

  private HostNames() {}

  /** The name without a dot at its end, its case kept. */
  public static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /**
   * The host as a URL and an HTTP header have it: an IPv6 address in brackets (RFC 3986 §3.2.2), a
   * name without a dot at its end, which servers would not find among their sites.
   */
  public static String authority(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : withoutDot(host);
  }

  /** The name as it is compared: without a dot at its end, in lower case. */
  public static String plain(String name) {
    return withoutDot(name).toLowerCase(Locale.ROOT);
  }

  /** Whether programs differ on the ASCII form of this name, so that two hosts could be meant. */
  public static boolean isAmbiguous(String name) {
    return DEVIATION.matcher(name).find();
  }

  /**
   * An internationalised name in its ASCII form (RFC 5890); a name in ASCII as it is.
   *
   * @return empty if it is no name, or {@link #isAmbiguous ambiguous}
   */
  public static Optional<String> inAscii(String name) {
    try {
      return isAmbiguous(name) ? Optional.empty() : Optional.of(IDN.toASCII(name));
    } catch (IllegalArgumentException noName) {
      return Optional.empty();
    }
  }

  /** Whether both spell the same name. */
  public static boolean same(String left, String right) {
    return plain(left).equals(plain(right));
  }
}
