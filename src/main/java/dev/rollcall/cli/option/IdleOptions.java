package dev.rollcall.cli.option;

import dev.rollcall.run.idle.IdleCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option for connections that are left idle. */
public final class IdleOptions {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofHours(24);
  private static final int MOST_TIMES = 8;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--idle",
      paramLabel = "DURATION",
      split = ",",
      converter = Durations.class,
      description =
          "After the first round, open a connection for each of these times (such as 5m,15m,30m) to"
              + " each rule that passes; send nothing on it for that time, then use it again. If it"
              + " is dead and a new one works, a state timeout on the path cuts it, which is then"
              + " found within 10 %%. SQL Server rules log in once for each connection. Takes the"
              + " longest time; if a connection is cut, up to twice that, or three times if one"
              + " time is over 30 times the one before. The run is not stored in the history.")
  private @Nullable List<Duration> times;

  /** Whether connections are to idle. */
  public boolean given() {
    return times != null;
  }

  /**
   * Refuses options that cannot be combined, and times that cannot be tested.
   *
   * @param watch whether rules are watched
   * @param drift whether the run is compared with earlier ones
   * @param deadline of the whole run, if it has one
   * @throws ParameterException with the remedy
   */
  public void validate(boolean watch, boolean drift, Optional<Duration> deadline) {
    List<Duration> times = this.times;
    if (times == null) {
      return;
    }
    refuse(watch, "--idle cannot be combined with --watch: run check --idle when it has ended");
    refuse(
        drift,
        "--idle cannot be combined with --drift: only a run with the same times could be compared;"
            + " run check --drift separately");
    refuse(times.size() > MOST_TIMES, "--idle takes at most " + MOST_TIMES + " durations");
    refuse(
        times.stream().anyMatch(time -> time.compareTo(LEAST) < 0 || time.compareTo(MOST) > 0),
        "--idle must be from 1s to 24h");
    refuse(
        deadline
            .filter(end -> times.stream().anyMatch(time -> time.compareTo(end) >= 0))
            .isPresent(),
        "--idle must be shorter than --deadline");
  }

  private void refuse(boolean wrong, String sentence) {
    if (wrong) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }

  /** The idle times to test, if that is requested. */
  public Optional<IdleCheck.Request> request(ConsoleOptions.Live live) {
    return Optional.ofNullable(times)
        .map(
            given ->
                new IdleCheck.Request(given.stream().sorted().distinct().toList(), live::waiting));
  }
}
