package dev.rollcall.cli;

import dev.rollcall.cli.option.ConsoleOptions;
import dev.rollcall.cli.option.Vantages;
import dev.rollcall.cli.output.ExitCode;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.document.Stored;
import dev.rollcall.history.Drifts;
import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.Series;
import dev.rollcall.history.store.Archive;
import dev.rollcall.history.store.HeldException;
import dev.rollcall.history.store.Recorder;
import dev.rollcall.history.store.UnwritableException;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.report.text.ConsoleStyle;
import dev.rollcall.report.text.DriftReport;
import dev.rollcall.text.CommandName;
import dev.rollcall.text.Printable;
import dev.rollcall.text.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares stored runs with the baseline or with each other; makes a run the baseline. */
@Command(
    name = "drift",
    description = {
      "Shows how the latest run of a history differs from its baseline, or one run from another.",
      "A run's name is the one in the history's folder: 2026-11-23T043434.123Z-appsanywhere."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing differs that a person should look at",
      "1:the run is not ready: a rule failed in it",
      "2:the command line is wrong, or there is no such run",
      "3:the run is inconclusive",
      "4:it differs, and nothing fails",
      "70:Rollcall itself failed",
      "74:standard output, or with accept the history, could not be written",
      "75:another run holds the lock (accept)"
    })
final class DriftCommand implements Callable<Integer> {
  private final Streams streams;

  DriftCommand(Streams streams) {
    this.streams = streams;
  }

  @Parameters(
      paramLabel = "RUN",
      arity = "0..2",
      description = "An older and a newer run; default: the baseline and the latest.")
  private List<String> runs = new ArrayList<>();

  @Mixin private Place place = new Place();

  @Mixin private ConsoleOptions console = new ConsoleOptions();

  /** The folder and vantage of the stored runs. */
  static final class Place {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
        names = "--history",
        paramLabel = "DIR",
        description = "The folder that check --history stores its runs in.")
    private @Nullable Path folder;

    @Option(
        names = "--from",
        paramLabel = "VANTAGE",
        converter = Vantages.class,
        description = "The vantage, if the folder has runs of several.")
    private @Nullable Vantage from;

