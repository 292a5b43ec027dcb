package dev.rollcall.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * How a run behaves. A rule has no timer of its own: its names, its attempts, their second tries
 * and follow-ups are each bounded and counted, and what it waits for its turn is not held against
 * it.
 *
 * @param timeout bounds one attempt; names have the time of the system's resolver
 * @param deadline bounds the whole run, where one is set
 * @param parallel the most attempts under way at once
 * @param samples attempts per address, one after the other; an address that was silent for a whole
 *     timeout is not asked again
 */
public record Limits(Duration timeout, Optional<Duration> deadline, int parallel, int samples) {
  /** Five seconds: three SYNs. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Enough for the whole table's addresses at once. */
  public static final int PARALLEL = 64;

  public Limits {
    if (timeout.isZero() || timeout.isNegative() || parallel < 1 || samples < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
