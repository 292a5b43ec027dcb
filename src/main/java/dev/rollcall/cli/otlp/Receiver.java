package dev.rollcall.cli.otlp;

import dev.rollcall.model.Run;
import dev.rollcall.report.machine.OtlpReport;
import dev.rollcall.text.LiteralAddress;
import dev.rollcall.text.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Where an OpenTelemetry collector receives: its base URL, as OpenTelemetry's own {@code
 * OTEL_EXPORTER_OTLP_ENDPOINT} has it.
 *
 * @param base without a slash at its end
 * @param kinds what it gets, at least one
 */
public record Receiver(URI base, List<Kind> kinds) {
  private static final String FORM = ": write it as http://HOST:4318 or https://HOST:4318";

  /**
   * Reads a URL, before which {@code metrics=} or {@code logs=} may stand.
   *
   * @throws IllegalArgumentException with a sentence for the user, without the URL's secrets
   */
  public static Receiver of(String text) {
    for (Kind kind : Kind.values()) {
      String prefix = kind.name().toLowerCase(Locale.ROOT) + "=";
      if (text.startsWith(prefix)) {
        return new Receiver(base(text.substring(prefix.length())), List.of(kind));
      }
    }
    return new Receiver(base(text), List.of(Kind.values()));
  }

  private static URI base(String url) {
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
    return uri;
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

  /** A kind of record, in the order in which they are sent. */
  public enum Kind {
    METRICS("data points of metrics", "/v1/metrics", OtlpReport::metrics),
    LOGS("log records", "/v1/logs", OtlpReport::logs);

    private final String word;
    private final String path;

    @SuppressWarnings("ImmutableEnumChecker") // it has no state
    private final Function<Run, List<OtlpReport.Part>> content;

    Kind(String word, String path, Function<Run, List<OtlpReport.Part>> content) {
      this.word = word;
      this.path = path;
      this.content = content;
    }

    /** The requests with all of a run. */
    List<OtlpReport.Part> parts(Run run) {
      return content.apply(run);
    }

    String word() {
      return word;
    }

    String path() {
      return path;
    }
  }
}
