package dev.rollcall.history;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * How much of a history is kept.
 *
 * @param age runs of days (UTC) that are older go
 * @param bytes of all runs' files together
 */
public record Keep(Duration age, long bytes) {
  public static final Keep DEFAULT = new Keep(Duration.ofDays(400), 1L << 30);

  private static final long FOR_EVER = 3_650_000;

  public Keep {
    if (age.isNegative() || age.isZero() || bytes <= 0) {
      throw new IllegalArgumentException("nothing would be kept");
    }
  }

  /** The first day that is kept for its age. */
  String firstDay(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    long days = age.toDays();
    return days >= FOR_EVER ? "" : today.minusDays(days).toString();
  }
}
