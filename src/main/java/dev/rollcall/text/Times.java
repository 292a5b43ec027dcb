package dev.rollcall.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Durations and instants as people and parsers read them, the same under every locale. */
public final class Times {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME_OF_DAY =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter READABLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Times() {}

  /** Exact seconds, without trailing zeros and never in exponents. */
  public static BigDecimal seconds(Duration duration) {
    BigDecimal whole = BigDecimal.valueOf(duration.getSeconds());
    BigDecimal exact = whole.add(BigDecimal.valueOf(duration.getNano(), 9)).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  /** {@code 5.0 s}: with so many decimals, rounded half up. */
  public static String seconds(Duration duration, int decimals) {
    return seconds(duration).setScale(decimals, RoundingMode.HALF_UP).toPlainString() + " s";
  }

  /**
   * The duration of so many seconds.
   *
   * @throws ArithmeticException if there are 10<sup>12</sup> (30,000 years) or more, so that sums
   *     of durations cannot overflow; or if they have more than nine decimals
   */
  public static Duration duration(BigDecimal seconds) {
    // Before any arithmetic: 1e999999999 is a short text and a very long number.
    if (seconds.scale() > 9 || (long) seconds.precision() - seconds.scale() > 12) {
      throw new ArithmeticException();
    }
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    BigDecimal nanos = seconds.subtract(whole).movePointRight(9);
    return Duration.ofSeconds(whole.longValueExact(), nanos.longValueExact());
  }

  /** {@code 5.021}: seconds with three decimals. */
  public static String millis(Duration duration) {
    return seconds(duration).max(BigDecimal.ZERO).setScale(3, RoundingMode.HALF_UP).toPlainString();
  }

  /** {@code 0.42 ms}, {@code 12 ms}, {@code 5.02 s}: three digits, enough to compare. */
  public static String readable(Duration duration) {
    BigDecimal millis = seconds(duration).movePointRight(3);
    BigDecimal size = millis.abs();
    if (size.compareTo(BigDecimal.valueOf(1000)) >= 0) {
      return millis.movePointLeft(3).setScale(2, RoundingMode.HALF_UP).toPlainString() + " s";
    }
    int decimals =
        size.compareTo(BigDecimal.ONE) < 0 ? 2 : size.compareTo(BigDecimal.TEN) < 0 ? 1 : 0;
    return millis.setScale(decimals, RoundingMode.HALF_UP).toPlainString() + " ms";
  }

  /** {@code 9.1 s}, {@code 40 s}, {@code 13 min 20 s}, {@code 1 h 5 min}: as a person says it. */
  public static String spoken(Duration duration) {
    long tenths = Math.max(0, Math.round(duration.toMillis() / 100.0));
    if (tenths < 600) {
      return (tenths < 200 && tenths % 10 != 0
              ? tenths / 10 + "." + tenths % 10
              : String.valueOf(Math.round(tenths / 10.0)))
          + " s";
    }
    long seconds = Math.round(tenths / 10.0);
    return seconds < 3600
        ? seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s")
        : seconds / 3600 + " h" + (seconds % 3600 < 60 ? "" : " " + seconds % 3600 / 60 + " min");
  }

  /** {@code 2026-11-22T18:20:00}, in UTC without a zone, as readers of JUnit files expect. */
  public static String stamp(Instant instant) {
    return format(STAMP, instant);
  }

  /** {@code 18:20:00}, in UTC. */
  public static String clock(Instant instant) {
    return format(TIME_OF_DAY, instant);
  }

  /** {@code 2026-11-22 18:20:00 UTC}. */
  public static String readable(Instant instant) {
    return format(READABLE, instant);
  }

  /** {@code 2026-11-22 18:20:00.125 UTC}. */
  public static String exact(Instant instant) {
    return format(EXACT, instant) + " UTC";
  }

  /**
   * {@code 2026-11-22 18:20:00.125 to 18:20:05.130 UTC}: with the date of the end if it differs.
   */
  public static String span(Instant start, Instant end) {
    String from = format(EXACT, start);
    String to = format(EXACT, end);
    boolean sameDay = from.length() == to.length() && from.regionMatches(0, to, 0, 10);
    return from + " to " + (sameDay ? format(CLOCK, end) : to) + " UTC";
  }

  /** Instants beyond Java's calendar are written as {@link Instant#toString} does. */
  private static String format(DateTimeFormatter form, Instant instant) {
    try {
      return form.format(instant);
    } catch (DateTimeException e) {
      return instant.toString();
    }
  }
}
