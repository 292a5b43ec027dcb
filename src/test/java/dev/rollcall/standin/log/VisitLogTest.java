package dev.rollcall.standin.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.document.StandInDocument;
import dev.rollcall.model.Intervals;
import dev.rollcall.model.StandInLog;
import dev.rollcall.model.StandInLog.Series;
import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.model.VisitFacts;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.path.Port;
import dev.rollcall.run.Protocols;
import dev.rollcall.verdict.witness.HealthChecks;
import dev.rollcall.verdict.witness.LogView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept of floods, with a clock of its own: seconds since the log's start. */
class VisitLogTest {
  private static final Port HTTPS = Port.tcp(443);
  private static final String BALANCER = "198.18.2.10";
  private static final long ROOM = 512 << 10;
  private static final VisitFacts FACTS = Protocols.ALL.visitFacts("https");

  private static Visit visit(Port port, String source, double second, String path, String agent) {
    List<Observation.Fact> saw =
        path.isEmpty()
            ? List.of()
            : List.of(
                new Observation.Fact("http.request", "GET " + path),
                new Observation.Fact("http.user-agent", agent));
    Duration since = Duration.ofNanos(Math.round(second * 1e9));
    return new Visit(since, port, "https", source, "198.18.1.10", saw, "answered");
  }

  private static EndedVisit served(String source, double second, String path) {
    return ended(visit(HTTPS, source, second, path, "x"), source, false);
  }

  private static EndedVisit ended(Visit visit, String network, boolean turnedAway) {
    return EndedVisit.of(visit, FACTS, Optional.of("/health"), network, turnedAway);
  }

  private static StandInLog log(VisitLog kept, Optional<String> health) {
    long counted = kept.series().stream().mapToLong(Series::count).sum();
    StandInLog log =
        new StandInLog(
            "0.1.0",
            "host",
            Instant.EPOCH,
            Duration.ofHours(1),
            List.of(
                new StandInLog.OpenPort("0.0.0.0", HTTPS, "https", List.of("lb.health"), health)),
            kept.visits(),
            kept.series(),
            List.of(),
            kept.total() - counted);
    assertEquals(kept.total(), log.total());
    return log;
  }

  private static LogView view(VisitLog kept, Optional<String> health) {
    return new LogView(log(kept, health), Protocols.ALL);
  }

  private static Optional<Series> series(VisitLog log, String source) {
    return log.series().stream().filter(one -> one.source().equals(source)).findFirst();
  }

  @Test
  void repeatsAreCountedBetweenTheFirstAndTheLast() {
    VisitLog log = new VisitLog(ROOM);
    for (int i = 0; i < 1000; i++) {
      log.add(served("192.0.2.1", i, "/"));
      log.add(served("192.0.2.1", i + 0.5, "/other"));
    }
    assertEquals(2000, log.total());
    assertEquals(2, log.series().size());
    for (Series series : log.series()) {
      assertEquals(1000, series.count());
      assertEquals(Duration.ofSeconds(999), series.until().minus(series.since()));
      List<Visit> kept =
          log.visits().stream()
              .filter(visit -> FACTS.asked(visit).equals(series.asked().orElseThrow()))
              .toList();
      assertEquals(series.since(), kept.get(0).since());
      assertEquals(series.until(), kept.get(kept.size() - 1).since());
      assertTrue(kept.size() < 200, () -> "kept " + kept.size());
    }
  }

  @Test
  void aFewVisitsAreAllKeptInFull() {
    VisitLog log = new VisitLog(ROOM);
    for (int i = 0; i < 30; i++) {
      log.add(served("192.0.2.1", i, "/"));
    }
    assertEquals(30, log.visits().size());
    assertEquals(30, log(log, Optional.empty()).total());
  }

  /**
   * The review's visits: as many facts as are kept, each as long as a hostile caller can make it.
   */
  @Test
  void itStaysWithinItsBytesInMemoryAndAsJson() {
    VisitLog log = new VisitLog(ROOM);
    String hostile = "\u00e9\"\\".repeat(65);
    List<Observation.Fact> facts =
        List.of(
            new Observation.Fact("smtp.hello", hostile),
            new Observation.Fact("smtp.hello", hostile),
            new Observation.Fact("smtp.hello", hostile));
    for (int i = 0; i < 5_000; i++) {
      String source = "10.0." + i % 10 + "." + i % 25;
      Visit visit =
          new Visit(
              Duration.ofMillis(i), Port.tcp(25), "smtp", source, "10.1.1.1", facts, "answered");
      log.add(ended(visit, source, false));
      assertTrue(log.bytes() <= ROOM, "at " + i);
    }
    StandInLog whole = log(log, Optional.empty());
    assertEquals(5_000, whole.total());
    assertTrue(StandInDocument.write(whole).length <= ROOM + 1000);
    // All sources fit, each with its first and its last visit.
    assertEquals(50, whole.series().size());
    assertTrue(whole.visits().size() >= 100, () -> whole.visits().size() + " visits");
  }

  /** A check every 30 s for half an hour, beside 20,000 sources that come once. */
  @Test
  void newSourcesDoNotPushOutARegularOne() {
    for (Optional<String> health : List.of(Optional.of("/health"), Optional.<String>empty())) {
      VisitLog log = new VisitLog(ROOM);
      int checks = 0;
      for (int i = 0; i < 20_000; i++) {
        double second = i * 0.09;
        if (second >= checks * 30.0) {
          log.add(served(BALANCER, second, "/health"));
          checks++;
        }
        log.add(served("10." + i % 200 + "." + i / 200 % 250 + ".1", second, "/"));
      }
      HealthChecks found =
          HealthChecks.of(view(log, health)).stream()
              .filter(one -> one.source().equals(BALANCER))
              .findFirst()
              .orElseThrow();
      assertEquals(checks, found.count());
      assertTrue(Intervals.within(found.median(), Duration.ofSeconds(30), 100), found::sentence);
    }
  }

