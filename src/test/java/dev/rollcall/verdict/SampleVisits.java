package dev.rollcall.verdict;

import dev.rollcall.model.StandInLog;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.path.Port;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds stand-ins' logs. */
public final class SampleVisits {
  private final List<StandInLog.Visit> visits = new ArrayList<>();
  private Optional<String> health = Optional.of("/health");
  private String target = "198.18.1.10";

  /** The site file has no path of a health check. */
  public SampleVisits pathUnknown() {
    health = Optional.empty();
    return this;
  }

  public SampleVisits at(String address) {
    target = address;
    return this;
  }

  /** Visits on 443/tcp at these seconds, each asking for that path; none for the empty path. */
  public SampleVisits from(String source, String path, double... seconds) {
    return on(443, source, path, seconds);
  }

  public SampleVisits on(int port, String source, String path, double... seconds) {
    for (double second : seconds) {
      add(
          port,
          source,
          second,
          path.isEmpty()
              ? List.of()
              : List.of(new Observation.Fact("http.request", "GET " + path + " HTTP/1.1")));
    }
    return this;
  }

  /** As Rollcall itself asks, on 443/tcp. */
  public SampleVisits rollcall(String source, String path, double... seconds) {
    for (double second : seconds) {
      add(
          443,
          source,
          second,
          List.of(
              new Observation.Fact("http.request", "GET " + path + " HTTP/1.1"),
              new Observation.Fact("http.user-agent", "Rollcall/1.0")));
    }
    return this;
  }

  public SampleVisits forwarding(String source, double second, String client) {
    add(
        443,
        source,
        second,
        List.of(
            new Observation.Fact("http.request", "GET / HTTP/1.1"),
            new Observation.Fact("http.forwarded-for", client)));
    return this;
  }

  private void add(int port, String source, double second, List<Observation.Fact> saw) {
    visits.add(
        new StandInLog.Visit(
            Duration.ofMillis(Math.round(second * 1000)),
            Port.tcp(port),
            port == 22 ? "ssh" : "https",
            source,
            target,
            saw,
            "answered"));
  }

  public StandInLog log() {
    return log("appsanywhere01");
  }

  public StandInLog log(String host) {
    return new StandInLog(
        "0.1.0",
        host,
        Instant.parse("2026-11-22T18:20:05Z"),
        Duration.ofSeconds(100),
        List.of(
            new StandInLog.OpenPort(
                "0.0.0.0", Port.tcp(443), "https", List.of("lb.health"), health)),
        visits,
        0);
  }
}
