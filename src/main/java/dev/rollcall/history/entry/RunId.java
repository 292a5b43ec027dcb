package dev.rollcall.history.entry;

import dev.rollcall.model.Vantage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names of runs: {@code 2026-11-23T043434.123Z-appsanywhere}, in UTC. Sorted as texts they are
 * in the order of time; they start with the day, and are valid file names on every system.
 */
public final class RunId {
  /** Sorts before every id. */
  public static final String NONE = "";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final int STAMP_LENGTH = 22;
  private static final int DAY_LENGTH = 10;

  /** At the end of the year 9999 there is no later id. */
  private static final Pattern FORM =
      Pattern.compile("(?!9999)[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}\\.[0-9]{3}Z-[a-z][a-z-]{0,30}");

  private RunId() {}

  /**
   * An id of the instant, or of a later one.
   *
   * @param last an id that it must be later than, or {@link #NONE}
   */
  public static String after(String last, Instant at, Vantage vantage) {
    String stamp = STAMP.format(at);
    String before = last.isEmpty() ? "" : last.substring(0, STAMP_LENGTH);
    if (stamp.compareTo(before) <= 0) {
      // The clock was put back, or two runs began in one millisecond.
      stamp = STAMP.format(STAMP.parse(before, Instant::from).plusMillis(1));
    }
    return stamp + "-" + vantage.word();
  }

  /** Whether it is an id with a valid date and time. */
  public static boolean isOne(String text) {
    if (!FORM.matcher(text).matches()) {
      return false;
    }
    try {
      STAMP.parse(text.substring(0, STAMP_LENGTH));
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** {@code 2026-11-23}. */
  public static String day(String id) {
    return id.substring(0, DAY_LENGTH);
  }
}
