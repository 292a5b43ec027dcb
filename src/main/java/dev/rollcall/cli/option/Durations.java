package dev.rollcall.cli.option;

import dev.rollcall.text.DurationForm;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h} or {@code 1d}; more than 0. */
public final class Durations implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    Duration duration =
        DurationForm.read(text)
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "'"
                            + text
                            + "' is not a duration: write it as 500ms, 5s, 2m, 1h or 1d, at most "
                            + DurationForm.LONGEST.toDays()
                            + "d"));
    if (duration.isZero()) {
      throw new TypeConversionException("'" + text + "' is too short: it must be more than 0");
    }
    return duration;
  }
}
