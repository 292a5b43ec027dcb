package dev.rollcall.model.attempt;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The times of one route over all its attempts, and its losses.
 *
 * @param phases figures of each phase that an attempt entered, in the order of {@link Phase}
 * @param total figures of whole attempts
 */
public record Latency(Map<Phase, Figures> phases, Figures total) {

  /**
   * Figures over attempts.
   *
   * @param spread over the answered ones; empty if there are none
   * @param asked datagrams for UDP, attempts for TCP
   * @param lost how many of these got no answer; a refusal is not a loss, nor is silence to one of
   *     several different questions if another was answered
   */
  public record Figures(Optional<Spread> spread, int asked, int lost) {}

  /** The median of an even number of values is the mean of the middle two. */
  public record Spread(int count, Duration min, Duration median, Duration max) {
    /** Empty if there are no values. */
    public static Optional<Spread> of(List<Duration> values) {
      if (values.isEmpty()) {
        return Optional.empty();
      }
      List<Duration> sorted = new ArrayList<>(values);
      Collections.sort(sorted);
      int size = sorted.size();
      Duration upper = sorted.get(size / 2);
      Duration lower = sorted.get((size - 1) / 2);
      Duration median = lower.plus(upper.minus(lower).dividedBy(2));
      return Optional.of(new Spread(size, sorted.get(0), median, sorted.get(size - 1)));
    }
  }

  /** The figures of one finding, without its follow-ups. */
  public static Latency of(Finding finding) {
    EnumMap<Phase, Figures> phases = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      List<Attempt> entered =
          finding.attempts().stream().filter(a -> a.phases().containsKey(phase)).toList();
      if (!entered.isEmpty()) {
        phases.put(phase, figures(entered, phase));
      }
    }
    return new Latency(Collections.unmodifiableMap(phases), total(finding.attempts()));
  }

  /** The median time of whole attempts that were answered. */
  public static Optional<Duration> median(List<Finding> findings) {
    List<Duration> took = new ArrayList<>();
    for (Finding finding : findings) {
      for (Attempt attempt : finding.attempts()) {
        if (!(attempt.outcome() instanceof Outcome.Failed)) {
          took.add(attempt.took());
        }
      }
    }
    return Spread.of(took).map(Spread::median);
  }

  private static Figures figures(List<Attempt> entered, Phase phase) {
    List<Duration> through = new ArrayList<>();
    int lost = 0;
    for (Attempt attempt : entered) {
      Optional<Fault> here = fault(attempt).filter(fault -> fault.phase() == phase);
      Duration took = attempt.phases().get(phase);
      if (here.isPresent()) {
        lost += silent(here.get()) ? 1 : 0;
      } else if (took != null) {
        through.add(took);
      }
    }
    return new Figures(Spread.of(through), entered.size(), lost);
  }

  private static Figures total(List<Attempt> attempts) {
    List<Duration> answered = new ArrayList<>();
    int asked = 0;
    int lost = 0;
    for (Attempt attempt : attempts) {
      boolean silent = fault(attempt).filter(Latency::silent).isPresent();
      int sent = Math.max(1, attempt.sent());
      asked += sent;
      lost += attempt.lost().orElse(silent ? sent : 0);
      if (!(attempt.outcome() instanceof Outcome.Failed)) {
        answered.add(attempt.took());
      }
    }
    return new Figures(Spread.of(answered), asked, lost);
  }

  private static Optional<Fault> fault(Attempt attempt) {
    return attempt.outcome() instanceof Outcome.Failed failed
        ? Optional.of(failed.fault())
        : Optional.empty();
  }

  private static boolean silent(Fault fault) {
    return fault.kind() == FaultKind.DROPPED || fault.kind() == FaultKind.TIMED_OUT;
  }
}
