package dev.rollcall.verdict.witness;

import dev.rollcall.model.Intervals;
import dev.rollcall.model.StandInLog;
import dev.rollcall.model.StandInLog.Series;
import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Transport;
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
 * <p>Requests for the path of the site's health check are checks. If there are none, or the path is
 * not known, three or more visits of one source at regular intervals with the same request, or with
 * none, are checks. A client's request for that path, forwarded by the balancer, does not fit the
 * interval and is not counted.
 *
 * @param path the requested path; empty if it only connected
 * @param asked whether the path is the site's health check
 * @param count all checks
 * @param times when the latest ones began
 */
public record HealthChecks(
    String source, Port port, String path, boolean asked, long count, Intervals times) {
  /** Visits of one source on one port with one question. */
  private record Track(Port port, String source, String path, long count, List<Duration> times) {}

  /** By port and source, in the order of their first visit. */
  public static List<HealthChecks> of(LogView view) {
    StandInLog log = view.log();
    List<Track> tracks = log.series().isEmpty() ? ofVisits(view) : ofSeries(log);
    Map<Port, Map<String, Map<String, Track>>> callers = new LinkedHashMap<>();
    for (Track track : tracks) {
      callers
          .computeIfAbsent(track.port(), port -> new LinkedHashMap<>())
          .computeIfAbsent(track.source(), source -> new LinkedHashMap<>())
          .putIfAbsent(track.path(), track);
    }
    List<HealthChecks> checks = new ArrayList<>();
    callers.forEach((port, sources) -> checks.addAll(on(health(log, port), sources)));
    return checks;
  }

  private static List<Track> ofSeries(StandInLog log) {
    return log.series().stream()
        .filter(one -> one.port().transport() == Transport.TCP)
        .filter(one -> one.asked().isPresent() && !one.times().isEmpty())
        .sorted(Comparator.comparing(Series::since))
        .map(
            one ->
                new Track(
                    one.port(), one.source(), one.asked().get(), one.count(), sorted(one.times())))
        .toList();
  }

  /** For a log without series: every visit is stored in full. */
  private static List<Track> ofVisits(LogView view) {
    record Key(Port port, String source, String path) {}
    Map<Key, List<Duration>> times = new LinkedHashMap<>();
    view.log().visits().stream()
        .filter(visit -> visit.port().transport() == Transport.TCP)
        .filter(visit -> !view.fromRollcall(visit))
        .sorted(Comparator.comparing(Visit::since))
        .forEach(
            visit ->
                times
                    .computeIfAbsent(
                        new Key(visit.port(), visit.source(), view.asked(visit)),
                        key -> new ArrayList<>())
                    .add(visit.since()));
    List<Track> tracks = new ArrayList<>();
    times.forEach(
        (key, own) -> tracks.add(new Track(key.port, key.source, key.path, own.size(), own)));
    return tracks;
  }

  private static List<Duration> sorted(List<Duration> times) {
    return times.stream().sorted().toList();
  }

  private static List<HealthChecks> on(
      Optional<String> health, Map<String, Map<String, Track>> sources) {
    List<HealthChecks> asking = new ArrayList<>();
    List<HealthChecks> regular = new ArrayList<>();
    for (Map<String, Track> kinds : sources.values()) {
      health
          .map(kinds::get)
          .ifPresent(own -> asking.add(of(own, true, RegularVisits.among(own.times()))));
      kinds.values().stream()
          .map(kind -> of(kind, false, kind.times()))
          .filter(kind -> kind.times().regular())
          .max(Comparator.comparingLong(HealthChecks::count))
          .ifPresent(regular::add);
    }
    return asking.isEmpty() ? regular : asking;
  }

  /**
   * @param times those of its visits that are checks
   */
  private static HealthChecks of(Track track, boolean asked, List<Duration> times) {
    boolean all = times.size() == track.times().size();
    return new HealthChecks(
        track.source(),
        track.port(),
        track.path(),
        asked,
        all ? track.count() : times.size(),
        new Intervals(times));
  }

  private static Optional<String> health(StandInLog log, Port port) {
    return log.ports().stream()
        .filter(open -> open.port().equals(port))
        .flatMap(open -> open.health().stream())
        .findFirst();
  }

  /** Whether a visit is one of these checks; those before the known times count as well. */
  boolean includes(Visit visit, LogView view) {
    return visit.source().equals(source)
        && visit.port().equals(port)
        && view.asked(visit).equals(path)
        && !view.fromRollcall(visit)
        && (times.moments().contains(visit.since()) || isBeforeTimes(visit));
  }

  private boolean isBeforeTimes(Visit visit) {
    return count > times.moments().size() && visit.since().compareTo(times.moments().get(0)) < 0;
  }

  /** Whether there are enough of them, and most of them come at one interval. */
  boolean tellsInterval() {
    return times.regular();
  }

  /** Whether they are enough to measure an interval. */
  boolean isEnough() {
    return times.moments().size() >= Intervals.FEWEST;
  }

  /** The interval; zero if there was only one check. */
  public Duration median() {
    return times.median();
  }

  /** {@code 198.18.2.10 asks 443/tcp for /health every 30.0 s (4 times, 29.9 s to 30.1 s)}. */
  public String sentence() {
    String what =
        source + (path.isEmpty() ? " connects to " + port : " asks " + port + " for " + path);
    List<Duration> gaps = times.gaps();
    if (gaps.isEmpty()) {
      return what + ": once";
    }
    int known = times.moments().size();
    String number = count == 2 ? "twice" : count + " times";
    String which = count > known ? ", the last " + known + ": " : ", ";
    Duration min = gaps.stream().min(Comparator.naturalOrder()).orElseThrow();
    Duration max = gaps.stream().max(Comparator.naturalOrder()).orElseThrow();
    return what
        + " every "
        + seconds(median())
        + " ("
        + number
        + (gaps.size() > 1 ? which + seconds(min) + " to " + seconds(max) : "")
        + ")";
  }

  /** {@code 30.1 s}. */
  static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
            .add(BigDecimal.valueOf(duration.getNano(), 9))
            .setScale(1, RoundingMode.HALF_UP)
        + " s";
  }
}
