package dev.rollcall.cli.option;

import dev.rollcall.cli.output.Failures;
import dev.rollcall.history.Chronicle;
import dev.rollcall.history.entry.Series;
import dev.rollcall.history.store.HeldException;
import dev.rollcall.history.store.Retention;
import dev.rollcall.history.store.UnwritableException;
import dev.rollcall.plan.Plan;
import dev.rollcall.run.Protocols;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for storing runs and for comparing them with earlier ones. */
public final class HistoryOptions {
  private static final long MEBIBYTE = 1 << 20;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--history",
      paramLabel = "DIR",
      description =
          "Store this run in the folder, so that drift can compare it later (not with nagios=-)."
              + " Failed logins are recorded there, and in the user's state folder, and are not"
              + " repeated.")
  private @Nullable Path folder;

  @Option(
      names = "--drift",
      description =
          "Report differences from the baseline; exit 4 if there are any and no rule fails.")
  private boolean drift;

  @Option(
      names = "--keep-days",
      paramLabel = "N",
      converter = Amounts.class,
      description = "Delete stored runs that are older than N days; default 400.")
  private int days = (int) Retention.DEFAULT.age().toDays();

  @Option(
      names = "--keep-mebibytes",
      paramLabel = "N",
      converter = Amounts.class,
      description =
          "Largest size of the history in MiB; the oldest runs are deleted; default 1000.")
  private int mebibytes = 1000;

  /** The folder, if one is named. */
  public Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  /** Whether {@code --drift} is given. */
  public boolean drift() {
    return drift;
  }

  public Retention keep() {
    return new Retention(Duration.ofDays(days), mebibytes * MEBIBYTE);
  }

  /**
   * Refuses options that cannot be combined.
   *
   * @param monitored whether the report is a monitoring system's, which does not show changes: a
   *     change that it leaves out must not count as reported
   * @throws ParameterException with the remedy
   */
  public void validate(boolean monitored) {
    if (drift && monitored) {
      throw new ParameterException(
          spec.commandLine(),
          "--drift cannot be combined with nagios=-: run check --drift separately, from a timer");
    }
    if (drift && folder == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--drift compares with earlier runs: name their folder with --history DIR");
    }
  }

  /**
   * Takes the history's lock, if there is to be one.
   *
   * @param failures gets a sentence if its disk cannot be written; the run goes on without it
   * @throws HeldException if another run holds it
   * @throws ParameterException if the folder cannot be used
   */
  public Optional<Chronicle> open(Plan plan, Protocols protocols, Failures failures)
      throws HeldException {
    if (folder == null) {
      return Optional.empty();
    }
    Series series = new Series(plan.catalogue(), plan.vantage());
    try {
      return Optional.of(
          Chronicle.open(
              folder, "check from " + plan.vantage().word(), series, protocols.volatileFacts()));
    } catch (UnwritableException e) {
      failures.add("the run could not be stored in the history: " + e.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
