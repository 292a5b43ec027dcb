package dev.rollcall.cli.otlp;

import dev.rollcall.cli.otlp.Receiver.Kind;
import dev.rollcall.document.OtlpAnswer;
import dev.rollcall.model.Run;
import dev.rollcall.report.machine.OtlpReport;
import dev.rollcall.text.Printable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/**
 * Sends a run by OTLP over HTTP: metrics, then log records. Straight to the collector, through no
 * proxy; follows no redirect; sends nothing a second time. All of it ends within the deadline.
 */
public final class OtlpSender {
  /** How long everything may take. */
  public static final Duration DEADLINE = Duration.ofSeconds(5);

  /** The most of an answer that is read, in bytes. */
  private static final int ANSWER = 64 << 10;

  /** The most characters of a collector's own words that are shown. */
  private static final int WORDS = 200;

  private final Receiver receiver;
  private final Headers headers;
  private final List<Path> authorities;
  private final Duration deadline;

  /**
   * A sender.
   *
   * @param authorities certificate files that are trusted beside Java's and the system's
   */
  public OtlpSender(Receiver receiver, Headers headers, List<Path> authorities, Duration deadline) {
    this.receiver = receiver;
    this.headers = headers;
    this.authorities = authorities;
    this.deadline = deadline;
  }

  /** Why something did not arrive, in words for the user. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether a second request would fare no better. */
    private final boolean hopeless;

    RefusedException(String reason, boolean hopeless) {
      super(reason);
      this.hopeless = hopeless;
    }
  }

  /** Sends. Returns one sentence for the user if not everything arrived. */
  public Optional<String> send(Run run) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    Map<Kind, String> reasons = new EnumMap<>(Kind.class);
    try {
      HttpClient client = client();
      for (Kind kind : Kind.values()) {
        try {
          for (OtlpReport.Part part :
              kind == Kind.METRICS ? OtlpReport.metrics(run) : OtlpReport.logs(run)) {
            post(client, kind, part.body(), end);
          }
        } catch (RefusedException e) {
          reasons.put(kind, String.valueOf(e.getMessage()));
          if (e.hopeless) {
            break;
          }
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      reasons.put(Kind.METRICS, "the trusted certificates could not be loaded");
    }
    return sentence(reasons);
  }

  private Optional<String> sentence(Map<Kind, String> reasons) {
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "--otlp: not everything was sent to "
                + receiver
                + ": "
                + reasons.entrySet().stream()
                    .map(one -> one.getKey().word() + ": " + one.getValue())
                    .collect(Collectors.joining("; ")));
  }

  private HttpClient client() throws IOException, GeneralSecurityException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY);
    if (receiver.tls()) {
      builder.sslContext(Trust.context(authorities));
    }
    return builder.build();
  }

  private void post(HttpClient client, Kind kind, byte[] body, long end)
      throws RefusedException, InterruptedException {
    long left = end - System.nanoTime();
    if (left <= 0) {
      throw late();
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            headers
                .request(receiver.of(kind))
                .setHeader("Content-Type", "application/json")
                .timeout(Duration.ofNanos(left))
                .POST(BodyPublishers.ofByteArray(body))
                .build(),
            BoundedBody.of(ANSWER));
    try {
      judge(answer.get(left, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      throw late();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new RefusedException(reason(cause == null ? e : cause), true);
    } finally {
      answer.cancel(true);
    }
  }

  private RefusedException late() {
    return new RefusedException("no answer within " + deadline.toSeconds() + " s", true);
  }

  private void judge(HttpResponse<byte[]> response) throws RefusedException {
    int status = response.statusCode();
    OtlpAnswer answer = OtlpAnswer.read(response.body());
    if (status / 100 != 2) {
      throw new RefusedException("HTTP " + status + meaning(status) + words(answer), false);
    }
    if (answer.rejected() > 0) {
      throw new RefusedException(
          "the collector refused " + answer.rejected() + words(answer), false);
    }
  }

  private static String meaning(int status) {
    return switch (status) {
      case 301, 302, 307, 308 -> " (a redirect, which is not followed)";
      case 401, 403 -> " (it asks for other headers: see --otlp-headers)";
      case 404, 405 -> " (the collector does not receive them at this URL)";
      case 413 -> " (too large for the collector)";
      case 429, 502, 503, 504 -> " (the collector is busy or not ready)";
      default -> "";
    };
  }

  /** What the collector says of it; nothing if it could say a secret back. */
  private String words(OtlpAnswer answer) {
    return headers.isEmpty() && !answer.message().isBlank()
        ? ": \"" + Printable.line(answer.message().strip(), WORDS) + "\""
        : "";
  }

  private String reason(Throwable thrown) {
    if (thrown instanceof HttpTimeoutException) {
      return String.valueOf(late().getMessage());
    }
    for (Throwable one = thrown; one != null; one = one.getCause()) {
      if (one instanceof UnresolvedAddressException) {
        return "the name " + receiver.host() + " was not found";
      }
      if (one instanceof SSLException) {
        return "TLS failed; its certificate must be for "
            + receiver.host()
            + ", from a CA of this host or of the site file's trust.internal";
      }
    }
    return thrown instanceof ConnectException
        ? "no connection; does a collector listen there?"
        : "the connection broke, or the answer was not HTTP";
  }
}
