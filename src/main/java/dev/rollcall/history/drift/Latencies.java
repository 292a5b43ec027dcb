package dev.rollcall.history.drift;

import dev.rollcall.model.Change;
import dev.rollcall.model.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Detects a lasting slowdown of a path or server: compares the median of the last times with the
 * median of the usual ones, with a margin of their median absolute deviation.
 */
final class Latencies {
  /** How many of the last times are compared together. */
  static final int RECENT = 5;

  /** The least number of usual times for a comparison. */
  private static final int FEWEST = RECENT;

  private static final int SLOWER = 2;
  private static final int SCATTER = 6;

  /** A slowdown ends when the time is within this many halves of the usual one. */
  private static final int RELIEVED_HALVES = 3;

  private Latencies() {}

  /**
   * Whether it has become slower.
   *
   * @param usual the earlier times
   * @param recent the last times, including this run's
   * @param floor smaller differences do not count
   * @param standing whether it was slower in the previous run; the limit is then lower
   */
  static boolean slower(
      List<Duration> usual, List<Duration> recent, Duration floor, boolean standing) {
    if (usual.size() < FEWEST || recent.size() < RECENT) {
      return standing;
    }
    Duration before = median(usual).orElseThrow();
    Duration now = median(recent).orElseThrow();
    if (standing) {
      Duration relieved = before.multipliedBy(RELIEVED_HALVES).dividedBy(2);
      return now.compareTo(max(relieved, before.plus(floor.dividedBy(2)))) > 0;
    }
    Duration scattered = deviation(usual, before).multipliedBy(SCATTER);
    Duration limit =
        max(max(before.multipliedBy(SLOWER), before.plus(floor)), before.plus(scattered));
    return now.compareTo(limit) > 0;
  }

  /** The change to report. */
  static Change change(String rule, String what, List<Duration> usual, List<Duration> recent) {
    return new Change(
        rule,
        Change.Aspect.LATENCY,
        what,
        readable(median(usual)),
        readable(median(recent)),
        Change.Rank.CHANGED);
  }

  /** The median of a habit that has enough times. */
  static Optional<Duration> usual(List<Duration> times) {
    return times.size() < FEWEST ? Optional.empty() : median(times);
  }

  static Optional<Duration> median(List<Duration> times) {
    return Latency.Spread.of(times).map(Latency.Spread::median);
  }

  private static Duration deviation(List<Duration> times, Duration median) {
    return median(times.stream().map(time -> time.minus(median).abs()).toList()).orElseThrow();
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static String readable(Optional<Duration> time) {
    return time.map(value -> Math.max(1, value.toMillis()) + " ms").orElse("unknown");
  }
}
