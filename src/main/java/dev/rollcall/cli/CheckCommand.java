package dev.rollcall.cli;

import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.cli.option.ConsoleOptions;
import dev.rollcall.cli.option.Counts;
import dev.rollcall.cli.option.CredentialOptions;
import dev.rollcall.cli.option.HistoryOptions;
import dev.rollcall.cli.option.IdleOptions;
import dev.rollcall.cli.option.KeyFile;
import dev.rollcall.cli.option.LimitOptions;
import dev.rollcall.cli.option.NotifyOptions;
import dev.rollcall.cli.option.OtlpOptions;
import dev.rollcall.cli.option.PlanOptions;
import dev.rollcall.cli.option.ReportOption;
import dev.rollcall.cli.option.WatchOptions;
import dev.rollcall.cli.output.ExitCode;
import dev.rollcall.cli.output.Failures;
import dev.rollcall.cli.output.RateNote;
import dev.rollcall.cli.output.ReportOutputs;
import dev.rollcall.cli.output.RunSignals;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.cli.output.UsedFiles;
import dev.rollcall.engine.Engine;
import dev.rollcall.engine.Limits;
import dev.rollcall.history.Chronicle;
import dev.rollcall.history.store.HeldException;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Run;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.plan.Plan;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.login.Keyring;
import dev.rollcall.report.machine.NagiosState;
import dev.rollcall.report.notice.Notice;
import dev.rollcall.run.Containment;
import dev.rollcall.run.Mailing;
import dev.rollcall.run.Protocols;
import dev.rollcall.run.RunExecutor;
import dev.rollcall.run.Wiring;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Probes every rule, judges the results, and reports. */
@Command(
    name = "check",
    description = "Probes every rule; says which pass, which fail, why, and who must act.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ready",
      "1:not ready: a rule failed (with --strict also: a rule, or the run itself, warns)",
      "2:the command line, the catalogue or the site file is wrong; nothing was probed",
      "3:inconclusive: something could not be decided, or is not configured",
      "4:something differs from the baseline, and nothing fails (with --drift)",
      "70:Rollcall itself failed",
      "74:a report or the history could not be written, or a notification not sent",
      "75:another run holds the history's lock; nothing was probed",
      "129, 143:terminated (SIGHUP, SIGTERM); as 130",
      "130:interrupted; unfinished rules are inconclusive, the reports are complete; before the"
          + " first probe: no report"
    })
final class CheckCommand implements Callable<Integer> {
  private final Streams streams;
  private final Protocols protocols;

  CheckCommand(Streams streams, Protocols protocols) {
    this.streams = streams;
    this.protocols = protocols;
  }

  @Spec private CommandSpec spec;

  @Mixin private PlanOptions what = new PlanOptions();

  @Mixin private ConsoleOptions console = new ConsoleOptions();

  @Mixin private ReportOption reports = new ReportOption();

  @Option(
      names = "--all",
      description =
          "In a change-request report, list every rule, not only those that fail: the first"
              + " request, and what must stay blocked.")
  private boolean all;

  @Mixin private OtlpOptions otlp = new OtlpOptions();

  @Mixin private NotifyOptions notify = new NotifyOptions();

  @Mixin private LimitOptions bounds = new LimitOptions();

  @Option(
      names = "--confirm",
      paramLabel = "N",
      converter = Counts.FromZero.class,
      description =
          "Probe a failing rule up to N more times, 5 s apart, before it counts as broken; never"
              + " repeats a failed login; default 0.")
  private int confirm;

  @Mixin private WatchOptions watch = new WatchOptions();

  @Mixin private IdleOptions idle = new IdleOptions();

  @Mixin private HistoryOptions past = new HistoryOptions();

  @Mixin private CredentialOptions credentials = new CredentialOptions();

  @Option(names = "--strict", description = "A warning counts as a failure: not ready, exit 1.")
  private boolean strict;

