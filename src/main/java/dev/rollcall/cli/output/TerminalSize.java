package dev.rollcall.cli.output;

import java.time.Duration;
import java.util.Optional;

/** The size of the terminal, measured at most once in two seconds, as it needs a process. */
public final class TerminalSize {
  private static final long HOLDS = Duration.ofSeconds(2).toNanos();

  private Optional<Terminal.Size> known = Optional.empty();
  private long measured;

  /** The size; at most two seconds old. */
  public Terminal.Size now() {
    if (known.isEmpty() || System.nanoTime() - measured > HOLDS) {
      known = Optional.of(Terminal.size());
      measured = System.nanoTime();
    }
    return known.get();
  }
}
