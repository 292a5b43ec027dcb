package dev.rollcall.probe.attempt;

import dev.rollcall.model.fault.Fault;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How an idle connection ended.
 *
 * @param idled how long nothing was sent or received, up to the question or to the event, monotonic
 * @param took from the question to its answer, or to the end of the wait for it; zero if nothing
 *     was asked
 * @param fault what happened, if the connection failed
 */
public record IdleEnd(Kind kind, Duration idled, Duration took, Optional<Fault> fault) {

  /** The ways to end. */
  public enum Kind {
    /** It was asked after its idle time and answered. */
    ANSWERED,
    /** The peer closed it in order while it was idle. */
    CLOSED,
    /** The peer sent something by itself, so that it was not idle any more. */
    SPOKE,
    /** It was reset while it was idle. */
    RESET,
    /** It was asked after its idle time, and met silence, a reset or a path that had broken. */
    DEAD,
    /** This host ended it, by a limit or for want of time or memory: that says nothing of it. */
    ENDED_HERE,
    /** It was given up before its time, as it could decide nothing any more. */
    GIVEN_UP
  }

  public IdleEnd {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(idled);
    Objects.requireNonNull(took);
    Objects.requireNonNull(fault);
  }

  /** An end by this host. */
  static IdleEnd here(Duration idled, Fault fault) {
    return new IdleEnd(Kind.ENDED_HERE, idled, Duration.ZERO, Optional.of(fault));
  }

  /** An end without a question. */
  static IdleEnd unasked(Kind kind, Duration idled) {
    return new IdleEnd(kind, idled, Duration.ZERO, Optional.empty());
  }
}
