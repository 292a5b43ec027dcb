package dev.rollcall.history.store;

import java.time.Duration;

/**
 * How much of a history to keep.
 *
 * @param age runs of older days (UTC) are deleted; {@link Days#firstKept} counts it
 * @param bytes of all runs' files together
 */
public record Retention(Duration age, long bytes) {
  public static final Retention DEFAULT = new Retention(Duration.ofDays(400), 1000L << 20);

  public Retention {
    if (age.isNegative() || age.isZero() || bytes <= 0) {
      throw new IllegalArgumentException("age and bytes must be positive");
    }
  }

  /** The age in days. */
  long days() {
    return age.toDays();
  }
}
