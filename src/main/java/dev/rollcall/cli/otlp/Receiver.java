package dev.rollcall.cli.otlp;

import dev.rollcall.text.LiteralAddress;
import dev.rollcall.text.Printable;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where an OpenTelemetry collector receives: its base URL, as OpenTelemetry's own {@code
 * OTEL_EXPORTER_OTLP_ENDPOINT} has it.
 *
 * @param base without a slash at its end
 */
public record Receiver(URI base) {
  private static final String FORM = ": write it as http://HOST:4318 or https://HOST:4318";

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException with a sentence for the user, without the URL's secrets
   */
  public static Receiver of(String url) {
    URI uri;
    try {
      uri = new URI(url.replaceFirst("/+$", ""));
    } catch (URISyntaxException e) {
      // Its message repeats the URL.
      throw new IllegalArgumentException("not a URL" + FORM);
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the URL must have no user, password, query or fragment"
              + FORM
              + ", and name a secret with --otlp-headers");
    }
    boolean web =
        "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    if (!web || uri.getHost() == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
      throw new IllegalArgumentException("not the URL of a collector" + FORM);
    }
    return new Receiver(uri);
  }

  /** Where a kind of record is sent. */
  URI of(Kind kind) {
    return URI.create(base + kind.path());
  }

  /** The host, as a person reads it. */
  String host() {
    return Printable.line(base.getHost(), 300);
  }

  boolean tls() {
    return "https".equalsIgnoreCase(base.getScheme());
  }

  /** Whether what is sent stays on this host. */
  public boolean isHere() {
    String host = base.getHost().replaceAll("^\\[|]$", "");
    try {
      return host.equalsIgnoreCase("localhost") || LiteralAddress.parse(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether a secret may be shown to it: over TLS, or on this host. */
  public boolean maySeeSecrets() {
    return tls() || isHere();
  }

  @Override
  public String toString() {
    return Printable.line(base.toString(), 300);
  }

  /** A kind of record. */
  enum Kind {
    METRICS("data points of metrics", "/v1/metrics"),
    LOGS("log records", "/v1/logs");

    private final String word;
    private final String path;

    Kind(String word, String path) {
      this.word = word;
      this.path = path;
    }

    String word() {
      return word;
    }

    String path() {
      return path;
    }
  }
}
