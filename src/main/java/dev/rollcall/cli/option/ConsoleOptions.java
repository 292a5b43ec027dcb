package dev.rollcall.cli.option;

import dev.rollcall.cli.output.RenderedReports;
import dev.rollcall.cli.output.ReportOutputs;
import dev.rollcall.cli.output.Terminal;
import dev.rollcall.cli.output.TerminalSize;
import dev.rollcall.cli.output.WatchDisplay;
import dev.rollcall.cli.output.WatchLines;
import dev.rollcall.engine.Events;
import dev.rollcall.engine.Gathered;
import dev.rollcall.files.AtomicFile;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Past;
import dev.rollcall.model.Run;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.probe.net.DaemonThreads;
import dev.rollcall.report.text.ConsoleReport;
import dev.rollcall.report.text.ConsoleStyle;
import dev.rollcall.report.text.DriftReport;
import dev.rollcall.report.text.MatrixReport;
import dev.rollcall.report.text.Progress;
import dev.rollcall.report.text.WatchBlock;
import dev.rollcall.run.Containment;
import dev.rollcall.run.watch.WatchScreen;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How the console report looks. */
public final class ConsoleOptions {
  private static final int PLAIN_WIDTH = 80;
  private static final int WIDEST = 200;

  private final RenderedReports<byte[]> rendered = new RenderedReports<>();
  private final RenderedReports<String> texts = new RenderedReports<>();

  @ArgGroup private Amount amount = new Amount();

  /** At most one of the two. */
  static final class Amount {
    @Option(
        names = "--quiet",
        description =
            "Print only rules that do not pass; where runs are compared, only what differs.")
    private boolean quiet;

    @Option(
        names = "--verbose",
        description = "Print timings, names, certificates and every fact, too.")
    private boolean verbose;
  }

  /** Whether {@code --quiet} is given. */
  public boolean quiet() {
    return amount.quiet;
  }

  /** Whether {@code --verbose} is given. */
  public boolean verbose() {
    return amount.verbose;
  }

  /** The run in a form that these reports and the console's can render: see {@link Containment}. */
  public Run contained(Run run, List<ReportOutputs.Sink> reports) {
    FutureTask<String> page = new FutureTask<>(() -> text(run));
    inBackground(page);
    return Containment.of(
        run,
        Stream.concat(
                reports.stream()
                    .map(sink -> Containment.Use.report(sink.format(), any -> tried(sink, any))),
                Stream.of(
                    new Containment.Use(
                        "printing the report",
                        any -> {
                          // Rendered beside the others; if that failed, it fails again here.
                          page.run();
                          await(page);
                          text(any);
                        })))
            .toList());
  }

  private static void inBackground(Runnable task) {
    try {
      DaemonThreads.named("page").newThread(task).start();
    } catch (OutOfMemoryError e) {
      // No thread can be started.
    }
  }

