package dev.rollcall.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Points in time, and the gaps between them.
 *
 * @param moments monotonic, in order
 */
public record Intervals(List<Duration> moments) {
  /** How many moments are needed to measure an interval. */
  public static final int FEWEST = 3;

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  public Intervals {
    moments = List.copyOf(moments);
  }

  /** One fewer than the moments. */
  public List<Duration> gaps() {
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < moments.size(); i++) {
      gaps.add(moments.get(i).minus(moments.get(i - 1)));
    }
    return gaps;
  }

  /** The median gap; zero if there is none. */
  public Duration median() {
    List<Duration> sorted = gaps().stream().sorted().toList();
    if (sorted.isEmpty()) {
      return Duration.ZERO;
    }
    Duration upper = sorted.get(sorted.size() / 2);
    return sorted.size() % 2 == 1
        ? upper
        : upper.plus(sorted.get(sorted.size() / 2 - 1)).dividedBy(2);
  }

  /**
   * Whether there are three or more moments at one interval of a second or more: three quarters of
   * the gaps are within a fifth of the median.
   */
  public boolean regular() {
    Duration median = median();
    if (moments.size() < FEWEST || median.compareTo(SHORTEST) < 0) {
      return false;
    }
    List<Duration> gaps = gaps();
    long near = gaps.stream().filter(gap -> within(gap, median, 5)).count();
    return near * 4 >= gaps.size() * 3L;
  }

  /** From the first moment to the last; zero if there are fewer than two. */
  public Duration span() {
    return moments.isEmpty()
        ? Duration.ZERO
        : moments.get(moments.size() - 1).minus(moments.get(0));
  }

  /** Whether a duration differs from another one by at most a part of it. */
  public static boolean within(Duration one, Duration other, int part) {
    return one.minus(other).abs().compareTo(other.dividedBy(part)) <= 0;
  }
}
