package dev.rollcall.history;

import java.time.Duration;

/**
 * How much of a history is kept.
 *
 * @param age runs of days (UTC) that are older go; {@link Days#firstKept} counts it
 * @param bytes of all runs' files together
 */
public record Keep(Duration age, long bytes) {
  public static final Keep DEFAULT = new Keep(Duration.ofDays(400), 1L << 30);

  public Keep {
    if (age.isNegative() || age.isZero() || bytes <= 0) {
      throw new IllegalArgumentException("nothing would be kept");
    }
  }

  /** The age in days. */
  long days() {
    return age.toDays();
  }
}
