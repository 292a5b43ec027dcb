package dev.rollcall.history.entry;

import dev.rollcall.model.Drift;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What later runs are compared with.
 *
 * @param rules by id
 * @param networks of rotating names, by host: every network that was seen up to the acceptance
 * @param habits the usual times of a rule, by id
 */
public record Baseline(
    Series series,
    Drift.Basis basis,
    Map<String, RuleState> rules,
    Map<String, List<String>> networks,
    Map<String, Habit> habits) {
  public Baseline {
    Objects.requireNonNull(series);
    Objects.requireNonNull(basis);
    Objects.requireNonNull(rules);
    networks = Map.copyOf(networks);
    habits = Map.copyOf(habits);
  }

  /**
   * A rule's usual times: up to {@link #ENOUGH} of each, the oldest first.
   *
   * @param connect see {@link RuleState#connect}
   * @param answer see {@link RuleState#answer}
   */
  public record Habit(List<Duration> connect, List<Duration> answer) {
    /** How many times make the habit complete. */
    public static final int ENOUGH = 10;

    public static final Habit NONE = new Habit(List.of(), List.of());

    public Habit {
      connect = List.copyOf(connect);
      answer = List.copyOf(answer);
    }

    /** See {@link RuleState#checkTimes}. */
    void checkTimes() {
      connect.forEach(RuleState::check);
      answer.forEach(RuleState::check);
    }
  }
}