  private static void await(FutureTask<?> task) {
    try {
      task.get();
    } catch (ExecutionException e) {
      // Seen again by the caller.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a report consists of; it is rendered once for a run, unless it is too large to keep. */
  public AtomicFile.Content content(ReportOutputs.Sink sink, Run run, Optional<Past> past) {
    return sink.content(run, past, any -> rendered.of(sink, any, sink.report()::render));
  }

  private void tried(ReportOutputs.Sink sink, Run run) {
    try {
      content(sink, run, Optional.empty()).to(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(Run run) {
    return texts.of("console", run, new ConsoleReport(style())::render);
  }

  /**
   * The same for one of the runs of a matrix.
   *
   * @param all as {@link #print(List, boolean, PrintStream)} has it
   */
  public Run contained(Run run, boolean all, List<ReportOutputs.Sink> reports) {
    return Containment.of(
        run,
        Stream.concat(
                reports.stream()
                    .map(
                        sink ->
                            Containment.Use.report(
                                sink.format(), any -> sink.several(List.of(any), all))),
                Stream.of(
                    new Containment.Use(
                        "printing the report",
                        any -> new MatrixReport(style()).render(List.of(any), all))))
            .toList());
  }

  /** Whether the report is printed: a watch in a pipe prints lines only. */
  public boolean reports(boolean watch) {
    return !watch || Terminal.present();
  }

  /** Prints the report in the charset of the output. */
  public void print(Run run, PrintStream out) {
    print(text(run), out);
  }

  /** Prints the rules of a run as its report would, without the head and the verdict. */
  public void printRules(Run run, PrintStream out) {
    print(new ConsoleReport(style()).rules(run), out);
  }

  /**
   * Prints the report of a run that is stored in a history; with {@code --quiet}, only what the
   * previous run did not report.
   *
   * @param drift empty if there was no run to compare with
   */
  public void print(Run run, Optional<Drift> drift, HistoryOptions past, PrintStream out) {
    DriftReport changes = past.changes(style());
    if (amount.quiet && drift.isPresent()) {
      print(changes.news(drift.get(), run), out);
      return;
    }
    print(run, out);
    if (past.drift() && drift.isPresent()) {
      out.println();
      print(drift.get(), any -> changes.whole(drift.get(), Optional.of(run)), out);
    } else if (drift.filter(Drift::isNews).isPresent()) {
      // The next run counts it as reported.
      out.println();
      print(changes.news(drift.get(), run), out);
    }
  }

  /**
   * Prints how a run differs from its baseline, or from another one; with {@code --quiet}, nothing
   * if nothing differs.
   */
  public void print(Drift drift, Function<ConsoleStyle, String> report, PrintStream out) {
    if (!amount.quiet || !drift.standing().isEmpty()) {
      print(report.apply(style()), out);
    }
  }

  /**
   * Prints several runs as a matrix.
   *
   * @param all whether rules that pass everywhere are shown in full as well
   */
  public void print(List<Run> runs, boolean all, PrintStream out) {
    print(new MatrixReport(style()).render(runs, all), out);
  }

  private static void print(String report, PrintStream out) {
    byte[] text = report.getBytes(Terminal.charset());
    out.write(text, 0, text.length);
    out.flush();
  }

  private ConsoleStyle style() {
    return new ConsoleStyle(width(), Terminal.charset(), Terminal.colour(), detail());
  }

  /** Live progress on a terminal, none in a pipe. */
  public Live progress(int rules, PrintStream err) {
    return Terminal.present() && !amount.quiet
        ? new Shown(new Progress(err, rules, width(), Terminal.charset(), System::nanoTime))
        : new Live() {};
  }

  /**
   * Shows a watch: on a terminal a block that is drawn in place, else lines.
   *
   * @param live erased when the watch begins
   */
  public WatchScreen watch(PrintStream out, Duration every, Live live) {
    WatchLines lines = new WatchLines(out, Terminal.charset(), every, live::clear);
    return Terminal.obeys() && !amount.quiet
        ? new WatchDisplay(
            out,
            lines,
            new WatchBlock(Terminal.charset(), Terminal.colour()),
            new TerminalSize()::now)
        : lines;
  }

  /** A progress display that can be erased. */
  public interface Live extends Events {
    @Override
    default void started(Rule rule) {}

    @Override
    default void finished(Gathered gathered) {}

    /** Shows what is being waited for. */
    default void waiting(String line) {}

    /** Erases the line. */
    default void clear() {}
  }

  private static final class Shown implements Live {
    private final Progress progress;
    private final ScheduledExecutorService ticks =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("progress"));

    Shown(Progress progress) {
      this.progress = progress;
      var unused = ticks.scheduleWithFixedDelay(progress::tick, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void started(Rule rule) {
      progress.started(rule);
    }

    @Override
    public void finished(Gathered gathered) {
      progress.finished(gathered.rule());
    }

    @Override
    public void waiting(String line) {
      progress.waiting(line);
    }

    @Override
    public void clear() {
      ticks.shutdown();
      progress.close();
    }
  }

  private ConsoleStyle.Detail detail() {
    return amount.quiet
        ? ConsoleStyle.Detail.QUIET
        : amount.verbose ? ConsoleStyle.Detail.VERBOSE : ConsoleStyle.Detail.NORMAL;
  }

  /** The value of COLUMNS or the terminal's width, within limits; 80 in a pipe. */
  private static int width() {
    return Math.min(WIDEST, Terminal.columns().orElse(PLAIN_WIDTH));
  }
}