  @Test
  void theFirstAndTheLatestSourcesAreKeptAndThoseBetweenAreCounted() {
    VisitLog log = new VisitLog(ROOM);
    for (int i = 0; i < 20_000; i++) {
      log.add(served("source " + i, i, "/"));
    }
    StandInLog whole = log(log, Optional.empty());
    assertEquals(20_000, whole.total());
    assertTrue(whole.unlogged() > 15_000, () -> whole.unlogged() + " unlogged");
    for (int i = 0; i < 50; i++) {
      assertTrue(series(log, "source " + i).isPresent(), "source " + i);
      assertTrue(series(log, "source " + (19_999 - i)).isPresent(), "the last but " + i);
    }
  }

  @Test
  void aLongRegularRecordStaysBeforeManyShortOnes() {
    VisitLog log = new VisitLog(ROOM);
    int checks = 0;
    for (int i = 0; i < 2000; i++) {
      // Each comes three times, a second apart.
      for (int turn = 0; turn < 3; turn++) {
        double second = 100 + i * 0.5 + turn;
        while (checks * 30 <= second) {
          log.add(served(BALANCER, checks * 30, "/health"));
          checks++;
        }
        log.add(served("flood " + i, second, "/health"));
      }
    }
    assertEquals(checks, series(log, BALANCER).orElseThrow().count());
  }

  @Test
  void datagramsAndVisitsThatWereTurnedAwayPushOutNoServedVisit() {
    VisitLog log = new VisitLog(ROOM);
    for (int i = 0; i < 100; i++) {
      log.add(served("campus " + i, i, "/"));
    }
    for (int i = 0; i < 5_000; i++) {
      String source = "forged " + i;
      Visit datagram = visit(Port.udp(123), source, i, "", "");
      log.add(ended(datagram, source, false));
      log.add(ended(visit(HTTPS, source, i, "", ""), source, true));
    }
    for (int i = 0; i < 100; i++) {
      assertTrue(series(log, "campus " + i).isPresent(), "campus " + i);
    }
    assertEquals(10_100, log(log, Optional.empty()).total());
    assertTrue(log.series().stream().anyMatch(Series::turnedAway));
    assertTrue(log.series().stream().noneMatch(one -> one.turnedAway() && !one.times().isEmpty()));
  }

  @Test
  void oneNetworkOfIpv6DoesNotTakeTheRoomOfOthers() {
    VisitLog log = new VisitLog(ROOM);
    log.add(served("192.0.2.1", 0, "/"));
    for (int i = 0; i < 20_000; i++) {
      String source = "2001:db8::" + Integer.toHexString(i);
      log.add(ended(visit(HTTPS, source, i, "/", "x"), "20010db8", false));
      if (i % 1000 == 0) {
        log.add(served("campus " + i, i, "/"));
      }
    }
    for (int i = 0; i < 20_000; i += 1000) {
      assertTrue(series(log, "campus " + i).isPresent(), "campus " + i);
    }
  }

  @Test
  void manyQuestionsOfOneSourceAreCountedTogetherAndItsHealthChecksApart() {
    VisitLog log = new VisitLog(ROOM);
    for (int i = 0; i < 5000; i++) {
      log.add(served(BALANCER, i * 0.1, "/" + i));
      if (i % 300 == 0) {
        log.add(served(BALANCER, i * 0.1, "/health"));
      }
    }
    assertTrue(log.series().size() < 20, () -> log.series().size() + " series");
    assertTrue(log.series().stream().anyMatch(one -> one.asked().isEmpty()));
    HealthChecks checks = HealthChecks.of(view(log, Optional.of("/health"))).get(0);
    assertEquals(17, checks.count());
    assertEquals(30_000, checks.median().toMillis());
  }

  @Test
  void rollcallsOwnVisitsAreNoHealthChecks() {
    VisitLog log = new VisitLog(ROOM);
    for (int i = 0; i < 4; i++) {
      Visit own = visit(HTTPS, BALANCER, i * 10, "/health", "Rollcall/1.0");
      log.add(ended(own, BALANCER, false));
      log.add(served(BALANCER, i * 30, "/health"));
    }
    HealthChecks checks = HealthChecks.of(view(log, Optional.of("/health"))).get(0);
    assertEquals(4, checks.count());
    assertEquals(30_000, checks.median().toMillis());
  }

  /** An hour and more: the latest times tell the interval, the count tells all. */
  @Test
  void aLongRecordKeepsItsLatestTimes() {
    VisitLog log = new VisitLog(ROOM);
    for (int i = 0; i < 500; i++) {
      log.add(served(BALANCER, i * 30, "/health"));
    }
    HealthChecks checks = HealthChecks.of(view(log, Optional.of("/health"))).get(0);
    assertEquals(
        "198.18.2.10 asks 443/tcp for /health every 30.0 s (500 times, the last 128: 30.0 s to"
            + " 30.0 s)",
        checks.sentence());
  }

  @Test
  void incidentsAreBoundedAndCounted() {
    Incidents incidents = new Incidents();
    for (int i = 0; i < 1000; i++) {
      incidents.add(Duration.ofSeconds(i), "accept failed");
      incidents.add(Duration.ofSeconds(i), "trouble " + i);
    }
    assertTrue(incidents.all().size() <= 33);
    assertEquals(1000, incidents.all().get(0).count());
    assertEquals(Duration.ofSeconds(999), incidents.all().get(0).until());
    assertEquals(2000, incidents.all().stream().mapToLong(StandInLog.Incident::count).sum());
  }
}
