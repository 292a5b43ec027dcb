package dev.rollcall.protocol.http.message;

import dev.rollcall.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The fingerprint of a page that proves no sender. Different hosts that give the same page are
 * answered for by a device on the path; pages that come with a server's software are the same
 * everywhere and have none.
 */
public final class Likeness {
  /** The fact that the engine compares. */
  public static final String FACT = "http.body-sha256";

  /** A shorter page does not identify a site, in characters. */
  private static final int LEAST = 40;

  /** Words of the pages that servers have built in. */
  private static final List<String> STOCK =
      List.of(
          "nginx",
          "openresty",
          "apache",
          "it works!",
          "lighttpd",
          "litespeed",
          "cloudflare",
          "iis",
          "<h1>server error</h1>");

  private Likeness() {}

  /** SHA-256 of the page in lower-case hexadecimal; empty where it would prove nothing. */
  public static Optional<String> of(Answer answer) {
    boolean telling = answer.status() / 100 == 2 || answer.status() == 403;
    String page = answer.body().toLowerCase(Locale.ROOT);
    if (!telling
        || !answer.mayBePage()
        || page.length() < LEAST
        || STOCK.stream().anyMatch(page::contains)) {
      return Optional.empty();
    }
    return Optional.of(Sha256.hex(answer.body().getBytes(StandardCharsets.ISO_8859_1)));
  }
}
