package dev.rollcall.protocol.ntp;

import java.time.Duration;
import java.time.Instant;

/**
 * NTP time stamps (RFC 5905 §6): seconds since 1900 and their fraction, 32 bits each, without the
 * era.
 */
final class NtpStamps {
  private static final long EPOCH_1970 = 2_208_988_800L;
  private static final long SECOND = 1_000_000_000L;

  private NtpStamps() {}

  static long of(Instant instant) {
    long fraction = ((long) instant.getNano() << 32) / SECOND;
    return (instant.getEpochSecond() + EPOCH_1970) << 32 | fraction;
  }

  /**
   * The second stamp minus the first, correct if they are less than 68 years apart: the subtraction
   * wraps with the era (in February 2036).
   */
  static Duration between(long first, long second) {
    long difference = second - first;
    long nanos = ((difference & 0xffff_ffffL) * SECOND) >>> 32;
    return Duration.ofSeconds(difference >> 32, nanos);
  }

  /** The instant of a stamp, in the era that is closest to the given instant. */
  static Instant near(Instant moment, long stamp) {
    return moment.plus(between(of(moment), stamp));
  }
}
