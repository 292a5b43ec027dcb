package dev.rollcall.engine;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.probe.TryNumber;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.text.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether an attempt is repeated, and combines both results: packet loss is not a block.
 * After silence on an open connection, the attempt is repeated once from a new source port; so is
 * one that the server ended while this host was too busy to ask in time. A destination that drops
 * everything is not retried and costs one timeout; nor is an attempt that sent credentials.
 */
final class SecondAttempt {
  /** The least time for a second attempt; a shorter one would prove nothing. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** How long an attempt may run beyond its timeout. */
  private static final Duration EXTRA = Prober.SECOND_TRY.plusMillis(500);

  private final Rule rule;
  private final Duration timeout;

  SecondAttempt(Rule rule, Duration timeout) {
    this.rule = rule;
    this.timeout = timeout;
  }

  /** Whether the remaining time of the run is enough for one. */
  boolean fits(Optional<Duration> left) {
    return time(left).isPresent();
  }

  /**
   * Its timeout, so that it ends before the run does.
   *
   * @return empty if there is not enough time
   */
  Optional<Duration> time(Optional<Duration> left) {
    Duration most = left.map(all -> all.minus(EXTRA)).filter(this::isLess).orElse(timeout);
    Duration least = isLess(SHORTEST) ? SHORTEST : timeout;
    return most.compareTo(least) < 0 ? Optional.empty() : Optional.of(most);
  }

  private boolean isLess(Duration one) {
    return one.compareTo(timeout) < 0;
  }

  /**
   * Whether packet loss alone, or a busy host, may explain the first attempt.
   *
   * @param opened whether a further connection opened while this one waited for an answer
   */
  boolean isWorthwhile(Attempt first, Transport transport, boolean opened) {
    return first.right().isEmpty()
        && first.outcome() instanceof Outcome.Failed failed
        && transport == Transport.TCP
        && (failed.fault().cameLate()
            || (!failed.fault().saysNothing() && isLoss(first, failed.fault(), opened)));
  }

  private boolean isLoss(Attempt first, Fault fault, boolean opened) {
    return stalled(first, fault) || (opened && isDrop(fault));
  }

  /**
   * A proxy that reports a timeout early has answered. A path that must be blocked is open in any
   * case.
   */
  private boolean stalled(Attempt first, Fault fault) {
    return !(rule.judging().expectation() instanceof Expectation.Blocked)
        && fault.kind() == FaultKind.TIMED_OUT
        && fault.phase() != Phase.RESOLVE
        && fault.phase() != Phase.AUTHENTICATE
        && first.took().compareTo(timeout.multipliedBy(9).dividedBy(10)) >= 0;
  }

  private static boolean isDrop(Fault fault) {
    return fault.phase() == Phase.CONNECT && fault.kind() == FaultKind.DROPPED;
  }

  /** Which try the repetition is: one after a late try is as good as the only one. */
  static TryNumber which(Attempt first) {
    return first.outcome() instanceof Outcome.Failed failed && failed.fault().cameLate()
        ? TryNumber.ONLY
        : TryNumber.SECOND;
  }

  /** The second attempt, with a note on the first one, and the packets of both. */
  static Attempt merged(Attempt first, Attempt second) {
    Attempt one = judged(first, second);
    List<Flow> flows = new ArrayList<>(first.flows());
    flows.addAll(second.flows());
    return one.withPackets(flows, second.path().or(first::path));
  }

  private static Attempt judged(Attempt first, Attempt second) {
    Fault before = ((Outcome.Failed) first.outcome()).fault();
    String met =
        before.cameLate()
            ? "this host was late with a first try, which ended in " + before.cause()
            : "a first try ended in " + before.cause() + " after " + Times.seconds(first.took(), 1);
    String note =
        before.cameLate()
            ? met + "; a second one was answered"
            : Observation.Note.LOSS + met + ", a second one from another port was answered";
    if (second.outcome() instanceof Outcome.Answered answered) {
      // A port that only opened has not answered, so the second attempt proves no loss.
      if (answered.concerns().stream().anyMatch(one -> one.kind() == Concern.Kind.UNPROVEN)) {
        return second;
      }
      return second.with(
          new Outcome.Answered(noting(note, answered.observations()), answered.concerns()));
    }
    if (second.outcome() instanceof Outcome.Undecided open) {
      return second.with(
          new Outcome.Undecided(open.gap(), noting(note, open.observations()), open.concerns()));
    }
    Outcome.Failed failed = (Outcome.Failed) second.outcome();
    if (before.cameLate() && failed.fault().cameLate()) {
      return second.with(
          new Outcome.Failed(
              failed.fault().with(failed.fault().clue(), "a first try came too late as well"),
              failed.observations(),
              failed.concerns()));
    }
    return failed.fault().saysNothing()
        ? first
        : second.with(
            new Outcome.Failed(
                both(before, failed.fault(), met), failed.observations(), failed.concerns()));
  }

  private static Fault both(Fault before, Fault after, String met) {
    if (before.cameLate()) {
      return after.with(after.clue(), met);
    }
    if (isDrop(after) && !isDrop(before)) {
      return before.with(
          Optional.of(before.clue().orElse(Clue.SILENT_SERVICE)),
          "a second connection was not even accepted: the service's queue of connections may be"
              + " full, as when the service hangs");
    }
    String more =
        before.cause().equals(after.cause())
            ? "a first try, from another port, ended the same way"
            : met;
    return after.with(after.clue(), more);
  }

  private static List<Observation> noting(String note, List<Observation> observations) {
    List<Observation> all = new ArrayList<>(observations);
    all.add(new Observation.Note(note));
    return all;
  }
}
