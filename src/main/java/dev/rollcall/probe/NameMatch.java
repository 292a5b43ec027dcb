package dev.rollcall.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/** Whether a certificate's names cover the name asked for (RFC 9525 §6.3). */
final class NameMatch {
  private NameMatch() {}

  /**
   * @param names as {@link Certificates#names} gives them
   * @param host the name or literal address asked for
   */
  static boolean covers(List<String> names, String host) {
    boolean literal = isAddress(host);
    String wanted = literal ? host : withoutDot(host).toLowerCase(Locale.ROOT);
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

  /** A wildcard stands for exactly the whole left-most label. */
  private static boolean dns(String pattern, String wanted) {
    String lower = withoutDot(pattern).toLowerCase(Locale.ROOT);
    if (!lower.startsWith("*.")) {
      return lower.equals(wanted);
    }
    int dot = wanted.indexOf('.');
    return dot > 0 && lower.indexOf('.', 2) > 0 && wanted.substring(dot).equals(lower.substring(1));
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9]+(\\.[0-9]+){3}");
  }

  /** Both are literals, so that nothing is looked up. */
  private static boolean sameAddress(String left, String right) {
    try {
      return isAddress(left) && InetAddress.getByName(left).equals(InetAddress.getByName(right));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
