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
 * How busy this host was: if most servers answer later than usual, this host is slow, not they.
 * Connection times need no correction: the kernel opens connections, however busy the host is.
 */
final class HostPace {
  /** The least number of rules: with fewer, one slow server would look like a busy host. */
  private static final int FEWEST = 8;

  private final Map<String, Duration> usual = new HashMap<>();

  HostPace(Map<String, Baseline.Habit> habits) {
    habits.forEach(
        (rule, habit) ->
            Latencies.usual(habit.answer())
                .filter(time -> !time.isZero())
                .ifPresent(time -> usual.put(rule, time)));
  }

  /** How many times longer than usual at least half of a run's servers took; 1 or more. */
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

  /** The time, corrected for a busy host. */
  static Optional<Duration> steadied(Optional<Duration> time, double pace) {
    return time.map(taken -> Duration.ofNanos((long) (taken.toNanos() / pace)));
  }
}
