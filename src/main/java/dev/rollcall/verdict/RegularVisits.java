package dev.rollcall.verdict;

import dev.rollcall.model.Intervals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds visits at a constant interval among other visits. */
final class RegularVisits {
  private static final int FEWEST = 3;

  /** With more visits, others do not change the median. */
  private static final int MOST = 200;

  /** How many other visits may come between two regular ones. */
  private static final int BETWEEN = 12;

  private static final int TENTH = 10;
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private RegularVisits() {}

  /**
   * The largest set of visits with one interval, within a tenth, over almost the whole time, as a
   * balancer checks all the time. Of equally large sets, the one with the most constant interval.
   *
   * @param visits when they began, in order
   * @return all of them if they are regular anyway, or if no three are
   */
  static List<Duration> among(List<Duration> visits) {
    if (visits.size() <= FEWEST || visits.size() > MOST || new Intervals(visits).regular()) {
      return visits;
    }
    List<List<Duration>> chains = new ArrayList<>();
    for (int first = 0; first < visits.size(); first++) {
      int last = Math.min(visits.size() - 1, first + BETWEEN);
      for (int second = first + 1; second <= last; second++) {
        List<Duration> chain = chain(visits, first, second);
        if (chain.size() >= FEWEST) {
          chains.add(chain);
        }
      }
    }
    Duration longest =
        chains.stream().map(RegularVisits::span).reduce(Duration.ZERO, RegularVisits::longer);
    List<Duration> best = visits;
    int most = 0;
    for (List<Duration> chain : chains) {
      boolean lasting = span(chain).multipliedBy(4).compareTo(longest.multipliedBy(3)) >= 0;
      boolean steadier = chain.size() == most && unsteadiness(chain) < unsteadiness(best);
      if (lasting && (chain.size() > most || steadier)) {
        best = chain;
        most = chain.size();
      }
    }
    return best;
  }

  /** The difference of the longest and the shortest interval, as a share of the shortest. */
  private static double unsteadiness(List<Duration> chain) {
    long shortest = Long.MAX_VALUE;
    long longest = 0;
    for (int i = 1; i < chain.size(); i++) {
      long gap = chain.get(i).minus(chain.get(i - 1)).toNanos();
      shortest = Math.min(shortest, gap);
      longest = Math.max(longest, gap);
    }
    return (double) (longest - shortest) / shortest;
  }

  private static Duration span(List<Duration> chain) {
    return chain.get(chain.size() - 1).minus(chain.get(0));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static List<Duration> chain(List<Duration> visits, int first, int second) {
    List<Duration> chain = new ArrayList<>(List.of(visits.get(first)));
    Duration interval = visits.get(second).minus(visits.get(first));
    if (interval.compareTo(SHORTEST) < 0) {
      return chain;
    }
    Duration due = visits.get(second);
    for (int i = second; i < visits.size(); i++) {
      if (Intervals.within(visits.get(i).minus(due).plus(interval), interval, TENTH)) {
        chain.add(visits.get(i));
        due = visits.get(i).plus(interval);
      }
    }
    return chain;
  }
}
