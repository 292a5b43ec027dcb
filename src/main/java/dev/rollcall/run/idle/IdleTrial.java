package dev.rollcall.run.idle;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.probe.attempt.IdleEnd;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One connection that was to idle.
 *
 * @param idle the planned idle time
 * @param attempt its packets; empty if the run ended first
 * @param end what became of it; empty if it did not open, or the run ended first
 * @param control an ordinary attempt from a new connection, made at once after this one was found
 *     dead
 */
record IdleTrial(
    Duration idle, Optional<Attempt> attempt, Optional<IdleEnd> end, Optional<Attempt> control) {

  boolean is(IdleEnd.Kind kind) {
    return end.filter(one -> one.kind() == kind).isPresent();
  }

  /** Whether it was dead, and the destination answers a new connection. */
  boolean cut() {
    return is(IdleEnd.Kind.DEAD)
        && control.filter(one -> !(one.outcome() instanceof Outcome.Failed)).isPresent();
  }

  /** How long it idled; the planned time if it never did. */
  Duration idled() {
    return end.map(IdleEnd::idled).orElse(idle);
  }

  /** Why it did not open. */
  Optional<Fault> unopened() {
    return end.isEmpty() ? attempt.flatMap(Attempt::fault) : Optional.empty();
  }

  /** Why a new connection did not answer either. */
  Optional<Fault> uncontrolled() {
    return control.flatMap(Attempt::fault);
  }

  /** Its own attempt, and the control. */
  Stream<Attempt> attempts() {
    return Stream.concat(attempt.stream(), control.stream());
  }

  /**
   * Its connections.
   *
   * @param telling whether it decides, so that its packets are worth a line each
   */
  Stream<Flow> flows(boolean telling) {
    Flow.Purpose own = telling ? Flow.Purpose.QUESTION : Flow.Purpose.IDLE;
    Flow.Purpose second = telling ? Flow.Purpose.SECOND_LOOK : Flow.Purpose.IDLE;
    return Stream.concat(
        attempt.stream().flatMap(one -> one.flows().stream()).map(flow -> flow.as(own)),
        control.stream().flatMap(one -> one.flows().stream()).map(flow -> flow.as(second)));
  }
}
