package dev.rollcall.run.idle;

import dev.rollcall.probe.attempt.IdleEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which idle times to try: first the requested ones, then those between the longest that was
 * survived and the shortest that was not, until the two differ by a fifth: the middle is then
 * within ±10 %. Each further round repeats the shortest that was not survived, as one dead
 * connection may have another reason, such as a server that restarts. Pure.
 */
final class IdleSearch {
  /** The most connections of one round after the first. */
  static final int MOST = 20;

  /** No shorter idle time is tried. */
  static final Duration LEAST = Duration.ofSeconds(1);

  private static final double STEP = 1.19;

  /** Times are measured, so that two neighbours may differ by a little more than a step. */
  private static final double NARROW = 1.21;

  private static final double LATE = 1.05;

  private static final int ROUNDS = 4;

  private final List<IdleTrial> trials = new ArrayList<>();
  private int rounds;

  /** Adds the trials of one round. */
  void take(List<IdleTrial> round) {
    rounds++;
    trials.addAll(round);
  }

  /** All of them, in the order of their idle times. */
  List<IdleTrial> trials() {
    return trials.stream().sorted(Comparator.comparing(IdleTrial::idled)).toList();
  }

  /**
   * The longest idle time after which a connection answered; if another one was cut, of those that
   * are not longer.
   */
  Optional<Duration> survived() {
    Optional<Duration> cut = cut();
    return answered()
        .filter(time -> contradicts() || cut.filter(dead -> dead.compareTo(time) < 0).isEmpty())
        .max(Comparator.naturalOrder());
  }

  private Stream<Duration> answered() {
    return trials.stream().filter(trial -> trial.is(IdleEnd.Kind.ANSWERED)).map(IdleTrial::idled);
  }

  /** The shortest idle time after which a connection was dead, and a new one was not. */
  Optional<Duration> cut() {
    return trials.stream()
        .filter(IdleTrial::cut)
        .map(IdleTrial::idled)
        .min(Comparator.naturalOrder());
  }

  /**
   * Whether a second connection was dead as well, at the shortest of these idle times or at a
   * longer one.
   */
  boolean confirmed() {
    return trials.stream().filter(IdleTrial::cut).count() > 1;
  }

  /**
   * Whether a connection answered after a longer time than another one was dead, by more than a
   * busy host may be late; or one answered that repeated the time of a dead one.
   */
  boolean contradicts() {
    return trials.stream()
        .filter(IdleTrial::cut)
        .anyMatch(
            dead ->
                trials.stream()
                    .filter(trial -> trial.is(IdleEnd.Kind.ANSWERED))
                    .anyMatch(
                        trial ->
                            trial.idle().equals(dead.idle())
                                || trial.idled().toNanos() > LATE * dead.idled().toNanos()));
  }

  /** The idle times of the next round, in ascending order; none if nothing is left to find. */
  List<Duration> next() {
    boolean possible =
        rounds < ROUNDS
            && !contradicts()
            && trials.stream().noneMatch(trial -> trial.is(IdleEnd.Kind.DEAD) && !trial.cut());
    return trials.stream()
        .filter(trial -> possible && trial.cut())
        .min(Comparator.comparing(IdleTrial::idled))
        .map(this::next)
        .orElse(List.of());
  }

  private List<Duration> next(IdleTrial dead) {
    List<Duration> times = between(survived().orElse(Duration.ZERO), dead.idled());
    if (!times.isEmpty() || rounds == 1) {
      times.add(dead.idle());
    }
    return times;
  }

  private static List<Duration> between(Duration alive, Duration dead) {
    boolean known = !alive.isZero();
    double high = dead.toMillis();
    double low =
        known
            ? alive.toMillis()
            : Math.max((double) LEAST.toMillis(), high / Math.pow(STEP, MOST - 1));
    List<Duration> times = new ArrayList<>();
    if (high / low <= NARROW) {
      return times;
    }
    if (!known) {
      times.add(Duration.ofMillis(Math.round(low)));
    }
    int steps = (int) Math.ceil(Math.log(high / low) / Math.log(STEP));
    // One is the repeated time.
    int inner = Math.min(steps - 1, MOST - 1 - times.size());
    for (int i = 1; i <= inner; i++) {
      times.add(Duration.ofMillis(Math.round(low * Math.pow(high / low, i / (inner + 1.0)))));
    }
    return times;
  }
}
