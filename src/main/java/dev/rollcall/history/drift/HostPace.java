package dev.rollcall.history.drift;

import dev.rollcall.history.entry.Baseline;
import dev.rollcall.history.entry.JournalEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How busy this host was: when most servers answer later than they usually do, it is not they who
 * became slow. A path is not measured by this: the kernel opens connections, however busy we are.
 */
final class HostPace {
  /** Among fewer rules, one slow server would pass for a busy host. */
  private static final int FEWEST = 8;

  private final Map<String, Duration> usual = new HashMap<>();

  HostPace(Map<String, Baseline.Habit> habits) {
    habits.forEach(
        (rule, habit) ->
            Latencies.usual(habit.answer())
                .filter(time -> !time.isZero())
                .ifPresent(time -> usual.put(rule, time)));
  }

  /** How many times longer than usual a run's servers took, half of them at least; 1 or more. */
  double of(JournalEntry entry) {
    List<Double> ratios = new ArrayList<>();
    entry
        .rules()
        .forEach(
            (rule, state) -> {
              Duration before = usual.get(rule);
              if (before != null && state.answer().isPresent()) {
                ratios.add((double) state.answer().get().toNanos() / before.toNanos());
              }
            });
    ratios.sort(null);
    return ratios.size() < FEWEST ? 1 : Math.max(1, ratios.get(ratios.size() / 2));
  }

  /** What the time would have been had this host not been busier than usual. */
  static Optional<Duration> steadied(Optional<Duration> time, double pace) {
    return time.map(taken -> Duration.ofNanos((long) (taken.toNanos() / pace)));
  }
}
