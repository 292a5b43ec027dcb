package dev.rollcall.probe.budget;

import dev.rollcall.text.Times;
import java.time.Duration;

/** The peer made this host compute longer than an attempt, or a destination, may. */
final class ComputingException extends LimitException {
  private static final long serialVersionUID = 1L;

  /**
   * @param alone whether the limit is that of the attempt, not of its destination
   */
  ComputingException(Duration most, boolean alone) {
    super(
        "the answers needed more than "
            + Times.seconds(most, 1)
            + " of computing on this host"
            + (alone ? "" : ", in all attempts at this destination together"));
  }
}
