package dev.rollcall.cli.option;

import dev.rollcall.cli.output.Failures;
import dev.rollcall.history.Chronicle;
import dev.rollcall.history.entry.Series;
import dev.rollcall.history.store.HeldException;
import dev.rollcall.history.store.Retention;
import dev.rollcall.history.store.UnwritableException;
import dev.rollcall.model.Run;
import dev.rollcall.plan.Plan;
import dev.rollcall.report.text.ConsoleStyle;
import dev.rollcall.report.text.DriftReport;
import dev.rollcall.run.Containment;
import dev.rollcall.run.Protocols;
import dev.rollcall.text.CommandName;
import dev.rollcall.text.ShellWord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
          "Report all differences from the baseline, with --quiet only what is new; exit 4 if there"
              + " are any and no rule fails.")
  private boolean drift;

  @Option(
      names = "--keep-days",
      paramLabel = "N",
      converter = Amounts.class,
      description = "Delete stored runs that are older than N days; default 400.")
  private @Nullable Integer days;

  @Option(
      names = "--keep-mebibytes",
      paramLabel = "N",
      converter = Amounts.class,
      description =
          "Largest size of the history in MiB; the oldest runs are deleted; default 1000.")
  private @Nullable Integer mebibytes;

  /** A report on drift that names the folder. */
  DriftReport changes(ConsoleStyle style) {
    return folder == null
        ? new DriftReport(style)
        : new DriftReport(style, ShellWord.of(folder.toString()));
  }

  /** The folder, if one is named. */
  public Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  /** Whether {@code --drift} is given. */
  public boolean drift() {
    return drift;
  }

  private Retention keep() {
    return new Retention(
        days == null ? Retention.DEFAULT.age() : Duration.ofDays(days),
        mebibytes == null ? Retention.DEFAULT.bytes() : mebibytes * MEBIBYTE);
  }

  /**
   * Refuses options that cannot be combined.
   *
   * @param monitored whether the report is a monitoring system's, which does not show changes: a
   *     change that it leaves out must not count as reported
   * @throws ParameterException with the remedy
   */
  public void validate(boolean monitored) {
    refuse(
        drift && monitored,
        "--drift cannot be combined with nagios=-: run check --drift separately, from a timer");
    if (folder == null) {
      refuse(drift, "--drift compares with earlier runs: name their folder with --history DIR");
      refuse(days != null, "--keep-days needs --history DIR");
      refuse(mebibytes != null, "--keep-mebibytes needs --history DIR");
    }
  }

  private void refuse(boolean wrong, String sentence) {
    if (wrong) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }

  /**
   * Why {@code --drift} still has no baseline after a run, and how to get one; empty if it has one.
   */
  public Optional<String> withoutBaseline(Chronicle.Compared compared, Run run) {
    if (!drift || compared.hasBaseline()) {
      return Optional.empty();
    }
    return Optional.of(
        run.interrupted()
            ? "no baseline yet: an interrupted run does not become one; the first complete run does"
            : "no baseline yet: a run with --only does not become one; "
                + CommandName.words()
                + " drift accept --history "
                + ShellWord.of(String.valueOf(folder))
                + " makes it one");
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

  /**
   * Storing a run, as a use of it that a defect in one rule must not prevent.
   *
   * @param narrowed as {@link Chronicle#compare} has it
   */
  public static List<Containment.Use> storing(Chronicle history, boolean narrowed) {
    return List.of(
        new Containment.Use("keeping it in the history", each -> history.rehearse(each, narrowed)));
  }

  /**
   * Stores a run that was compared.
   *
   * @param said as {@link Chronicle.Compared#keep} has it, and so the next
   * @param failures gets what went wrong
   * @return what to say of it: that it became the baseline although rules fail in it
   */
  public Optional<String> store(
      Chronicle.Compared compared, boolean said, boolean begins, Failures failures) {
    return failures.contain(
        "keeping the run",
        () -> {
          List<String> wrong = compared.keep(said, begins, keep());
          wrong.forEach(failures::add);
          return Optional.of(DriftReport.accepted(compared.failing()))
              .filter(any -> compared.first() && begins && wrong.isEmpty())
              .filter(sentence -> !sentence.isEmpty())
              .map(sentence -> "This run is the baseline now, as the first one." + sentence);
        });
  }
}
