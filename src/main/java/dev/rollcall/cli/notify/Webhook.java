package dev.rollcall.cli.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.cli.send.HttpPost;
import dev.rollcall.report.notice.Notice;
import dev.rollcall.report.notice.WebhookForm;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A webhook.
 *
 * @param authorities certificate files that are trusted beside Java's and the system's
 * @param proxy an HTTP proxy on the way
 */
public record Webhook(
    WebhookForm form,
    WebhookUrl url,
    List<Path> authorities,
    Optional<InetSocketAddress> proxy,
    Duration deadline)
    implements Channel {
  /** How long everything may take. */
  public static final Duration DEADLINE = Duration.ofSeconds(10);

  /** The most of an answer that is read, in bytes. */
  private static final int ANSWER = 4 << 10;

  /**
   * What Slack says of a message that it does not take. Anything else that a server says is not
   * shown: it knows the URL, and may send it back.
   */
  private static final Set<String> SLACK =
      Set.of(
          "action_prohibited",
          "channel_is_archived",
          "channel_not_found",
          "invalid_blocks",
          "invalid_payload",
          "invalid_token",
          "no_active_hooks",
          "no_service",
          "no_service_id",
          "no_team",
          "no_text",
          "posting_to_general_channel_denied",
          "team_disabled",
          "user_not_found");

  public Webhook {
    authorities = List.copyOf(authorities);
  }

  @Override
  public String name() {
    return form.word() + ", to " + url.host();
  }

  @Override
  public Sent send(Notice notice) throws IOException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    HttpPost post = HttpPost.to(url.tls() ? Optional.of(authorities) : Optional.empty(), proxy);
    try {
      return judged(
          post.send(
              url.request().setHeader("Content-Type", "application/json"),
              form.render(notice),
              ANSWER,
              end));
    } catch (HttpPost.UnansweredException e) {
      return Sent.not(
          e.why().words(url.host(), deadline, proxy.map(InetSocketAddress::getHostString)));
    }
  }

  private Sent judged(HttpPost.Answer answer) {
    int status = answer.status();
    String body = new String(answer.body(), UTF_8).strip();
    if (status / 100 != 2) {
      String word = SLACK.contains(body) ? ": " + body : "";
      return Sent.not("HTTP " + status + meaning(status) + word);
    }
    // A portal or a login page says 200 to everything.
    return body.startsWith("<")
        ? Sent.not("HTTP " + status + ", but a web page, not a webhook's answer")
        : Sent.WHOLE;
  }

  private static String meaning(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> " (a redirect, which is not followed)";
      case 401, 403, 404, 405, 410 -> " (the webhook is gone, or its URL is not this one)";
      case 407 -> " (the proxy asks for a login)";
      case 413 -> " (too large for the receiver)";
      case 429, 502, 503, 504 -> " (the receiver is busy or not ready)";
      default -> "";
    };
  }
}
