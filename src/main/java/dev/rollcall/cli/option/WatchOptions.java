package dev.rollcall.cli.option;

import dev.rollcall.run.watch.Pace;
import dev.rollcall.run.watch.Watch;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for probing rules again until they pass. */
public final class WatchOptions {
  private static final Duration USUAL = Duration.ofSeconds(2);
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofHours(1);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--watch",
      description =
          "After the first round, probe the rules that fail or are undecided again until they pass;"
              + " Ctrl-C ends earlier. With --only, probe all of these until all pass together."
              + " Each change is a line with the UTC time; the reports are those of the last state."
              + " In a pipe there are only these lines. Logins and the test mail are not repeated."
              + " A destination that does not answer gets 2 s (or --every, if that is longer)"
              + " instead of --timeout.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      converter = Durations.class,
      description =
          "With --watch: time from one probe of a rule to the next, 1s to 1h; default 2s.")
  private @Nullable Duration every;

  /** Whether {@code --watch} is given. */
  public boolean given() {
    return watch;
  }

  /**
   * The watch, if one is requested.
   *
   * @param timeout of an attempt
   * @param named whether the user named the rules
   * @param out where the console shows it
   */
  public Optional<Watch.Request> request(
      Duration timeout,
      boolean named,
      ConsoleOptions console,
      PrintStream out,
      ConsoleOptions.Live live) {
    if (!watch) {
      return Optional.empty();
    }
    Pace pace = new Pace(every == null ? USUAL : every, timeout);
    return Optional.of(new Watch.Request(pace, named, console.watch(out, pace.every(), live)));
  }

  /**
   * Refuses options that cannot be combined.
   *
   * @param monitored whether a monitoring system reads standard output
   * @throws ParameterException with the remedy
   */
  public void validate(int confirm, int samples, boolean drift, boolean monitored) {
    refuse(every != null && !watch, "--every needs --watch");
    refuse(
        every != null && (every.compareTo(LEAST) < 0 || every.compareTo(MOST) > 0),
        "--every must be from 1s to 1h");
    without(confirm > 0, "--confirm: it probes failing rules again by itself");
    without(samples > 1, "--samples: each round makes one attempt per address");
    without(drift, "--drift: run check --drift when the watch has ended");
    without(monitored, "nagios=-: a monitoring system runs check again by itself");
  }

  private void without(boolean given, String other) {
    refuse(watch && given, "--watch cannot be combined with " + other);
  }

  private void refuse(boolean wrong, String sentence) {
    if (wrong) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }
}
