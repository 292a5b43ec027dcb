package dev.rollcall.cli.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.otlp.Collector;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.report.SampleRun;
import dev.rollcall.report.notice.Notice;
import dev.rollcall.report.notice.WebhookForm;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A webhook against real HTTP servers, good and bad. */
class WebhookTest {
  private static final Notice NOTICE = new Notice(SampleRun.everything(), Optional.empty());
  private static final String PATH = "/services/s3cr3t?sig=s3cr3t";

  /** Where it is not: a busy host is no failure. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Where the end of the time is what a test is about. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static Webhook webhook(WebhookForm form, String url, Duration deadline, Path... trusted) {
    return new Webhook(form, WebhookUrl.of(url), List.of(trusted), Optional.empty(), deadline);
  }

  private static String problem(String base, Duration deadline) throws Exception {
    Channel.Sent sent = webhook(WebhookForm.SLACK, base + PATH, deadline).send(NOTICE);
    assertFalse(sent.received());
    String problem = sent.problem().orElse("");
    assertFalse(problem.contains("s3cr3t"), problem);
    return problem;
  }

  @ParameterizedTest
  @EnumSource
  void postsItsForm(WebhookForm form) throws Exception {
    try (Collector server = Collector.start(null).answering(PATH, 202, "")) {
      assertEquals(Channel.Sent.WHOLE, webhook(form, server.url() + PATH, PATIENCE).send(NOTICE));
      Collector.Received received = server.received().get(0);
      assertEquals(PATH, received.path());
      assertEquals(List.of("application/json"), received.headers().get("Content-type"));
      assertEquals(new String(form.render(NOTICE), StandardCharsets.ISO_8859_1), received.body());
    }
  }

  @Test
  void trustsTheSitesRootsAndNobodyElses(@TempDir Path folder) throws Exception {
    Path ca =
        Files.writeString(
            folder.resolve("ca.pem"), TestAuthority.pem(List.of(TestAuthority.shared().root())));
    try (Collector server = Collector.start(TestAuthority.shared().leaf("localhost").context())) {
      assertEquals(
          Channel.Sent.WHOLE,
          webhook(WebhookForm.JSON, server.url() + PATH, PATIENCE, ca).send(NOTICE));
      assertEquals(
          "not sent: TLS failed; its certificate must be for localhost, from a CA of this host or"
              + " of the site file's trust.internal",
          problem(server.url(), PATIENCE));
      assertEquals(1, server.received().size());
    }
    try (Collector server = Collector.start(TestAuthority.shared().leaf("other.name").context())) {
      assertTrue(
          webhook(WebhookForm.JSON, server.url() + PATH, PATIENCE, ca)
              .send(NOTICE)
              .problem()
              .orElse("")
              .contains("TLS failed"));
      assertEquals(0, server.received().size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | invalid_payload | HTTP 400: invalid_payload",
        "400 | /services/s3cr3t is bad | HTTP 400",
        "403 | invalid_token | HTTP 403 (the webhook is gone, or its URL is not this one):"
            + " invalid_token",
        "404 | <html>s3cr3t</html> | HTTP 404 (the webhook is gone, or its URL is not this one)",
        "413 | '' | HTTP 413 (too large for the receiver)",
        "500 | s3cr3t | HTTP 500",
        "503 | '' | HTTP 503 (the receiver is busy or not ready)",
        "200 | <!DOCTYPE html>Log in | HTTP 200, but a web page, not a webhook's answer"
      })
  void whatIsNotTakenIsSaidAndNotQuoted(int status, String body, String said) throws Exception {
    try (Collector server = Collector.start(null).answering(PATH, status, body)) {
      assertEquals("not sent: " + said, problem(server.url(), PATIENCE));
      assertEquals(1, server.received().size(), "once");
    }
  }

  @Test
  void followsNoRedirect() throws Exception {
    try (Collector elsewhere = Collector.start(null);
        Collector server =
            Collector.start(null)
                .answering(PATH, 307, "", Map.of("Location", elsewhere.url() + PATH))) {
      assertEquals(
          "not sent: HTTP 307 (a redirect, which is not followed)",
          problem(server.url(), PATIENCE));
      assertEquals(List.of(), elsewhere.received());
    }
  }

  @Test
  void aHugeAnswerIsNotReadToItsEnd() throws Exception {
    try (Collector server = Collector.start(null).answering(PATH, 500, " ".repeat(50 << 20))) {
      assertEquals("not sent: HTTP 500", problem(server.url(), PATIENCE));
    }
  }

  /** What a proxy says of the connection is not the server's answer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403 | not sent: the proxy localhost does not allow a connection to hooks.example.com
          502 | not sent: the proxy localhost does not allow a connection to hooks.example.com
          407 | not sent: HTTP 407 (the proxy asks for a login)
          """)
  void aProxyThatRefuses(int status, String problem) throws Exception {
    try (Peer proxy =
        Peer.serving(
            socket -> {
              socket.getInputStream().read(new byte[4096]);
              socket
                  .getOutputStream()
                  .write(
                      ("HTTP/1.1 "
                              + status
                              + " No\r\nProxy-Authenticate: Basic realm=x\r\n"
                              + "Content-Length: 0\r\n\r\n")
                          .getBytes(US_ASCII));
              Peer.drain(socket);
            })) {
      Webhook webhook =
          new Webhook(
              WebhookForm.JSON,
              WebhookUrl.of("https://hooks.example.com/secret"),
              List.of(),
              Optional.of(
                  InetSocketAddress.createUnresolved("localhost", proxy.address().getPort())),
              PATIENCE);
      assertEquals(Optional.of(problem), webhook.send(NOTICE).problem());
    }
  }

  @Test
  void goesThroughTheProxy() throws Exception {
    try (Collector proxy = Collector.start(null)) {
      Webhook webhook =
          new Webhook(
              WebhookForm.JSON,
              WebhookUrl.of("http://localhost:9/x"),
              List.of(),
              Optional.of(
                  InetSocketAddress.createUnresolved(
                      "localhost", Integer.parseInt(proxy.url().replaceAll(".*:", "")))),
              PATIENCE);
      assertEquals(Channel.Sent.WHOLE, webhook.send(NOTICE));
      assertEquals("http://localhost:9/x", proxy.received().get(0).path());
    }
  }

  @Test
  void whereNothingIs() throws Exception {
    try (Peer peer = Peer.refusing()) {
      assertEquals(
          "not sent: no connection to 127.0.0.1",
          problem("http://127.0.0.1:" + peer.address().getPort(), PATIENCE));
    }
    assertEquals(
        "not sent: the name no.such.invalid was not found",
        problem("https://no.such.invalid", PATIENCE));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.INCLUDE,
      names = {"SILENT", "RESETS_AFTER_PAYLOAD", "GARBAGE", "DRIP", "FLOOD", "TLS_SILENT"})
  void whateverTheServerDoes(Misbehaviour how) throws Exception {
    try (Peer peer = Peer.that(how.plain())) {
      String scheme = how.insideTls() ? "https" : "http";
      String problem = problem(scheme + "://127.0.0.1:" + peer.address().getPort(), SHORT);
      List<String> why =
          switch (how) {
            case SILENT -> List.of("no answer within 1 s");
            case TLS_SILENT -> List.of("TLS failed", "no answer within 1 s");
            default ->
                List.of("the connection broke, or the answer was not HTTP", "no answer within 1 s");
          };
      assertTrue(why.stream().anyMatch(each -> problem.contains("not sent: " + each)), problem);
    }
  }
}
