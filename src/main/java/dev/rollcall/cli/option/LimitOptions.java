package dev.rollcall.cli.option;

import dev.rollcall.engine.Limits;
import dev.rollcall.engine.rate.Rate;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that limit a run: its time, and how much it sends. */
public final class LimitOptions {
  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "Time limit of one attempt: 500ms, 5s, 2m, 1h or 1d; default 5s.")
  private Duration timeout = Limits.TIMEOUT;

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      converter = Durations.class,
      description =
          "Time limit of the whole run; unfinished rules are then inconclusive; default: none.")
  private @Nullable Duration deadline;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      converter = Counts.class,
      description =
          "Most attempts at the same time; those that only wait for the network do not count"
              + " (unless N is 1); default 64.")
  private int parallel = Limits.PARALLEL;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      converter = Rates.class,
      description =
          "New destinations a second after the first 64 (or N) at once, so that no firewall takes"
              + " the run for a port scan; of one host a third of that after the first 8; off for"
              + " no limit; default 3/s.")
  private Rate rate = Rate.USUAL;

  @Option(
      names = "--samples",
      paramLabel = "N",
      converter = Counts.class,
      description = "Attempts per address, for latency and loss; default 1.")
  private int samples = 1;

  /** The limits that these options set. */
  public Limits limits() {
    return new Limits(timeout, Optional.ofNullable(deadline), parallel, samples, rate);
  }
}
