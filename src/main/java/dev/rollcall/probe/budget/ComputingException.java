package dev.rollcall.probe.budget;

import java.time.Duration;
import java.util.Locale;

/** The peer made this host compute longer than an attempt, or a destination, may. */
final class ComputingException extends LimitException {
  private static final long serialVersionUID = 1L;

  /**
   * @param alone whether the attempt did so by itself, not all of its destination together
   */
  ComputingException(Duration most, boolean alone) {
    super(
        String.format(
            Locale.ROOT,
            "the answers needed more than %.1f s of computing on this host%s",
            most.toMillis() / 1000.0,
            alone ? "" : ", in all attempts at this destination together"));
  }
}
