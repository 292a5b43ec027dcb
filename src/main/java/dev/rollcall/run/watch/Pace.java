package dev.rollcall.run.watch;

import dev.rollcall.engine.Limits;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.path.Transport;
import java.time.Duration;

/**
 * How often rules are probed, and how long an attempt waits.
 *
 * @param every from the start of one probe of a rule to the start of the next, at least
 * @param timeout of an attempt at an address that answers
 */
public record Pace(Duration every, Duration timeout) {
  /** Linux repeats a connection request after 1 and 3 seconds: a new attempt comes before that. */
  private static final Duration CONNECTION = Duration.ofSeconds(2);

  /**
   * How long the next attempt waits. Where an address was silent, it is short, so that the end of
   * the silence is seen soon; not for datagrams, which an attempt repeats by itself.
   *
   * @param slow whether a short attempt was not enough before
   */
  Duration next(Evidence.Probed before, boolean slow) {
    if (slow || !Rereading.isSilent(before)) {
      return timeout;
    }
    boolean datagrams =
        before.findings().stream()
            .flatMap(Finding::withFollowUps)
            .anyMatch(one -> one.route().target().port().transport() == Transport.UDP);
    Duration least = datagrams ? Limits.TIMEOUT : CONNECTION;
    return least(timeout, every.compareTo(least) < 0 ? least : every);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
