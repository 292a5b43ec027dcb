package dev.rollcall.text;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How people write a duration, on the command line and in files: {@code 500ms}, {@code 5s}. */
public final class DurationForm {
  /** The longest that is read; a few of them together are no overflow in nanoseconds. */
  public static final Duration LONGEST = Duration.ofDays(366);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

  private DurationForm() {}

  /** Reads it; zero is one. Empty if it is none, or longer than {@link #LONGEST}. */
  public static Optional<Duration> read(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(form.group(1));
    Duration duration =
        switch (form.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    return Optional.of(duration).filter(one -> one.compareTo(LONGEST) <= 0);
  }
}
