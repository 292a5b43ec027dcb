package dev.rollcall.verdict;

import dev.rollcall.model.Observation;
import dev.rollcall.model.Port;
import dev.rollcall.model.StandInLog;
import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.model.Transport;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The health checks that one source made on one port of a stand-in.
 *
 * <p>Whoever asks for the path of the site's health check is checking. Where nobody does, or where
 * the path is not known, it is whoever comes three times or more at regular intervals with the same
 * question, or only to connect. A client's own question for that path, passed on by the balancer,
 * is told from a check by falling out of the rhythm.
 *
 * @param path what was asked for; empty if it only connected
 * @param asked whether it asked for the site's own health check
 * @param gaps between the beginnings of its checks, monotonic, in order; one fewer than the checks
 * @param visits its checks, in order
 */
public record HealthChecks(
    String source, Port port, String path, boolean asked, List<Duration> gaps, List<Visit> visits) {
  private static final String REQUEST = "http.request";
  private static final String AGENT = "http.user-agent";
  private static final int FEWEST = 3;
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  public HealthChecks {
    gaps = List.copyOf(gaps);
    visits = List.copyOf(visits);
  }

  /** By port and source, in the order of their first visit. */
  public static List<HealthChecks> of(StandInLog log) {
    Map<Port, Map<String, List<Visit>>> callers = new LinkedHashMap<>();
    log.visits().stream()
        .filter(visit -> visit.port().transport() == Transport.TCP)
        .filter(visit -> !isRollcall(visit))
        .sorted(Comparator.comparing(Visit::since))
        .forEach(
            visit ->
                callers
                    .computeIfAbsent(visit.port(), port -> new LinkedHashMap<>())
                    .computeIfAbsent(visit.source(), source -> new ArrayList<>())
                    .add(visit));
    List<HealthChecks> checks = new ArrayList<>();
    callers.forEach((port, sources) -> checks.addAll(on(port, health(log, port), sources)));
    return checks;
  }

  /** Whether a run of ours asked, through the balancer perhaps: it says so. */
  private static boolean isRollcall(Visit visit) {
    return visit.saw().stream()
        .anyMatch(fact -> fact.name().equals(AGENT) && fact.text().startsWith("Rollcall"));
  }

  private static List<HealthChecks> on(
      Port port, Optional<String> health, Map<String, List<Visit>> sources) {
    List<HealthChecks> asking = new ArrayList<>();
    List<HealthChecks> regular = new ArrayList<>();
    sources.forEach(
        (source, visits) -> {
          Map<String, List<Visit>> kinds = new LinkedHashMap<>();
          visits.forEach(v -> kinds.computeIfAbsent(path(v), k -> new ArrayList<>()).add(v));
          health
              .map(kinds::get)
              .ifPresent(
                  own -> asking.add(of(source, port, health.get(), true, Rhythm.among(own))));
          kinds.entrySet().stream()
              .map(kind -> of(source, port, kind.getKey(), false, kind.getValue()))
              .filter(HealthChecks::isRegular)
              .max(Comparator.comparingInt(HealthChecks::count))
              .ifPresent(regular::add);
        });
    return asking.isEmpty() ? regular : asking;
  }

  private static HealthChecks of(
      String source, Port port, String path, boolean asked, List<Visit> visits) {
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < visits.size(); i++) {
      gaps.add(visits.get(i).since().minus(visits.get(i - 1).since()));
    }
    return new HealthChecks(source, port, path, asked, gaps, visits);
  }

  /** Whether these visits come at regular intervals. */
  static boolean isRegular(List<Visit> visits) {
    return of("", visits.get(0).port(), "", false, visits).isRegular();
  }

  private static Optional<String> health(StandInLog log, Port port) {
    return log.posts().stream()
        .filter(post -> post.port().equals(port))
        .flatMap(post -> post.health().stream())
        .findFirst();
  }

  /** The path of {@code GET /health HTTP/1.1}; empty if nothing was asked. */
  private static String path(Visit visit) {
    for (Observation.Fact fact : visit.saw()) {
      if (fact.name().equals(REQUEST)) {
        for (String word : fact.text().split(" ", -1)) {
          if (word.startsWith("/")) {
            return word;
          }
        }
        return fact.text();
      }
    }
    return "";
  }

  /** Whether there are enough of them, and most of them come at one interval. */
  boolean tellsInterval() {
    return isEnough() && isRegular();
  }

  /** Three quarters of the gaps are within a fifth of the one in the middle. */
  private boolean isRegular() {
    if (count() < FEWEST || median().compareTo(SHORTEST) < 0) {
      return false;
    }
    long near = gaps.stream().filter(gap -> isWithin(gap, median(), 5)).count();
    return near * 4 >= gaps.size() * 3L;
  }

  /** Whether a duration is off another one by a part of it at most. */
  static boolean isWithin(Duration one, Duration other, int part) {
    return one.minus(other).abs().compareTo(other.dividedBy(part)) <= 0;
  }

  public int count() {
    return visits.size();
  }

  /** Whether they are enough to tell an interval. */
  boolean isEnough() {
    return count() >= FEWEST;
  }

  /** The interval; zero if there was one check only. */
  public Duration median() {
    if (gaps.isEmpty()) {
      return Duration.ZERO;
    }
    List<Duration> sorted = gaps.stream().sorted().toList();
    Duration upper = sorted.get(sorted.size() / 2);
    return sorted.size() % 2 == 1
        ? upper
        : upper.plus(sorted.get(sorted.size() / 2 - 1)).dividedBy(2);
  }

  /** {@code 198.18.2.10 asks 443/tcp for /health every 30.0 s (4 times, 29.9 s to 30.1 s)}. */
  public String sentence() {
    String what =
        source + (path.isEmpty() ? " connects to " + port : " asks " + port + " for " + path);
    if (gaps.isEmpty()) {
      return what + ": once";
    }
    String times = count() == 2 ? "twice" : count() + " times";
    Duration min = gaps.stream().min(Comparator.naturalOrder()).orElseThrow();
    Duration max = gaps.stream().max(Comparator.naturalOrder()).orElseThrow();
    return what
        + " every "
        + seconds(median())
        + " ("
        + times
        + (gaps.size() > 1 ? ", " + seconds(min) + " to " + seconds(max) : "")
        + ")";
  }

  /** {@code 30.1 s}. */
  public static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
            .add(BigDecimal.valueOf(duration.getNano(), 9))
            .setScale(1, RoundingMode.HALF_UP)
        + " s";
  }
}
