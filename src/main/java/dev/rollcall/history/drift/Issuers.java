package dev.rollcall.history.drift;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who issues a certificate: an authority has many signing keys and renews with another one each
 * time, so that only its organisation tells it from a stranger.
 */
public final class Issuers {
  /** Of a distinguished name as Java writes it (RFC 2253 §3), quoted or not. */
  private static final Pattern ORGANISATION =
      Pattern.compile("(?:^|,\\s*)O=(\"[^\"]*\"|(?:[^,\\\\]++|\\\\.)*+)", Pattern.CASE_INSENSITIVE);

  private Issuers() {}

  /** The organisation, or the whole name where there is none. */
  static String organisation(String name) {
    Matcher found = ORGANISATION.matcher(name);
    return found.find() ? found.group(1) : name;
  }
}
