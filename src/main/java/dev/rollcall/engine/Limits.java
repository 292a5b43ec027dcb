package dev.rollcall.engine;

import dev.rollcall.engine.rate.Rate;
import dev.rollcall.engine.throttle.Lending;
import java.time.Duration;
import java.util.Optional;

/**
 * The limits of a run. A rule has no timer of its own: its names, attempts, second tries and
 * follow-ups each have a limit, and waiting for a permit does not count.
 *
 * @param timeout of one attempt; names have the timeout of the system's resolver
 * @param deadline of the whole run, if set
 * @param parallel the most attempts at once; those that only wait for the network do not count, up
 *     to {@link #lending}
 * @param samples attempts per address, one after the other; an address that was silent for a whole
 *     timeout is not probed again
 * @param rate how fast new destinations are probed
 */
public record Limits(
    Duration timeout, Optional<Duration> deadline, int parallel, int samples, Rate rate) {
  /** Five seconds: three SYNs. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Enough for the whole table's addresses at once. */
  public static final int PARALLEL = 64;

  /** An attempt that only waits costs a socket and a thread. */
  private static final int MOMENTS = 10;

  private static final int MOST_MOMENTS = 768;
  private static final int SILENT = 16;
  private static final int MOST_SILENT = 1024;

  /** The same, with another timeout and one attempt per address. */
  Limits once(Duration other) {
    return new Limits(other, deadline, parallel, 1, rate);
  }

  /** One attempt per address, as many at once as usual, at the usual rate. */
  public static Limits usual(Duration timeout, Optional<Duration> deadline) {
    return new Limits(timeout, deadline, PARALLEL, 1);
  }

  /** With the usual rate. */
  public Limits(Duration timeout, Optional<Duration> deadline, int parallel, int samples) {
    this(timeout, deadline, parallel, samples, Rate.USUAL);
  }

  /**
   * How many attempts may wait for the network beyond {@link #parallel}: with 64, a thousand silent
   * destinations are waited for together, and with 1 each attempt runs alone.
   */
  <T> Lending<T> lending() {
    return new Lending<>(moments(), Math.min(MOST_SILENT, SILENT * (parallel - 1)));
  }

  private int moments() {
    return Math.min(MOST_MOMENTS, MOMENTS * (parallel - 1));
  }

  /** How many attempts may hold what they have read, in a run of so many rules. */
  public int reading(int rules) {
    return Math.max(parallel, Math.min(parallel + moments(), rules));
  }

  public Limits {
    if (timeout.isZero() || timeout.isNegative() || parallel < 1 || samples < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
