package dev.rollcall.cli.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.probe.login.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverTest {
  @ParameterizedTest
  @CsvSource({
    "http://localhost:4318, true",
    "HTTP://LOCALHOST, true",
    "http://127.0.0.9:4318/, true",
    "http://[::1]:4318, true",
    "https://collector.uni.edu/otlp//, true",
    "http://collector.uni.edu:4318, false",
    "http://127.0.0.1.uni.edu:4318, false",
    "http://10.0.0.1, false"
  })
  void secretsStayOnThisHostOrGoOverTls(String url, boolean maySee) {
    assertEquals(maySee, Receiver.of(url).maySeeSecrets());
  }

  @Test
  void eachKindHasItsPath() {
    Receiver receiver = Receiver.of("https://collector.uni.edu/otlp//");
    assertEquals(
        "https://collector.uni.edu/otlp/v1/logs", receiver.of(Receiver.Kind.LOGS).toString());
    assertEquals(List.of(Receiver.Kind.METRICS, Receiver.Kind.LOGS), receiver.kinds());
  }

  @Test
  void takesOneKindAlone() {
    Receiver metrics = Receiver.of("metrics=http://localhost:9090/api/v1/otlp");
    assertEquals(List.of(Receiver.Kind.METRICS), metrics.kinds());
    assertEquals("http://localhost:9090/api/v1/otlp", metrics.toString());
    assertEquals(List.of(Receiver.Kind.LOGS), Receiver.of("logs=http://localhost").kinds());
  }

  @ParameterizedTest
  @CsvSource({"0, PT0S", "' 120 ', PT2M", "999999999, PT277777H46M39S"})
  void aPauseIsANumberOfSeconds(String header, Duration pause) {
    assertEquals(Optional.of(pause), RetryAfter.read(header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5", "1000000000", "Tue, 01 Dec 2026 00:00:00 GMT", "\u0663"})
  void anotherPauseIsNone(String header) {
    assertEquals(Optional.empty(), RetryAfter.read(header));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:4318",
        "ftp://localhost",
        "http://",
        "http://a b",
        "http://host:0",
        "http://host:65536",
        "http://user:s3cr3t@host:4318",
        "http://host:4318?key=s3cr3t",
        "http://host:4318/#s3cr3t",
        "http://s3cr3t host",
        "traces=http://host:4318",
        "metrics=",
        "logs=metrics=http://s3cr3t"
      })
  void refusesOthersAndRepeatsNothing(String url) {
    String said =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> Receiver.of(url)).getMessage());
    assertFalse(said.contains("s3cr3t"), said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cr3t",
        "=s3cr3t",
        "a b=s3cr3t",
        "x=",
        "x=s3cr3t,",
        "x=%zzs3cr3t",
        "x=s3cr3t%0d%0ay: z",
        "x=s3cr3t\u00e9",
        "Host=s3cr3t",
        "content-length=s3cr3t"
      })
  void refusesOtherHeadersAndRepeatsNoValue(String text) {
    String said =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Headers.of(new Secret(text.toCharArray())))
                .getMessage());
    assertFalse(said.contains("s3cr3t"), said);
  }
}
