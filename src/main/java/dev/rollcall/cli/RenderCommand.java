package dev.rollcall.cli;

import dev.rollcall.bundle.BundleReader;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.cli.option.CatalogueOption;
import dev.rollcall.cli.option.ConsoleOptions;
import dev.rollcall.cli.option.ReportOption;
import dev.rollcall.cli.output.AnswerText;
import dev.rollcall.cli.output.ExitCode;
import dev.rollcall.cli.output.Failures;
import dev.rollcall.cli.output.ReportOutputs;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.document.Stored;
import dev.rollcall.model.Past;
import dev.rollcall.model.Run;
import dev.rollcall.model.StandInLog;
import dev.rollcall.run.Protocols;
import dev.rollcall.text.Printable;
import dev.rollcall.verdict.witness.LogView;
import dev.rollcall.verdict.witness.Witnesses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes any report from stored runs, and adds what other hosts saw. */
@Command(
    name = "render",
    description = {
      "Makes reports from stored runs; without --report, prints the console report. The formats"
          + " json, jsonl, prometheus and nagios take one run.",
      "Several runs become one table of rules and vantages, disagreements first. What stand-ins saw"
          + " (answer --report json=FILE) and what the other servers' runs saw is added."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the reports are written, whatever is in the runs (with nagios=- the exit code is Nagios's"
          + " own, of the run: see --report)",
      "2:the command line or a file is wrong; nothing was written",
      "70:Rollcall itself failed",
      "74:a report could not be written"
    })
final class RenderCommand implements Callable<Integer> {
  private static final String SAME_RUN = " is of the same run as %s: it counts once";
  private static final String SAME_LOG = " is the same log as %s: the later state counts";

  private final Streams streams;
  private final Protocols protocols;

  RenderCommand(Streams streams, Protocols protocols) {
    this.streams = streams;
    this.protocols = protocols;
  }

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN.json",
      arity = "1..*",
      description = "A file that check or answer wrote with --report json=FILE, or a bundle.")
  private List<Path> files = new ArrayList<>();

  /** What was read, by its identity, with the file that held it first. */
  private final Map<List<Object>, Path> known = new HashMap<>();

  @Mixin private ConsoleOptions console = new ConsoleOptions();

  @Option(
      names = "--all",
      description =
          "With several runs, show in full the rules that pass everywhere, too. A change request"
              + " then lists every rule.")
  private boolean all;

  @Mixin private ReportOption reports = new ReportOption();

  @Mixin private CatalogueOption checks = new CatalogueOption();

  @Override
  public Integer call() throws ComplaintException {
    ReportOutputs.validate(reports.outputs(), spec);
    reports.list(all);
    List<Run> stored = new ArrayList<>();
    List<StandInLog> logs = new ArrayList<>();
    List<Past> pasts = new ArrayList<>();
    for (Path file : files) {
      read(file, stored, logs, pasts);
    }
    if (stored.isEmpty()) {
      return summaries(logs);
    }
    complainOfStrangers(stored, logs);
    List<Run> runs =
        logs.isEmpty() && stored.size() == 1
            ? stored
            : new Witnesses(checks.read(protocols).witnesses(), protocols).merge(stored, logs);
    if (all && runs.size() == 1 && !reports.requestsChange()) {
      throw usage("--all needs several runs, or --report change-request=FILE");
    }
    return runs.size() == 1
        ? render(console.contained(runs.get(0), reports.outputs()), pasts.stream().findFirst())
        : render(runs);
  }

  private void read(Path file, List<Run> runs, List<StandInLog> logs, List<Past> pasts) {
    try {
      Optional<BundleReader.Opened> bundle = BundleReader.read(file);
      if (bundle.isPresent()) {
        if (isNew(bundle.get().run().identity(), file, SAME_RUN)) {
          runs.add(bundle.get().run());
        }
        bundle.get().past().ifPresent(pasts::add);
        bundle.get().logs().forEach(log -> add(log, file, logs));
        return;
      }
      Stored stored = Stored.read(file);
      if (stored instanceof Stored.OfRun run && isNew(run.run().identity(), file, SAME_RUN)) {
        runs.add(run.run());
      } else if (stored instanceof Stored.OfStandIn log) {
        add(log.log(), file, logs);
      }
    } catch (IOException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /** A stand-in writes its log again and again: of two states of one log, the later one counts. */
  private void add(StandInLog log, Path file, List<StandInLog> logs) {
    if (isNew(log.identity(), file, SAME_LOG)) {
      logs.add(log);
      return;
    }
    logs.replaceAll(
        known ->
            known.identity().equals(log.identity()) && known.took().compareTo(log.took()) < 0
                ? log
                : known);
  }

  /** Whether no file before held the same; if one did, it is reported. */
  private boolean isNew(List<Object> identity, Path file, String same) {
    Path first = known.putIfAbsent(identity, file);
    if (first != null) {
      streams
          .err()
          .println(
              Printable.line(
                  file
                      + (first.equals(file)
                          ? " is named twice: it counts once"
                          : String.format(Locale.ROOT, same, first))));
    }
    return first == null;
  }

  private void complainOfStrangers(List<Run> runs, List<StandInLog> logs) {
    List<StandInLog> strangers = Witnesses.strangers(runs, logs);
    if (!strangers.isEmpty()) {
      throw usage(
          "the stand-in's log of "
              + strangers.get(0).host()
              + " belongs to none of the runs: add the run from appsanywhere of the same host");
    }
  }

  /** Logs alone, with the summary that {@code answer} prints. */
  private int summaries(List<StandInLog> logs) {
    if (!reports.outputs().isEmpty()) {
      throw usage("--report needs at least one run file: a stand-in's log alone is not enough");
    }
    logs.forEach(
        log -> AnswerText.summary(new LogView(log, protocols)).forEach(streams.out()::println));
    return printed();
  }

  private int render(Run run, Optional<Past> past) {
    if (reports.outputs().isEmpty()) {
      console.print(run, streams.out());
      return printed();
    }
    Failures failures =
        ReportOutputs.writeAll(
            sink -> sink.content(run, past, sink.report()), reports.outputs(), streams.out());
    failures.print(streams.err());
    return ReportOutputs.code(failures, run, reports.outputs());
  }

  private int render(List<Run> runs) {
    List<Run> contained =
        runs.stream().map(run -> console.contained(run, all, reports.outputs())).toList();
    for (ReportOutputs.Sink sink : reports.outputs()) {
      if (sink.several(contained, all).isEmpty()) {
        throw usage(
            "a "
                + sink.format().word()
                + " report holds one run, but there are "
                + runs.size()
                + ": use html, junit, console, github-summary or change-request, or render each run"
                + " separately");
      }
    }
    if (reports.outputs().isEmpty()) {
      console.print(contained, all, streams.out());
      return printed();
    }
    Failures failures =
        ReportOutputs.write(
            sink -> sink.several(contained, all).orElseThrow(), reports.outputs(), streams.out());
    failures.print(streams.err());
    return failures.code();
  }

  private int printed() {
    if (streams.out().checkError()) {
      streams.err().println("the report could not be written: standard output is closed or full");
      return ExitCode.UNWRITABLE;
    }
    return ExitCode.READY;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
