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
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpSenderTest {
  private static final Run RUN = SampleRun.everything();

  /** Where it is not: a busy host is no failure. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Where the end of the time is what a test is about. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** Lets a test not wait. */
  private static final Map<String, String> AT_ONCE = Map.of("Retry-After", "0");

  private static final Map<String, String> BINARY =
      Map.of("Content-Type", "application/x-protobuf");

  /** How many data points and log records a run has. */
  private static final int POINTS = count(OtlpReport.metrics(RUN));

  private static final int RULES = RUN.results().size();

  private static int count(List<OtlpReport.Part> parts) {
    return parts.stream().mapToInt(OtlpReport.Part::records).sum();
  }

  private static String unsent(String why) {
    return "data points of metrics: " + POINTS + " of " + POINTS + " not sent: " + why;
  }

  private static String unsentRules(String why) {
    return "log records: " + RULES + " of " + RULES + " not sent" + why;
  }

  private static String text(List<OtlpReport.Part> parts) {
    return new String(parts.get(0).body(), StandardCharsets.ISO_8859_1);
  }

  private static Optional<String> send(String url, Headers headers, Duration deadline)
      throws Exception {
    return new OtlpSender(Receiver.of(url), headers, List.of(), deadline).send(RUN);
  }

  private static String failure(String url) throws Exception {
    return failure(url, RUN);
  }

  private static String failure(String url, Run run) throws Exception {
    String sentence =
        new OtlpSender(Receiver.of(url), Headers.NONE, List.of(), PATIENCE).send(run).orElse("");
    assertTrue(sentence.startsWith("--otlp: not everything was sent to " + url + ": "), sentence);
    assertEquals(1, sentence.lines().count());
    return sentence.substring(sentence.indexOf(url) + url.length() + 2);
  }

  private static long received(Collector collector, String path) {
    return collector.received().stream().filter(each -> each.path().equals(path)).count();
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
        assertEquals(List.of("application/x-protobuf"), each.headers().get("Content-type"));
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
        Collector.start(null).answering("/v1/metrics", status, "<html>no</html>", AT_ONCE)) {
      assertEquals(unsent(said), failure(collector.url()));
      assertEquals(1, received(collector, "/v1/logs"));
    }
  }

  @ParameterizedTest
  @CsvSource({"429, 3", "502, 3", "503, 3", "504, 3", "500, 1", "400, 1", "501, 1", "505, 1"})
  void onlyABusyCollectorIsAskedAgain(int status, int requests) throws Exception {
    try (Collector collector = Collector.start(null).answering("/v1/logs", status, "", AT_ONCE)) {
      assertTrue(failure(collector.url()).startsWith("log records: "));
      assertEquals(1, received(collector, "/v1/metrics"));
      assertEquals(requests, received(collector, "/v1/logs"));
    }
  }

  @Test
  void whatIsTakenAtLastWasSent() throws Exception {
    try (Collector collector =
        Collector.start(null).answeringOnce("/v1/metrics", 503, "", AT_ONCE)) {
      assertEquals(Optional.empty(), send(collector.url(), Headers.NONE, PATIENCE));
      assertEquals(2, received(collector, "/v1/metrics"));
      assertEquals(collector.received().get(0).body(), collector.received().get(1).body());
    }
  }

  /** The longest pause that a collector may ask for is the time that is left. */
  @Test
  void aPauseThatIsTooLongIsNotMade() throws Exception {
    try (Collector collector =
        Collector.start(null)
            .answering("/v1/metrics", 503, "", Map.of("Retry-After", "999999999"))) {
      assertEquals(
          unsent("HTTP 503 (the collector is busy or not ready)"), failure(collector.url()));
      assertEquals(1, received(collector, "/v1/metrics"));
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
                "{\"partialSuccess\": {\"rejectedLogRecords\": \"2\", \"errorMessage\": \""
                    + "x".repeat(1000)
                    + "\"}}")) {
      assertEquals(
          unsent("HTTP 400: \"no\\u001b[2J such\"; log records: the collector refused 2 of ")
              + RULES
              + ": \""
              + "x".repeat(200)
              + "…\"",
          failure(collector.url()));
    }
  }

  @Test
  void saysWhatABinaryAnswerSays() throws Exception {
    // A Status: code 3, and a message.
    String status = "\b\u0003\u0012\u0007no such";
    String partial =
        ExportLogsServiceResponse.newBuilder()
            .setPartialSuccess(
                ExportLogsPartialSuccess.newBuilder()
                    .setRejectedLogRecords(2)
                    .setErrorMessage("too old"))
            .build()
            .toByteString()
            .toString(StandardCharsets.ISO_8859_1);
    try (Collector collector =
        Collector.start(null)
            .answering("/v1/metrics", 400, status, BINARY)
            .answering("/v1/logs", 200, partial, BINARY)) {
      assertEquals(
          unsent("HTTP 400: \"no such\"; log records: the collector refused 2 of ")
              + RULES
              + ": \"too old\"",
          failure(collector.url()));
    }
  }

  /** A plain text is for a person; a page is not. */
  @Test
  void saysWhatAPlainTextSays() throws Exception {
    try (Collector collector =
        Collector.start(null)
            .answering("/v1/metrics", 400, "no path\n", Map.of("Content-Type", "text/plain"))
            .answering("/v1/logs", 400, "<html>", Map.of("Content-Type", "text/html"))) {
      assertEquals(
          unsent("HTTP 400: \"no path\"; ") + unsentRules(": HTTP 400"), failure(collector.url()));
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
      assertTrue(sentence.endsWith("log records: the collector refused 1 of " + RULES), sentence);
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
    try (Collector collector = Collector.start(null).answeringWithoutEnd("/v1/logs", 500)) {
      assertEquals(unsentRules(": HTTP 500"), failure(collector.url()));
    }
    try (Collector collector =
        Collector.start(null).answering("/v1/logs", 200, "{}" + " ".repeat(64 << 10))) {
      assertEquals(
          unsentRules(": HTTP 200, but not a collector's answer"), failure(collector.url()));
    }
    String partial = "{\"partialSuccess\": {\"rejectedDataPoints\": \"2\"}}";
    try (Collector collector =
        Collector.start(null).answering("/v1/metrics", 200, partial + " ".repeat(1000))) {
      assertEquals(
          "data points of metrics: the collector refused 2 of " + POINTS, failure(collector.url()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Log in</html>", "[]", "\"\"", "{", "{}{}", " ", "null", "OK"})
  void whatIsNoCollectorIsSaid(String body) throws Exception {
    try (Collector collector = Collector.start(null).answering("/v1/metrics", 200, body)) {
      assertEquals(
          unsent("HTTP 200, but not a collector's answer"), failure(collector.url()), body);
    }
  }

  @Test
  void anEmptyAnswerIsOne() throws Exception {
    try (Collector collector = Collector.start(null).answering("/v1/metrics", 202, "")) {
      assertEquals(Optional.empty(), send(collector.url(), Headers.NONE, PATIENCE));
    }
  }

  /** 250 rules are three requests with log records. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {} | 3 | 250 of 250 not sent: HTTP 400",
        "413 | {} | 3 | 250 of 250 not sent: HTTP 413 (too large for the collector)",
        "200 | {\"partialSuccess\": {\"rejectedLogRecords\": 7}} | 3"
            + " | the collector refused 21 of 250",
        "200 | {\"partialSuccess\": {\"rejectedLogRecords\": 999999999999999999}} | 3"
            + " | the collector refused 250 of 250",
        "401 | {} | 1 | 250 of 250 not sent: HTTP 401 (it asks for other headers: see"
            + " --otlp-headers)",
        "405 | {} | 1 | 250 of 250 not sent: HTTP 405 (the collector does not receive them at this"
            + " URL)",
        "429 | {} | 3 | 250 of 250 not sent: HTTP 429 (the collector is busy or not ready)",
        "500 | {} | 1 | 250 of 250 not sent: HTTP 500"
      })
  void whatIsOfOneRequestDoesNotStopTheNext(int status, String body, int requests, String said)
      throws Exception {
    Run many = SampleRun.run(Collections.nCopies(250, RUN.results().get(0)), false);
    try (Collector collector = Collector.start(null).answering("/v1/logs", status, body, AT_ONCE)) {
      assertEquals("log records: " + said, failure(collector.url(), many));
      assertEquals(requests, received(collector, "/v1/logs"));
    }
  }

  @Test
  void whereNothingListens() throws Exception {
    try (Peer peer = Peer.refusing()) {
      assertEquals(
          unsent("no connection; does a collector listen there?; " + unsentRules("")),
          failure(url(peer)));
    }
    assertEquals(
        unsent("the name no.such.invalid was not found; " + unsentRules("")),
        failure("http://no.such.invalid:4318"));
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
      assertTrue(sentence.endsWith(unsentRules("")), sentence);
      String late = "no answer within 1 s";
      String tls = "TLS failed";
      String broken = "the connection broke, or the answer was not HTTP";
      List<String> why =
          switch (how) {
            case SILENT, DROPPED -> List.of(late);
            case REFUSED -> List.of("no connection; does a collector listen there?");
            // The name is an address, whose certificate nobody trusts.
            case TLS_SILENT -> List.of(tls, late);
            // One second may be over before the end is seen.
            default -> how.insideTls() ? List.of(tls, broken, late) : List.of(broken, late);
          };
      assertTrue(why.stream().anyMatch(each -> sentence.contains(unsent(each))), sentence);
    }
  }
}
