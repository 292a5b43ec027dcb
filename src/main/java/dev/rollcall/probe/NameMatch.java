package dev.rollcall.probe;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a certificate's names cover the name asked for (RFC 9525 §6.3). */
final class NameMatch {
  private static final Pattern V4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");

  private NameMatch() {}

  /**
   * @param names as {@link Certificates#names} gives them
   * @param host the name or literal address asked for
   */
  static boolean covers(List<String> names, String host) {
    boolean literal = isAddress(host);
    String wanted = literal ? host : ascii(HostNames.withoutDot(host));
    for (String name : names) {
      if (literal && name.startsWith("ip:") && sameAddress(name.substring(3), wanted)) {
        return true;
      }
      if (!literal && name.startsWith("dns:") && dns(name.substring(4), wanted)) {
        return true;
      }
    }
    return false;
  }

  private static String ascii(String host) {
    try {
      return IDN.toASCII(host).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return host.toLowerCase(Locale.ROOT);
    }
  }

  /** A wildcard stands for exactly the whole left-most label. */
  private static boolean dns(String pattern, String wanted) {
    String lower = HostNames.plain(pattern);
    if (!lower.startsWith("*.")) {
      return lower.equals(wanted);
    }
    int dot = wanted.indexOf('.');
    return dot > 0 && lower.indexOf('.', 2) > 0 && wanted.substring(dot).equals(lower.substring(1));
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || V4.matcher(host).matches();
  }

  /** Both are literals, so that nothing is looked up. */
  private static boolean sameAddress(String left, String right) {
    try {
      return isAddress(left) && InetAddress.getByName(left).equals(InetAddress.getByName(right));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
