package dev.rollcall.cli.otlp;

import dev.rollcall.cli.otlp.Receiver.Kind;
import dev.rollcall.cli.send.HttpPost;
import dev.rollcall.document.OtlpAnswer;
import dev.rollcall.model.Run;
import dev.rollcall.report.machine.OtlpReport;
import dev.rollcall.text.Printable;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sends a run by OTLP over HTTP: metrics, then log records. Straight to the collector, through no
 * proxy; follows no redirect. Sends a request again only if the collector says that it is busy. All
 * of it ends within the deadline.
 */
public final class OtlpSender {
  /** How long everything may take. */
  public static final Duration DEADLINE = Duration.ofSeconds(5);

  /** The most of an answer that is read, in bytes. */
  private static final int ANSWER = 64 << 10;

  /** How often a request is sent to a collector that is busy. */
  private static final int TRIES = 3;

  /** How long to wait for a busy collector that does not say how long. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

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

  /** How far a failure of one request goes. */
  private enum Reach {
    /** Another request may fare better, as it has other records. */
    REQUEST,
    /** All requests of the kind fare the same. */
    KIND,
    /** All requests fare the same. */
    ALL
  }

  /** Why something did not arrive, in words for the user. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reach reach;

    RefusedException(String reason, Reach reach) {
      super(reason);
      this.reach = reach;
    }
  }

  /** Sends. Returns one sentence for the user if not everything arrived. */
  public Optional<String> send(Run run) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    List<Tally> tallies =
        receiver.kinds().stream().map(kind -> new Tally(kind, kind.parts(run))).toList();
    try {
      HttpPost client =
          HttpPost.to(
              receiver.tls() ? Optional.of(authorities) : Optional.empty(), Optional.empty());
      for (Tally tally : tallies) {
        if (!send(client, tally, end)) {
          break;
        }
      }
    } catch (IOException e) {
      tallies.get(0).failed("the trusted certificates could not be loaded");
    }
    return sentence(tallies);
  }

  /** Sends one kind; returns whether another is worth a try. */
  private boolean send(HttpPost client, Tally tally, long end) throws InterruptedException {
    for (OtlpReport.Part part : tally.parts()) {
      try {
        OtlpAnswer answer = post(client, tally.kind(), part.body(), end);
        tally.taken(part, answer.rejected(), words(answer.message()));
      } catch (RefusedException e) {
        tally.failed(String.valueOf(e.getMessage()));
        if (e.reach != Reach.REQUEST) {
          return e.reach == Reach.KIND;
        }
      }
    }
    return true;
  }

  private Optional<String> sentence(List<Tally> tallies) {
    String all =
        tallies.stream()
            .flatMap(tally -> tally.sentence().stream())
            .collect(Collectors.joining("; "));
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of("--otlp: not everything was sent to " + receiver + ": " + all);
  }

  private OtlpAnswer post(HttpPost client, Kind kind, byte[] body, long end)
      throws RefusedException, InterruptedException {
    for (int sent = 1; ; sent++) {
      HttpPost.Answer answer = once(client, kind, body, end);
      Duration pause = RetryAfter.read(answer.header("Retry-After")).orElse(PAUSE);
      if (!isBusy(answer.status()) || sent == TRIES || pause.toNanos() >= end - System.nanoTime()) {
        return judge(answer);
      }
      Thread.sleep(pause.toMillis());
    }
  }

  private HttpPost.Answer once(HttpPost client, Kind kind, byte[] body, long end)
      throws RefusedException, InterruptedException {
    HttpRequest.Builder request =
        headers.request(receiver.of(kind)).setHeader("Content-Type", "application/x-protobuf");
    try {
      return client.send(request, body, ANSWER + 1, end);
    } catch (HttpPost.UnansweredException e) {
      throw new RefusedException(reason(e.why()), Reach.ALL);
    }
  }

  /** Whether OTLP lets a request be sent again: "Retryable Response Codes". */
  private static boolean isBusy(int status) {
    return status == 429 || (status >= 502 && status <= 504);
  }

  private OtlpAnswer judge(HttpPost.Answer response) throws RefusedException {
    int status = response.status();
    String type = response.header("Content-Type");
    boolean whole = response.body().length <= ANSWER;
    if (status / 100 != 2) {
      String said = whole ? OtlpAnswer.refusal(response.body(), type) : "";
      throw new RefusedException("HTTP " + status + meaning(status) + words(said), reach(status));
    }
    Optional<OtlpAnswer> answer =
        whole ? OtlpAnswer.read(response.body(), type) : Optional.<OtlpAnswer>empty();
    // A portal or a web server says 200 to everything.
    return answer.orElseThrow(
        () ->
            new RefusedException("HTTP " + status + ", but not a collector's answer", Reach.KIND));
  }

  /** What is not because of the records is the same for the next ones. */
  private static Reach reach(int status) {
    return switch (status) {
      case 401, 403, 404, 405, 429 -> Reach.KIND;
      default -> status / 100 == 5 || status / 100 == 3 ? Reach.KIND : Reach.REQUEST;
    };
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
  private String words(String said) {
    return headers.isEmpty() && !said.isBlank()
        ? ": \"" + Printable.line(said.strip(), WORDS) + "\""
        : "";
  }

  private String reason(HttpPost.Why why) {
    return why == HttpPost.Why.NO_CONNECTION
        ? "no connection; does a collector listen there?"
        : why.words(receiver.host(), deadline, Optional.empty());
  }
}
