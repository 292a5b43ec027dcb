package dev.rollcall.protocol.http.message;

import dev.rollcall.model.path.Target;
import dev.rollcall.text.HostNames;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a redirect leads. Read as browsers do (a backslash is a slash, slashes after the scheme may
 * be missing or too many), as that is how a user would be led.
 *
 * @param scheme lower case; a redirect may name any
 * @param host lower case, without brackets and final dot
 * @param uri path and query as they stand; the fragment is cut off
 */
public record Location(String scheme, String host, int port, String uri) {

  /**
   * Reads the value of a Location header, or of a page's refresh.
   *
   * @param scheme what the answer came over
   * @param base whom it came from
   * @return empty if there is no valid host
   */
  public static Optional<Location> of(String value, Scheme scheme, Target base) {
    String text = value.strip();
    int fragment = text.indexOf('#');
    text = fragment < 0 ? text : text.substring(0, fragment);
    String given = scheme(text);
    String rest = given.isEmpty() ? text : text.substring(given.length() + 1);
    int slashes = 0;
    while (slashes < rest.length() && "/\\".indexOf(rest.charAt(slashes)) >= 0) {
      slashes++;
    }
    if (given.isEmpty() && slashes < 2) {
      return Optional.of(
          new Location(
              scheme.word(),
              plain(base.host()),
              base.port().number(),
              slashes == 1 ? rest : "/" + rest));
    }
    boolean web = given.isEmpty() || given.equals("http") || given.equals("https");
    if (!web && slashes < 2) {
      return Optional.empty();
    }
    return authority(given.isEmpty() ? scheme.word() : given, rest.substring(slashes));
  }

  /** As it may be shown: without the query, which may hold a token. */
  public String shown() {
    int query = uri.indexOf('?');
    return origin() + (query < 0 ? uri : uri.substring(0, query));
  }

  /** Scheme, host and port, the usual port left out. */
  public String origin() {
    boolean usual = port == Scheme.usualPort(scheme);
    return scheme + "://" + HostNames.authority(host) + (usual ? "" : ":" + port);
  }

  /** Whether this is the host that was asked: the same name, whatever the port. */
  public boolean at(String other) {
    return host.equals(plain(other));
  }

  /** Whether this is a host of the same domain as the one that was asked, or the domain itself. */
  public boolean near(String other) {
    String asked = plain(other);
    String domain = asked.substring(asked.indexOf('.') + 1);
    boolean address = asked.indexOf(':') >= 0 || asked.matches("[0-9.]+");
    return !address
        && domain.indexOf('.') > 0
        && !domain.equals(asked)
        && (host.equals(domain) || host.endsWith("." + domain));
  }

  private static Optional<Location> authority(String scheme, String rest) {
    int end = 0;
    while (end < rest.length() && "/\\?".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    String authority = rest.substring(rest.lastIndexOf('@', end) + 1, end);
    String uri = rest.substring(end);
    int colon = authority.lastIndexOf(':');
    boolean port = colon > authority.lastIndexOf(']');
    String host = plain(port ? authority.substring(0, colon) : authority);
    String digits = port ? authority.substring(colon + 1) : "";
    if (host.isEmpty() || !digits.matches("[0-9]{0,5}")) {
      return Optional.empty();
    }
    int number = digits.isEmpty() ? Scheme.usualPort(scheme) : Integer.parseInt(digits);
    return Optional.of(new Location(scheme, host, number, uri.startsWith("/") ? uri : "/" + uri));
  }

  /** The scheme before a colon, in lower case; empty if there is none (RFC 3986 §3.1). */
  private static String scheme(String text) {
    int colon = text.indexOf(':');
    String word = colon < 0 ? "" : text.substring(0, colon);
    return word.matches("[A-Za-z][A-Za-z0-9+.-]*") ? word.toLowerCase(Locale.ROOT) : "";
  }

  private static String plain(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return HostNames.plain(bracketed ? host.substring(1, host.length() - 1) : host);
  }
}
