package dev.rollcall.probe.certificate;

import dev.rollcall.text.HostNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a certificate's names cover the name asked for (RFC 9525 §6.3). */
public final class NameMatch {
  private static final Pattern V4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");

  /** A wildcard beside other letters of its label. */
  private static final Pattern PARTIAL = Pattern.compile("([a-z0-9-]*)\\*([a-z0-9-]*)");

  private NameMatch() {}

  /** Which clients accept the names. */
  public enum Cover {
    /** RFC 9525, which every client follows at least. */
    STANDARD,
    /** OpenSSL and older clients, by the common name: no alternative name is a host's. */
    COMMON_NAME,
    /** OpenSSL and older clients: a wildcard stands for a part of a label. */
    PARTIAL_WILDCARD,
    /** curl: the alternative name ends with a dot. Java and OpenSSL compare the dot, too. */
    TRAILING_DOT,
    /** None. */
    NONE
  }

  /**
   * Which clients take a certificate for the host's, as {@code openssl verify} does with {@code
   * -verify_hostname} or {@code -verify_ip}.
   *
   * @param names as {@link Certificates#allNames} gives them
   * @param commonNames of the subject
   */
  static Cover cover(List<String> names, List<String> commonNames, String host) {
    if (covers(names, host)) {
      return Cover.STANDARD;
    }
    if (isAddress(host)) {
      return Cover.NONE;
    }
    String wanted = ascii(HostNames.withoutDot(host));
    List<String> hosts =
        names.stream().filter(n -> n.startsWith("dns:")).map(n -> n.substring(4)).toList();
    if (hosts.isEmpty()) {
      return commonNames.stream().anyMatch(name -> dns(name, wanted) || partial(name, wanted))
          ? Cover.COMMON_NAME
          : Cover.NONE;
    }
    if (hosts.stream().anyMatch(name -> dns(HostNames.withoutDot(name), wanted))) {
      return Cover.TRAILING_DOT;
    }
    return hosts.stream().anyMatch(name -> partial(name, wanted))
        ? Cover.PARTIAL_WILDCARD
        : Cover.NONE;
  }

  /** As OpenSSL's wildcard_match: in the left-most of three labels, and never a part of an IDN. */
  private static boolean partial(String pattern, String wanted) {
    String lower = pattern.toLowerCase(Locale.ROOT);
    int dot = lower.indexOf('.');
    int wantedDot = wanted.indexOf('.');
    if (dot < 0 || wantedDot < 0 || lower.indexOf('.', dot + 1) < 0) {
      return false;
    }
    Matcher label = PARTIAL.matcher(lower.substring(0, dot));
    String first = wanted.substring(0, wantedDot);
    return label.matches()
        && wanted.substring(wantedDot).equals(lower.substring(dot))
        && !lower.startsWith("xn--")
        && !first.startsWith("xn--")
        && first.length() >= label.group(1).length() + label.group(2).length()
        && first.startsWith(label.group(1))
        && first.endsWith(label.group(2));
  }

  /**
   * Whether a certificate is for that host (RFC 9525 §6).
   *
   * @param names as {@link Certificates#allNames} gives them
   * @param host the name or literal address asked for
   */
  public static boolean covers(List<String> names, String host) {
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
    return HostNames.inAscii(host).orElse(host).toLowerCase(Locale.ROOT);
  }

  /** A wildcard stands for exactly the whole left-most label. */
  private static boolean dns(String pattern, String wanted) {
    String lower = pattern.toLowerCase(Locale.ROOT);
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