    Path folder() {
      if (folder == null) {
        throw wrong("name the folder of the stored runs with --history DIR");
      }
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw wrong("the history " + folder + " is not a folder: name one with --history DIR");
      }
      if (!Files.exists(folder)) {
        throw wrong("there is no folder " + folder + ": name one that check --history wrote");
      }
      return folder;
    }

    Archive archive() {
      return Archive.of(folder());
    }

    /** The series that the options select; without {@code --from}, that of the newest run. */
    Series series() throws IOException {
      Archive archive = archive();
      List<Series> all = archive.series();
      List<Series> kept =
          all.stream().filter(series -> from == null || series.vantage() == from).toList();
      if (all.isEmpty() && archive.damaged() > 0) {
        throw wrong(
            "the history "
                + folder()
                + " is damaged: no line of its journals can be read; what was stored of each run is"
                + " below "
                + folder().resolve("runs")
                + ": "
                + CommandName.words()
                + " render reads it");
      }
      if (kept.isEmpty()) {
        throw wrong(
            "the history "
                + folder()
                + " has no run"
                + (from == null ? "" : " from " + from.word())
                + " yet: "
                + CommandName.words()
                + " check --history "
                + ShellWord.of(folder().toString())
                + (from == null ? "" : " --from " + from.word())
                + " stores one");
      }
      List<String> vantages = kept.stream().map(one -> one.vantage().word()).distinct().toList();
      if (vantages.size() > 1) {
        throw wrong(
            "the history has runs from "
                + String.join(" and ", vantages)
                + ": say which with --from");
      }
      return kept.get(0);
    }

    /** The run of that name. */
    JournalEntry entry(String run) throws IOException {
      return archive()
          .find(run)
          .orElseThrow(
              () ->
                  wrong(
                      "the history "
                          + folder()
                          + " has no run '"
                          + run
                          + "': its runs are in one folder a day, below "
                          + folder().resolve("runs")));
    }

    ParameterException wrong(String message) {
      return new ParameterException(spec.commandLine(), Printable.line(message));
    }
  }

  @Override
  public Integer call() {
    try {
      Drifts.Compared compared = compared();
      boolean advised = !compared.drift().standing().isEmpty() || compared.status() == Status.FAIL;
      Optional<Run> run = advised ? document(compared.drift().run()) : Optional.empty();
      console.print(compared.drift(), style -> report(style, compared.drift(), run), streams.out());
      return ExitCode.of(compared.status(), false, compared.drift().matters());
    } catch (IOException e) {
      throw place.wrong(String.valueOf(e.getMessage()));
    }
  }

  private String report(ConsoleStyle style, Drift drift, Optional<Run> run) {
    DriftReport report = new DriftReport(style, ShellWord.of(place.folder().toString()));
    return runs.isEmpty() ? report.whole(drift, run) : report.between(drift, run);
  }

  private Drifts.Compared compared() throws IOException {
    if (runs.size() == 1 || runs.size() > 2) {
      throw place.wrong("name two runs, the older one first, or none for the latest run");
    }
    if (runs.size() == 2) {
      JournalEntry older = place.entry(runs.get(0));
      JournalEntry newer = place.entry(runs.get(1));
      if (!older.series().equals(newer.series())) {
        throw place.wrong("the two runs have different catalogues or vantages");
      }
      return Drifts.between(older, newer);
    }
    return Drifts.latest(place.archive(), place.series())
        .orElseThrow(
            () ->
                place.wrong(
                    "there is no baseline yet; to make the latest run the baseline: "
                        + CommandName.words()
                        + " drift accept --history "
                        + ShellWord.of(place.folder().toString())));
  }

  /** The run document, for its advice; empty if it was pruned or cannot be read. */
  private Optional<Run> document(String id) {
    try {
      return place.archive().document(id).orElse(null) instanceof Stored.OfRun stored
          ? Optional.of(stored.run())
          : Optional.empty();
    } catch (IOException damaged) {
      return Optional.empty();
    }
  }

  /** Makes a run the baseline. */
  @Command(
      name = "accept",
      description = "Makes the latest run, or the named one, the baseline.",
      mixinStandardHelpOptions = true,
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the run is the baseline now",
        "2:the command line or the history is wrong, or there is no such run",
        "70:Rollcall itself failed",
        "74:the history could not be written",
        "75:another run holds the lock"
      })
  int accept(
      @Mixin Place own,
      @Parameters(paramLabel = "RUN", arity = "0..1", description = "The run; default: the latest.")
          @Nullable String run) {
    Place where = own.folder == null && place.folder != null ? place : own;
    try (Recorder recorder = Recorder.open(where.folder(), "drift accept")) {
      JournalEntry entry = run == null ? latest(where) : where.entry(run);
      String who = who(System.getProperty("user.name", "unknown"), System.getenv());
      if (entry.interrupted()) {
        throw where.wrong("the run " + entry.run() + " was interrupted: accept a complete run");
      }
      Drifts.accept(recorder, entry, who);
      streams.out().println(accepted(entry, who));
      return ExitCode.READY;
    } catch (HeldException e) {
      streams.err().println(e.getMessage());
      return ExitCode.HELD;
    } catch (UnwritableException e) {
      streams.err().println("the run could not be accepted: " + e.getMessage());
      return ExitCode.UNWRITABLE;
    } catch (IOException e) {
      throw where.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static JournalEntry latest(Place where) throws IOException {
    List<JournalEntry> last = where.archive().last(where.series(), 1);
    if (last.isEmpty()) {
      throw where.wrong("the history has no run yet");
    }
    return last.get(0);
  }

  private static String accepted(JournalEntry entry, String who) {
    return "The run "
        + entry.run()
        + " is the baseline now, accepted by "
        + who
        + "."
        + DriftReport.accepted(entry.failing());
  }

  /** The user; with sudo or doas, the user who called it as well. */
  static String who(String user, Map<String, String> environment) {
    for (String variable : List.of("SUDO_USER", "DOAS_USER")) {
      String before = environment.getOrDefault(variable, "");
      if (!before.isEmpty() && !before.equals(user)) {
        return Printable.line(before + " as " + user);
      }
    }
    return Printable.line(user);
  }
}
