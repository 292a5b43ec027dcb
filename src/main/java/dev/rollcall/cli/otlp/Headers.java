package dev.rollcall.cli.otlp;

import dev.rollcall.probe.login.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Headers that a collector asks for, such as an access token, in the form of OpenTelemetry's {@code
 * OTEL_EXPORTER_OTLP_HEADERS}: {@code name=value,name=value}, values percent-encoded where they
 * hold a comma, a percent sign or a blank at an end. They are secrets: nothing prints them.
 */
public final class Headers {
  /** No headers. */
  public static final Headers NONE = new Headers(Map.of());

  /** What the request has already, and what would change where it ends. */
  private static final Set<String> OWN =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "transfer-encoding",
          "upgrade");

  private final Map<String, String> values;

  private Headers(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException with what is wrong, without a value
   */
  public static Headers of(Secret secret) {
    Map<String, String> values = new LinkedHashMap<>();
    int number = 0;
    for (String pair : String.valueOf(secret.reveal()).split(",", -1)) {
      number++;
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals).strip();
      // A token of HTTP, RFC 9110 section 5.6.2.
      if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")) {
        throw new IllegalArgumentException("header " + number + " is not name=value");
      }
      if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "header " + number + ": Rollcall sets " + name + " itself");
      }
      String value = decoded(pair.substring(equals + 1).strip());
      if (!value.matches("[\\x20-\\x7e]+")) {
        throw new IllegalArgumentException(
            "header " + number + " (" + name + ") has no value of printable ASCII characters");
      }
      values.put(name, value);
    }
    return new Headers(values);
  }

  /** Empty where the encoding is wrong. */
  private static String decoded(String value) {
    try {
      // As in a URL, but a plus sign is one.
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** A request that has them. */
  HttpRequest.Builder request(URI where) {
    HttpRequest.Builder request = HttpRequest.newBuilder(where);
    values.forEach(request::setHeader);
    return request;
  }
}
