package dev.rollcall.model;

import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.path.Port;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What stand-ins saw: evidence of who reaches this host, and from which address.
 *
 * <p>A log is bounded. Visits of one source that ask the same question are a {@link Series}: it
 * counts all of them, and at least the first and the last are among {@code visits}. The counts of
 * all series and {@code unlogged} add up to {@link #total}.
 *
 * @param version Rollcall's own
 * @param host the name of the host that answered
 * @param took monotonic, from the first open port to the end
 * @param ports the ports that were answered on
 * @param visits those that are stored in full, in the order of their start
 * @param series in the order of their first visit; none in a log that an older Rollcall wrote,
 *     where {@code visits} has every visit but the unlogged
 * @param incidents failures of the stand-in itself, in the order of their first time
 * @param unlogged number of visits from sources that the log has no room for
 */
public record StandInLog(
    String version,
    String host,
    Instant startedAt,
    Duration took,
    List<OpenPort> ports,
    List<Visit> visits,
    List<Series> series,
    List<Incident> incidents,
    long unlogged) {
  /** The largest time in a log: a hundred years. */
  private static final Duration LONGEST = Duration.ofDays(36_525);

  public StandInLog {
    Objects.requireNonNull(version);
    Objects.requireNonNull(host);
    Objects.requireNonNull(startedAt);
    Objects.requireNonNull(took);
    ports = List.copyOf(ports);
    visits = List.copyOf(visits);
    series = List.copyOf(series);
    incidents = List.copyOf(incidents);
  }

  /** What tells it from any other log: two documents with the same are states of one log. */
  public List<Object> identity() {
    return List.of(host, startedAt, ports);
  }

  /** A log as an older Rollcall wrote it. */
  public StandInLog(
      String version,
      String host,
      Instant startedAt,
      Duration took,
      List<OpenPort> ports,
      List<Visit> visits,
      long unlogged) {
    this(version, host, startedAt, took, ports, visits, List.of(), List.of(), unlogged);
  }

  private static void requireMoment(Duration since) {
    if (since.isNegative() || since.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("not a valid time of a log: " + since);
    }
  }

  /** All visits that ended: in full, counted in a series, or unlogged. */
  public long total() {
    return unlogged
        + (series.isEmpty() ? visits.size() : series.stream().mapToLong(Series::count).sum());
  }

  /**
   * One port that was answered on.
   *
   * @param address the local address, {@code 0.0.0.0} or {@code ::} for all
   * @param rules ids of the rules that it stood in for
   * @param health path of the health check, if the site file has it
   */
  public record OpenPort(
      String address, Port port, String protocol, List<String> rules, Optional<String> health) {
    public OpenPort {
      Objects.requireNonNull(address);
      Objects.requireNonNull(port);
      Objects.requireNonNull(protocol);
      rules = List.copyOf(rules);
      Objects.requireNonNull(health);
    }

    /** A port without a known health check. */
    public OpenPort(String address, Port port, String protocol, List<String> rules) {
      this(address, port, protocol, rules, Optional.empty());
    }
  }

  /**
   * One connection, or one datagram.
   *
   * @param since monotonic, from the log's start
   * @param source the caller's address as seen here, without a port, so NAT is visible
   * @param target the local address of the connection
   * @param saw what the caller sent, in order, without anything of an authentication
   * @param ended how it ended, in a word or a sentence
   */
  public record Visit(
      Duration since,
      Port port,
      String protocol,
      String source,
      String target,
      List<Observation.Fact> saw,
      String ended) {
    public Visit {
      requireMoment(since);
      Objects.requireNonNull(port);
      Objects.requireNonNull(protocol);
      Objects.requireNonNull(source);
      Objects.requireNonNull(target);
      saw = List.copyOf(saw);
      Objects.requireNonNull(ended);
    }
  }

  /**
   * Visits of one source to one port with the same request.
   *
   * @param asked as {@link Visit#asked}; empty if requests are counted together, because the source
   *     sent too many different ones
   * @param turnedAway whether a limit ended these visits before they were served
   * @param count all of them, at least one
   * @param since the start of the first, from the log's start
   * @param until the start of the last
   * @param times the starts of the latest ones, in order, to measure a health check's interval.
   *     None if the visits cannot be health checks: over UDP, turned away, or from Rollcall
   */
  public record Series(
      Port port,
      String protocol,
      String source,
      Optional<String> asked,
      boolean turnedAway,
      long count,
      Duration since,
      Duration until,
      List<Duration> times) {
    public Series {
      Objects.requireNonNull(port);
      Objects.requireNonNull(protocol);
      Objects.requireNonNull(source);
      Objects.requireNonNull(asked);
      requireMoment(since);
      requireMoment(until);
      times = List.copyOf(times);
      times.forEach(StandInLog::requireMoment);
      if (count < Math.max(1, times.size())) {
        throw new IllegalArgumentException(
            "count is " + count + ", but must be at least " + Math.max(1, times.size()));
      }
    }
  }

  /**
   * A failure of the stand-in itself after which it continued.
   *
   * @param since the first time, from the log's start
   * @param until the last time
   * @param count how often
   */
  public record Incident(Duration since, Duration until, long count, String text) {
    public Incident {
      Objects.requireNonNull(since);
      Objects.requireNonNull(until);
      Objects.requireNonNull(text);
    }
  }
}
