package dev.rollcall.history.store;

import java.time.Duration;

/**
 * How much of a history is kept.
 *
 * @param age runs of days (UTC) that are older go; {@link Days#firstKept} counts it
 * @param bytes of all runs' files together
 */
public record Retention(Duration age, long bytes) {
  public static final Retention DEFAULT = new Retention(Duration.ofDays(400), 1L << 30);

  public Retention {
    if (age.isNegative() || age.isZero() || bytes <= 0) {
      throw new IllegalArgumentException("nothing would be kept");
    }
  }

  /** The age in days. */
  long days() {
    return age.toDays();
  }
}
