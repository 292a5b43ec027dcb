package dev.rollcall.catalogue.bind;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits URLs and UNC paths. */
public final class UrlParts {
  private static final Pattern URL =
      Pattern.compile("(https?)://(\\[[0-9A-Fa-f:.]+]|[^/:@?#\\[\\]]+)(?::([0-9]{1,5}))?/?");
  private static final Pattern UNC = Pattern.compile("\\\\\\\\([^\\\\/]+)\\\\([^\\\\/]+)(\\\\.*)?");

  private UrlParts() {}

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
    return port != null ? port : "https".equals(url.group(1)) ? "443" : "80";
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
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
