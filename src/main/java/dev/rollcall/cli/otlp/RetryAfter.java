package dev.rollcall.cli.otlp;

import java.time.Duration;
import java.util.Optional;

/** The header {@code Retry-After} of an answer. */
public final class RetryAfter {
  private RetryAfter() {}

  /** How long to wait; empty if that is not a number of seconds, such as a date. */
  public static Optional<Duration> read(String header) {
    String text = header.strip();
    return text.matches("[0-9]{1,9}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
        : Optional.empty();
  }
}
