package dev.rollcall.history.drift;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The issuer of a certificate: an authority has many signing keys and may use another one for each
 * renewal, so issuers are compared by organisation.
 */
public final class Issuers {
  /** The organisation in a distinguished name (RFC 2253 §3), quoted or not. */
  private static final Pattern ORGANISATION =
      Pattern.compile("(?:^|,\\s*)O=(\"[^\"]*\"|(?:[^,\\\\]++|\\\\.)*+)", Pattern.CASE_INSENSITIVE);

  private Issuers() {}

  /** The organisation, or the whole name where there is none. */
  static String organisation(String name) {
    Matcher found = ORGANISATION.matcher(name);
    return found.find() ? found.group(1) : name;
  }
}
