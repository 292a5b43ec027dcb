package dev.rollcall.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.ProtocolContract;
import dev.rollcall.protocol.http.message.Content;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Answers that would hang, drown or fool a reader. */
class HostileTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\n";
  private static final String CODING = "Transfer-Encoding: ";
  private static final String MALFORMED = "EXCHANGE MALFORMED";
  private static final String TOO_LONG = "EXCHANGE UNEXPECTED";
  private static final String UNKNOWN = "NOT_IDENTIFIED";
  private static final String CLOSED = "EXCHANGE CLOSED";

  private record Row(String name, String answer, String result) {}

  @TestFactory
  Stream<DynamicTest> answersThatEnd() {
    String chunked = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
    return Stream.of(
            new Row("HTTP/0.9", "<html>hello</html>\r\n", MALFORMED),
            new Row("another protocol", "SSH-2.0-OpenSSH_9.2\r\n", MALFORMED),
            new Row("half a status line", "HTTP/1.", MALFORMED),
            new Row("no number", "HTTP/1.1 abc OK\r\n\r\n", MALFORMED),
            new Row("status 000", "HTTP/1.1 000 OK\r\n\r\n", MALFORMED),
            new Row("status 099", "HTTP/1.1 099 OK\r\n\r\n", MALFORMED),
            new Row("status 42", "HTTP/1.1 42 OK\r\n\r\n", MALFORMED),
            new Row("status -1", "HTTP/1.1 -1 OK\r\n\r\n", MALFORMED),
            new Row("status 1000", "HTTP/1.1 1000 OK\r\n\r\n", MALFORMED),
            new Row("status beyond int", "HTTP/1.1 4294967496 OK\r\n\r\n", MALFORMED),
            new Row("HTTP/2 as text", "HTTP/2.0 200 OK\r\n\r\n", MALFORMED),
            new Row("blank lines", "\r\n".repeat(50), MALFORMED),
            new Row("nothing", "", CLOSED),
            new Row("half a head", HEAD + "Server: x\r\n", CLOSED),
            new Row("long header", HEAD + "X: " + "y".repeat(110_000) + "\r\n\r\n", UNKNOWN),
            new Row("many headers", HEAD + "X: y\r\n".repeat(6_000) + "\r\n", UNKNOWN),
            new Row(
                "long head",
                HEAD + ("X: " + "y".repeat(31_000) + "\r\n").repeat(10) + "\r\n",
                UNKNOWN),
            new Row("header too long", HEAD + "X: " + "y".repeat(200_000) + "\r\n\r\n", TOO_LONG),
            new Row(
                "headers too long in all",
                HEAD + ("X: " + "y".repeat(15_000) + "\r\n").repeat(60) + "\r\n",
                TOO_LONG),
            new Row("too many headers", HEAD + "X: y\r\n".repeat(12_000) + "\r\n", TOO_LONG),
            new Row("interims", "HTTP/1.1 100 Continue\r\n\r\n".repeat(20), MALFORMED),
            new Row("interim, then good", "HTTP/1.1 103 Hints\r\n\r\n" + HEAD + "\r\n", UNKNOWN),
            new Row("length", HEAD + "Content-Length: -1\r\n\r\n", MALFORMED),
            new Row("length in words", HEAD + "Content-Length: many\r\n\r\n", MALFORMED),
            new Row("two lengths", length("5\r\nContent-Length: 6") + "hello", MALFORMED),
            new Row("a list of lengths", length("5, 6") + "hello", MALFORMED),
            new Row("a signed length", length("+5") + "hello", MALFORMED),
            new Row("no length", length("") + "hello", MALFORMED),
            new Row("a list of no lengths", length(",") + "hello", MALFORMED),
            new Row("half a list", length("5,") + "hello", UNKNOWN),
            new Row("cut short of half a list", length(", 10") + "hello", CLOSED),
            new Row("a length of two words", length("5 5") + "hello", MALFORMED),
            new Row("length beyond all", length("18446744073709551621") + "hello", MALFORMED),
            new Row("another coding", HEAD + CODING + "gzip\r\n\r\nhello", MALFORMED),
            new Row(
                "chunked twice", HEAD + CODING + "chunked, chunked\r\n\r\n0\r\n\r\n", MALFORMED),
            new Row("one length twice", length("5\r\nContent-Length: 5") + "hello", UNKNOWN),
            new Row("one length in a list", length("5, 5") + "hello", UNKNOWN),
            new Row("no coding", HEAD + CODING + "identity\r\n\r\nhello", UNKNOWN),
            new Row(
                "no coding, a length",
                HEAD + CODING + "identity\r\nContent-Length: 5\r\n\r\nhello",
                UNKNOWN),
            new Row(
                "chunks in no coding",
                HEAD + CODING + "identity, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                UNKNOWN),
            new Row("cut short of one length", length("10, 10") + "hello", CLOSED),
            new Row("body cut short", HEAD + "Content-Length: 10\r\n\r\nhello", CLOSED),
            new Row(
                "chunks after nothing",
                HEAD + CODING + ", chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                UNKNOWN),
            new Row(
                "no last chunk after nothing",
                HEAD + CODING + ", chunked ,\r\n\r\n5\r\nhello\r\n",
                CLOSED),
            new Row("chunk size", chunked + "zz\r\nhello\r\n0\r\n\r\n", MALFORMED),
            new Row("chunk without end", chunked + "5\r\nhelloX", MALFORMED),
            new Row("chunk cut short", chunked + "ff\r\nhello", CLOSED),
            new Row("no last chunk", chunked + "5\r\nhello\r\n", CLOSED),
            new Row("chunks", chunked + "5\r\nhello\r\n0\r\n\r\n", UNKNOWN),
            new Row(
                "control characters",
                "HTTP/1.1 200 \u001b[31m\r\nServer: \u001b]0;x\u0007\u009b\r\n\r\n\u001bc",
                UNKNOWN))
        .map(row -> dynamicTest(row.name(), () -> hold(row)));
  }

  private static String length(String value) {
    return HEAD + "Content-Length: " + value + "\r\n\r\n";
  }

  private static void hold(Row row) throws Exception {
    try (Web web = Web.plain(row.answer())) {
      Attempt attempt = web.http(new Settings());
      assertEquals(row.result(), RulesTest.result(attempt), attempt::toString);
      ProtocolContract.assertHarmless(attempt.outcome());
    }
  }

  @Test
  void boundThatWasPassedIsNamed() throws Exception {
    String head = HEAD + "X: " + "y".repeat(200_000) + "\r\n\r\n";
    try (Web web = Web.plain(head)) {
      String evidence = Probes.fault(web.http(new Settings())).evidence();
      assertTrue(evidence.startsWith("the head of the answer is larger"), evidence);
      assertTrue(evidence.contains("128 KiB a line, 10000 fields, 512 KiB in all"), evidence);
    }
  }

  @Test
  void endlessHeader() throws Exception {
    hold(flood("X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n"), TOO_LONG, "");
  }

  @Test
  void endlessBodyIsReadInPart() throws Exception {
    hold(flood("Content-Length: 1073741824\r\n\r\n"), UNKNOWN, "");
    hold(flood("Transfer-Encoding: chunked\r\n\r\n"), MALFORMED, "");
    hold(flood("\r\n"), "NOT_IDENTIFIED", "not there");
  }

  @Test
  void proofAtTheBeginningEndsTheReading() throws Exception {
    AtomicLong sent = new AtomicLong();
    hold(flood("\r\n-- here --", sent), "identified", "-- here --");
    assertTrue(sent.get() < 64 << 20, () -> "the peer could send " + sent);
  }

  @Test
  void manySmallChunksAreNoQuadraticSearch() throws Exception {
    String head = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
    String body = "1\r\nx\r\n".repeat(600_000) + "0\r\n\r\n";
    try (Web web = Web.plain(head + body)) {
      Attempt attempt = web.http(new Settings().body("not there").proof());
      assertEquals("NOT_IDENTIFIED", RulesTest.result(attempt), attempt::toString);
    }
  }

  @Test
  void bombsAreNotExpanded() throws Exception {
    String bomb =
        "<?xml version=\"1.0\"?><!DOCTYPE metalink [<!ENTITY a \"aaaaaaaa\">"
            + "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><metalink>&b;</metalink>";
    Settings metalink = new Settings().content(Content.METALINK).proof();
    try (Web web = Web.plain(Web.answer("200 OK", bomb))) {
      assertEquals("NOT_IDENTIFIED", RulesTest.result(web.http(metalink)));
    }
    String gzip = "200 OK|Content-Encoding: gzip";
    try (Web web = Web.plain(Web.answer(gzip, "\u001f\u008b\u0008\u0000"))) {
      Attempt attempt = web.http(metalink);
      assertEquals(
          "answered, not identified: HTTP 200 without content of the kind metalink, sent as gzip"
              + " although not asked for",
          attempt.outcome().concerns().get(0).text());
    }
  }

  @Test
  void drippingHeadAndBodyEndAtTheDeadline() throws Exception {
    for (String begin : new String[] {"HTTP/1.1 200 OK\r\nX: ", HEAD + "\r\n"}) {
      try (Web web =
          Web.of(
              socket -> {
                Web.request(socket);
                Web.send(socket, begin);
                while (true) {
                  Web.send(socket, "y");
                  Thread.sleep(50);
                }
              })) {
        Attempt attempt =
            Probes.attempt(
                HttpProtocol.PLAIN, new Settings().build(), web.peer(), Duration.ofMillis(700));
        Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, attempt);
      }
    }
  }

  private static void hold(Peer.Service service, String result, String text) throws Exception {
    Settings settings = text.isEmpty() ? new Settings() : new Settings().body(text).proof();
    try (Web web = Web.of(service)) {
      Attempt attempt = web.http(settings);
      assertEquals(result, RulesTest.result(attempt), attempt::toString);
    }
  }

  private static Peer.Service flood(String begin) {
    return flood(begin, new AtomicLong());
  }

  /** Begins so, then sends lines of headers without end. */
  private static Peer.Service flood(String begin, AtomicLong sent) {
    return socket -> {
      Web.request(socket);
      Web.send(socket, HEAD + begin);
      pour(socket, sent);
    };
  }

  private static void pour(Socket socket, AtomicLong sent) throws IOException {
    String lines = "X-Filler: 0123456789\r\n".repeat(1000);
    for (int i = 0; i < 100_000; i++) {
      Web.send(socket, lines);
      sent.addAndGet(lines.length());
    }
  }
}
