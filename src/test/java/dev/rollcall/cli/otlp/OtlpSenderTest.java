package dev.rollcall.cli.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Run;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.report.SampleRun;
import dev.rollcall.report.machine.OtlpReport;
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

class OtlpSenderTest {
  private static final Run RUN = SampleRun.everything();

  /** Where it is not: a busy host is no failure. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Where the end of the time is what a test is about. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static String text(List<OtlpReport.Part> parts) {
    return new String(parts.get(0).body(), StandardCharsets.UTF_8);
  }

  private static Optional<String> send(String url, Headers headers, Duration deadline)
      throws Exception {
    return new OtlpSender(Receiver.of(url), headers, List.of(), deadline).send(RUN);
  }

  private static String failure(String url) throws Exception {
    String sentence = send(url, Headers.NONE, PATIENCE).orElse("");
    assertTrue(sentence.startsWith("--otlp: not everything was sent to " + url + ": "), sentence);
    assertEquals(1, sentence.lines().count());
    return sentence.substring(sentence.indexOf(url) + url.length() + 2);
  }

  private static String url(Peer peer) {
    InetSocketAddress address = peer.address();
    return "http://127.0.0.1:" + address.getPort();
  }

  @Test
  void sendsMetricsThenLogRecords() throws Exception {
    try (Collector collector = Collector.start(null)) {
      assertEquals(Optional.empty(), send(collector.url() + "/some/base/", Headers.NONE, PATIENCE));
      List<Collector.Received> received = collector.received();
      assertEquals(
          List.of("/some/base/v1/metrics", "/some/base/v1/logs"),
          received.stream().map(Collector.Received::path).toList());
      assertEquals(text(OtlpReport.metrics(RUN)), received.get(0).body());
      assertEquals(text(OtlpReport.logs(RUN)), received.get(1).body());
      for (Collector.Received each : received) {
        assertEquals(List.of("application/json"), each.headers().get("Content-type"));
      }
    }
  }

  @Test
  void sendsTheHeadersOverTls(@TempDir Path folder) throws Exception {
    Path ca =
        Files.writeString(
            folder.resolve("ca.pem"), TestAuthority.pem(List.of(TestAuthority.shared().root())));
    Headers headers =
        Headers.of(new Secret("Authorization=Bearer%20s3cr3t,x-scope=a=b".toCharArray()));
    try (Collector collector =
        Collector.start(TestAuthority.shared().leaf("localhost").context())) {
      Receiver receiver = Receiver.of(collector.url());
      assertEquals(
          Optional.empty(), new OtlpSender(receiver, headers, List.of(ca), PATIENCE).send(RUN));
      for (Collector.Received each : collector.received()) {
        assertEquals(List.of("Bearer s3cr3t"), each.headers().get("Authorization"));
        assertEquals(List.of("a=b"), each.headers().get("X-scope"));
      }
      assertEquals(2, collector.received().size());
      // A CA that nobody trusts.
      assertTrue(failure(collector.url()).contains("TLS failed"));
      assertEquals(2, collector.received().size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, HTTP 400",
    "401, HTTP 401 (it asks for other headers: see --otlp-headers)",
    "404, HTTP 404 (the collector does not receive them at this URL)",
    "413, HTTP 413 (too large for the collector)",
    "500, HTTP 500",
    "503, HTTP 503 (the collector is busy or not ready)"
  })
  void aRefusedKindDoesNotStopTheOther(int status, String said) throws Exception {
    try (Collector collector =
        Collector.start(null).answering("/v1/metrics", status, "<html>no</html>")) {
      assertEquals("metrics: " + said, failure(collector.url()));
      assertEquals(2, collector.received().size());
    }
  }

  @Test
  void saysWhatTheCollectorSays() throws Exception {
    try (Collector collector =
        Collector.start(null)
            .answering("/v1/metrics", 400, "{\"code\": 3, \"message\": \"no\\u001b[2J\\nsuch\"}")
            .answering(
                "/v1/logs",
                200,
                "{\"partialSuccess\": {\"rejectedLogRecords\": \"7\", \"errorMessage\": \""
                    + "x".repeat(1000)
                    + "\"}}")) {
      assertEquals(
          "metrics: HTTP 400: \"no\\u001b[2J such\"; log records: the collector refused 7: \""
              + "x".repeat(200)
              + "…\"",
          failure(collector.url()));
    }
  }

  /** It could be the token, in whatever form. */
  @Test
  void whoKnowsASecretIsNotQuoted() throws Exception {
    Headers headers = Headers.of(new Secret("api-key=s3cr3t".toCharArray()));
    try (Collector collector =
        Collector.start(null)
            .answering("/v1/metrics", 401, "{\"message\": \"bad key s3cr3t\"}")
            .answering(
                "/v1/logs",
                200,
                "{\"partialSuccess\": {\"rejectedLogRecords\": 1, \"errorMessage\":"
                    + " \"s3cr3t\"}}")) {
      String sentence = send(collector.url(), headers, PATIENCE).orElse("");
      assertTrue(sentence.contains("HTTP 401"), sentence);
      assertTrue(sentence.endsWith("log records: the collector refused 1"), sentence);
      assertFalse(sentence.contains("s3cr3t"), sentence);
    }
  }

  @Test
  void followsNoRedirect() throws Exception {
    try (Collector elsewhere = Collector.start(null);
        Collector collector =
            Collector.start(null)
                .answering(
                    "/v1/metrics", 307, "", Map.of("Location", elsewhere.url() + "/v1/metrics"))) {
      assertTrue(failure(collector.url()).contains("HTTP 307 (a redirect, which is not followed)"));
      assertEquals(List.of(), elsewhere.received());
    }
  }

  @Test
  void aHugeAnswerIsNotReadToItsEnd() throws Exception {
    try (Collector collector =
        Collector.start(null).answering("/v1/logs", 500, " ".repeat(50 << 20))) {
      assertEquals("log records: HTTP 500", failure(collector.url()));
    }
    String partial = "{\"partialSuccess\": {\"rejectedDataPoints\": \"2\"}}";
    try (Collector collector =
        Collector.start(null).answering("/v1/metrics", 200, partial + " ".repeat(1000))) {
      assertEquals("metrics: the collector refused 2", failure(collector.url()));
    }
  }

  @Test
  void whereNothingListens() throws Exception {
    try (Peer peer = Peer.refusing()) {
      assertEquals("metrics: no connection; does a collector listen there?", failure(url(peer)));
    }
    assertEquals(
        "metrics: the name no.such.invalid was not found", failure("http://no.such.invalid:4318"));
  }

  /** Whatever it does, the end comes, and one sentence says what was. */
  @ParameterizedTest
  @EnumSource
  void whateverTheCollectorDoes(Misbehaviour how) throws Exception {
    try (Peer peer =
        how == Misbehaviour.REFUSED
            ? Peer.refusing()
            : how == Misbehaviour.DROPPED ? Peer.dropping() : Peer.that(how.plain())) {
      String scheme = how.insideTls() ? "https" : "http";
      String url = scheme + "://127.0.0.1:" + peer.address().getPort();
      String sentence = send(url, Headers.NONE, SHORT).orElse("");
      assertTrue(sentence.contains(": metrics: "), sentence);
      assertFalse(sentence.contains("log records"), sentence);
      assertEquals(
          switch (how) {
            case SILENT, DROPPED, TLS_SILENT -> true;
            default -> sentence.contains("no answer within 1 s");
          },
          sentence.contains("no answer within 1 s"),
          sentence);
    }
  }
}
