package dev.rollcall.catalogue.bind;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits URLs and UNC paths. */
public final class UrlParts {
  private static final Pattern URL =
      Pattern.compile("(https?)://(\\[[0-9A-Fa-f:.]+]|[^/:@?#\\[\\]]+)(?::([0-9]{1,5}))?/?");
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://");
  private static final Pattern UNC = Pattern.compile("\\\\\\\\([^\\\\/]+)\\\\([^\\\\/]+)(\\\\.*)?");

  private UrlParts() {}

  /** Whether it is a URL of HTTP or HTTPS without a path. */
  public static boolean isUrl(String text) {
    Matcher url = URL.matcher(text);
    return url.matches()
        && Hosts.isHost(bare(url.group(2)))
        && (url.group(3) == null || isPort(url.group(3)));
  }

  static boolean isPort(String text) {
    return Readers.isNumber(text) && Integer.parseInt(text) > 0 && Integer.parseInt(text) < 65536;
  }

  static boolean isUnc(String text) {
    Matcher unc = UNC.matcher(text);
    return unc.matches() && Hosts.isHost(unc.group(1));
  }

  /** What to write instead of an invalid value of {@link Kind#URL}: each of its mistakes. */
  static String urlRemedy(String text) {
    String rest = SCHEME.matcher(text).replaceFirst("");
    int end = firstOf(rest, "/?#");
    String authority = rest.substring(0, end);
    int colon = authority.lastIndexOf(':');
    boolean ported = colon > authority.lastIndexOf(']');
    String host = bare(ported ? authority.substring(0, colon) : authority);
    return (text.startsWith("https://") ? "" : "; begin it with https://")
        + (host.isEmpty() || Hosts.isHost(host) ? "" : Hosts.remedy(host))
        + (ported && !isPort(authority.substring(colon + 1))
            ? "; the port must be between 1 and 65535"
            : "")
        + (rest.substring(end).matches("/?") ? "" : "; write no path after it");
  }

  /** What to write instead of an invalid {@link Kind#UNC}. */
  static String uncRemedy(String text) {
    Matcher unc = UNC.matcher(text);
    if (unc.matches()) {
      return Hosts.remedy(unc.group(1));
    }
    if (text.indexOf('/') >= 0) {
      return "; begin it with \\\\ and write \\ for each /";
    }
    return text.startsWith("\\\\")
        ? "; name the share after the host"
        : "; begin it with \\\\, in a site file in single quotes";
  }

  private static int firstOf(String text, String signs) {
    int at = 0;
    while (at < text.length() && signs.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  /** One of the {@link Kind#parts} of a text that is a URL or a UNC path. */
  public static String of(Kind kind, String part, String text) {
    if (kind == Kind.UNC) {
      Matcher unc = matched(UNC, text);
      return String.valueOf(unc.group(part.equals("host") ? 1 : 2));
    }
    Matcher url = matched(URL, text);
    if (part.equals("host")) {
      return bare(String.valueOf(url.group(2)));
    }
    String port = url.group(3);
    return port != null ? port : "443";
  }

  /** The same URL or UNC path with its host name in ASCII; other texts stay as they are. */
  static String inAscii(Kind kind, String text) {
    Matcher matcher = (kind == Kind.UNC ? UNC : URL).matcher(text);
    int host = kind == Kind.UNC ? 1 : 2;
    return matcher.matches()
        ? text.substring(0, matcher.start(host))
            + Hosts.inAscii(String.valueOf(matcher.group(host)))
            + text.substring(matcher.end(host))
        : text;
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("checked when it was read");
    }
    return matcher;
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
