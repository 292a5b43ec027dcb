package dev.rollcall.standin.log;

import dev.rollcall.model.Intervals;
import dev.rollcall.model.StandInLog.Series;
import dev.rollcall.model.StandInLog.Visit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Visits of one source with one request: their number, the first, the last, and the latest times.
 */
final class VisitSeries {
  /** How many of the latest times are stored: an hour of checks every 30 s. */
  static final int TIMES = 128;

  private final EndedVisit one;
  private final Optional<String> asked;
  private final boolean timed;
  private final long ownBytes;
  private final List<Visit> first = new ArrayList<>();
  private final Deque<Visit> last = new ArrayDeque<>();
  private long[] times = new long[4];
  private long timesSeen;
  private long count;
  private Duration since;
  private Duration until;
  private long visitBytes;

  /**
   * @param one its first visit, which is still to be added
   * @param asked empty if it counts several requests
   * @param timed whether its times may show a health check's interval
   */
  VisitSeries(EndedVisit one, Optional<String> asked, boolean timed) {
    this.one = one;
    this.asked = asked;
    this.timed = timed;
    this.ownBytes = VisitSize.SERIES + asked.map(VisitSize::of).orElse(0L);
    this.since = one.visit().since();
    this.until = since;
  }

  /** Adds a visit, in full if the quota allows. */
  void add(Visit visit, long quota) {
    count++;
    Duration begun = visit.since();
    since = begun.compareTo(since) < 0 ? begun : since;
    until = begun.compareTo(until) > 0 ? begun : until;
    if (timed) {
      keepTime(begun.toNanos());
    }
    long size = VisitSize.of(visit);
    if (first.isEmpty() || (last.isEmpty() && visitBytes + size <= quota / 2)) {
      first.add(visit);
    } else {
      last.addLast(visit);
    }
    visitBytes += size;
    trim(quota);
  }

  private void keepTime(long time) {
    if (timesSeen >= times.length && times.length < TIMES) {
      times = Arrays.copyOf(times, times.length * 2);
    }
    times[(int) (timesSeen % times.length)] = time;
    timesSeen++;
  }

  /** Forgets visits from the middle until the rest fits; keeps the first and the last. */
  void trim(long quota) {
    while (visitBytes > quota && last.size() > 1) {
      visitBytes -= VisitSize.of(last.removeFirst());
    }
    while (visitBytes > quota && first.size() > 1) {
      visitBytes -= VisitSize.of(first.remove(first.size() - 1));
    }
  }

  long bytes() {
    return ownBytes + VisitSize.TIME * Math.min(timesSeen, times.length) + visitBytes;
  }

  Duration since() {
    return since;
  }

  Duration until() {
    return until;
  }

  String network() {
    return one.network();
  }

  /** Whether it requests the site's own health check, and was served. */
  boolean healthCheck() {
    return timed && one.healthCheck();
  }

  /** From the first to the last stored time; zero if they are not regular. */
  Duration regularRecord() {
    if (timesSeen < Intervals.FEWEST) {
      return Duration.ZERO;
    }
    Intervals intervals = new Intervals(times());
    return intervals.regular() ? intervals.span() : Duration.ZERO;
  }

  private List<Duration> times() {
    int known = (int) Math.min(timesSeen, times.length);
    return LongStream.of(Arrays.copyOf(times, known)).sorted().mapToObj(Duration::ofNanos).toList();
  }

  /** The visits that are stored in full. */
  List<Visit> visits() {
    List<Visit> all = new ArrayList<>(first);
    all.addAll(last);
    return all;
  }

  Series series() {
    return new Series(
        one.visit().port(),
        one.visit().protocol(),
        one.visit().source(),
        asked,
        one.turnedAway(),
        count,
        since,
        until,
        times());
  }
}
