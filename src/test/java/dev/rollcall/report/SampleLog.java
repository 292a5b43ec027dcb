package dev.rollcall.report;

import static dev.rollcall.report.Samples.START;

import dev.rollcall.model.StandInLog;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.path.Port;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Logs of stand-ins for the tests of documents. */
public final class SampleLog {
  private SampleLog() {}

  /** Two ports, a health check that is repeated and a question for the time. */
  public static StandInLog sample() {
    return of("appsanywhere01.uni.edu", "GET /health HTTP/1.1");
  }

  /** The same as an older Rollcall wrote it. */
  public static StandInLog older() {
    StandInLog log = sample();
    return new StandInLog(
        log.version(),
        log.host(),
        log.startedAt(),
        log.took(),
        log.ports(),
        log.visits(),
        log.unlogged());
  }

  /** A log with one text wherever a caller or a person could have put it. */
  public static StandInLog hostile(String text) {
    return of(text, text);
  }

  private static StandInLog of(String host, String text) {
    return new StandInLog(
        "0.1.0",
        host,
        START,
        Duration.ofMillis(90_250),
        List.of(
            new StandInLog.OpenPort(
                "0.0.0.0",
                Port.tcp(443),
                "https",
                List.of("inbound.portal", "lb.health"),
                Optional.of("/health")),
            new StandInLog.OpenPort("::", Port.udp(123), "ntp", List.of("time.0"))),
        List.of(
            new StandInLog.Visit(
                Duration.ofNanos(1_000_000_001),
                Port.tcp(443),
                "https",
                "198.18.2.10",
                "198.18.1.10",
                List.of(
                    new Observation.Fact("http.request", text),
                    new Observation.Fact("http.forwarded-for", text)),
                text),
            new StandInLog.Visit(
                Duration.ofSeconds(31),
                Port.udp(123),
                "ntp",
                "2001:db8:0:0:0:0:0:5",
                "198.18.1.10",
                List.of(),
                "answered")),
        List.of(
            new StandInLog.Series(
                Port.tcp(443),
                "https",
                "198.18.2.10",
                Optional.of(text),
                false,
                40,
                Duration.ofNanos(1_000_000_001),
                Duration.ofMillis(61_500),
                List.of(Duration.ofMillis(31_500), Duration.ofMillis(61_500))),
            new StandInLog.Series(
                Port.udp(123),
                "ntp",
                "2001:db8:0:0:0:0:0:5",
                Optional.empty(),
                true,
                1,
                Duration.ofSeconds(31),
                Duration.ofSeconds(31),
                List.of())),
        List.of(new StandInLog.Incident(Duration.ofSeconds(4), Duration.ofSeconds(5), 2, text)),
        3);
  }
}