  @Option(
      names = "--rehearsal",
      description = "Count a stand-in's answer as a pass, not as a warning.")
  private boolean rehearsal;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      converter = KeyFile.class,
      description =
          "File with a shared key: only a stand-in with the same key counts as yours (rollcall"
              + " answer --key-file FILE).")
  private @Nullable SharedKey key;

  /** What a run needs before it may lock the history. */
  private record Prepared(Plan plan, Wiring wiring, Keyring keyring) {}

  /**
   * In this order: contradictions on the command line are refused before a file is read; secrets
   * are read before the history is locked, as no run may hold the lock while it waits for one; and
   * nothing is probed unless the lock is held.
   */
  @Override
  public Integer call() throws IOException, InterruptedException, ComplaintException {
    RunExecutor.Start start = RunExecutor.Start.now();
    refuseContradictions();
    Wiring.headStart();
    try (RunSignals signals = new RunSignals(monitored(), streams)) {
      return check(start, prepare(), signals);
    } catch (HeldException e) {
      streams.err().println(e.getMessage());
      return ExitCode.HELD;
    }
  }

  private void refuseContradictions() {
    ReportOutputs.validate(reports.outputs(), spec);
    reports.list(all, spec);
    past.validate(monitored());
    Limits limits = bounds.limits();
    watch.validate(confirm, limits.samples(), past.drift(), monitored());
    idle.validate(watch.given(), past.drift(), limits.deadline());
  }

  /** Reads every file and every secret; looks up names meanwhile. */
  private Prepared prepare() throws ComplaintException {
    Catalogue catalogue = what.catalogue(protocols);
    Optional<Site> site = what.site(catalogue);
    UsedFiles.of(spec).and(site).keepFrom(reports.outputs()).keepFromHistory(past.folder());
    otlp.prepare(streams.environment(), monitored(), site.map(Site::trust));
    Wiring wiring = new Wiring(bounds.limits(), site, Optional.ofNullable(key), protocols);
    Plan plan = credentials.permitted(what.plan(catalogue, site, wiring), what);
    notify.validate(plan, catalogue);
    notify.prepare(
        streams.environment(),
        monitored(),
        site.map(Site::trust),
        site.flatMap(Site::proxy).filter(any -> what.vantage() == Vantage.APPSANYWHERE),
        () -> mailing(catalogue, site, wiring));
    Keyring keyring =
        credentials.keyring(
            streams.environment(), plan, credentials.proxy(site, what), past.folder());
    return new Prepared(plan, wiring, keyring);
  }

  /** Empty if the run is not to be stored: a monitoring system's, or one of idle connections. */
  private Optional<Chronicle> lockHistory(Plan plan, Failures failures) throws HeldException {
    return monitored() || idle.given() ? Optional.empty() : past.open(plan, protocols, failures);
  }

  private int check(RunExecutor.Start start, Prepared ready, RunSignals signals)
      throws IOException, InterruptedException, HeldException {
    Failures failures = new Failures();
    try (Chronicle locked = lockHistory(ready.plan(), failures).orElse(null)) {
      Optional<Chronicle> history = Optional.ofNullable(locked);
      if (!console.quiet() && !monitored()) {
        RateNote.of(ready.plan(), bounds.limits().rate()).ifPresent(streams.err()::println);
      }
      PrintStream human = ReportOutputs.forPeople(reports.outputs(), streams);
      ConsoleOptions.Live live = console.progress(ready.plan().rules().size(), streams.err());
      Engine engine = ready.wiring().engine(live, ready.keyring(), notify.testMail());
      signals.begin(
          () -> {
            engine.interrupt();
            notify.cancel();
          });
      Run raw =
          new RunExecutor(protocols, rehearsal, confirm)
              .call(
                  start,
                  ready.plan(),
                  what.files(),
                  engine,
                  watch.request(bounds.limits().timeout(), what.narrowed(), console, human, live),
                  idle.request(live));
      Run run = contained(strict ? raw.strictly() : raw, history);
      live.clear();
      Optional<Drift> drift = report(run, history, human, failures);
      failures.print(streams.err());
      otlp.send(run, streams.err());
      return signals.end(failures, code(run, drift));
    }
  }

  /**
   * Prints, writes and sends the finished run, and stores it last: the history notes whether anyone
   * got to know of the changes. What goes wrong with one of these stops none of the others.
   */
  private Optional<Drift> report(
      Run run, Optional<Chronicle> history, PrintStream human, Failures failures)
      throws InterruptedException {
    Optional<Chronicle.Compared> compared =
        failures.contain(
            "comparing the run", () -> history.map(one -> one.compare(run, what.narrowed())));
    Optional<Drift> drift = compared.flatMap(Chronicle.Compared::drift);
    // A monitoring system that reads standard error as well would show this first.
    boolean said =
        (monitored() && !console.verbose())
            || (console.reports(watch.given()) && print(run, compared, human, failures));
    failures.addAll(
        ReportOutputs.writeAll(
            sink -> console.content(sink, run, compared.map(Chronicle.Compared::past)),
            reports.outputs(),
            streams.out()));
    Optional<Boolean> received =
        notify.send(new Notice(run, drift), past.drift(), failures, streams.err());
    compared
        .flatMap(one -> past.store(one, received.orElse(said), received.orElse(true), failures))
        .ifPresent(human::println);
    return drift;
  }

  /** Whether everything was written. */
  private boolean print(
      Run run, Optional<Chronicle.Compared> compared, PrintStream human, Failures failures) {
    return failures
        .contain(
            "printing the report",
            () -> {
              console.print(run, compared.flatMap(Chronicle.Compared::drift), past, human);
              compared.flatMap(one -> past.withoutBaseline(one, run)).ifPresent(human::println);
              return Optional.of(failures.printed(human));
            })
        .orElse(false);
  }

  /** The run in a form that every report can render and the history can store. */
  private Run contained(Run run, Optional<Chronicle> history) {
    Run printable = console.contained(run, reports.outputs());
    return history
        .map(one -> Containment.of(printable, HistoryOptions.storing(one, what.narrowed())))
        .orElse(printable);
  }

  private boolean monitored() {
    return ReportOutputs.monitored(reports.outputs());
  }

  private int code(Run run, Optional<Drift> drift) {
    boolean differs = past.drift() && drift.filter(Drift::matters).isPresent();
    return monitored() ? NagiosState.of(run).code() : ExitCode.of(run.status(), strict, differs);
  }

  /** The relay for mails, with a login of its own: each of the run's is used once. */
  private Mailing mailing(Catalogue catalogue, Optional<Site> site, Wiring wiring)
      throws ComplaintException {
    Plan whole = credentials.permitted(what.whole(catalogue, site, wiring.here()), what);
    Plan rule = Mailing.rule(whole, protocols);
    Keyring keyring =
        credentials.keyring(streams.environment(), rule, Optional.empty(), past.folder());
    return new Mailing(wiring, protocols, rule, keyring);
  }
}
