package dev.rollcall.cli;

import dev.rollcall.catalogue.Catalogues;
import dev.rollcall.catalogue.Sites;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.cli.option.ConsoleOptions;
import dev.rollcall.cli.option.ReportOption;
import dev.rollcall.cli.output.Failures;
import dev.rollcall.cli.output.ReportOutputs;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.demo.DemoFaults;
import dev.rollcall.demo.DemoSite;
import dev.rollcall.engine.Limits;
import dev.rollcall.model.Run;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.plan.HostIdentity;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.Planner;
import dev.rollcall.run.Protocols;
import dev.rollcall.run.RunExecutor;
import dev.rollcall.run.Wiring;
import dev.rollcall.text.CommandName;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks the whole table against stand-ins on loopback, with no network needed. */
@Command(
    name = "demo",
    description = {
      "Checks the whole table against stand-ins on this host, and prints the report of a real run.",
      "Three rules fail on purpose. Needs no site file and no network; sends nothing out."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the demonstration ended (with nagios=- the exit code is Nagios's own, of its run: see"
          + " --report)",
      "2:the command line is wrong; nothing was probed",
      "70:Rollcall itself failed",
      "74:a report could not be written",
      "129, 143:terminated (SIGHUP, SIGTERM); as 130",
      "130:interrupted; no report is written"
    })
final class DemoCommand implements Callable<Integer> {
  private static final String SITE = "checks/site.demo.yaml";

  /** Shorter than in a real run: on loopback only the planted faults come near it. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Streams streams;
  private final Protocols protocols;
  private final Set<DemoFaults> planted;

  DemoCommand(Streams streams, Protocols protocols, Set<DemoFaults> planted) {
    this.streams = streams;
    this.protocols = protocols;
    this.planted = planted;
  }

  @Spec private CommandSpec spec;

  @Mixin private ConsoleOptions console = new ConsoleOptions();

  @Mixin private ReportOption reports = new ReportOption();

  @Override
  public Integer call() throws IOException, InterruptedException, ComplaintException {
    ReportOutputs.validate(reports.outputs(), spec);
    Wiring.headStart();
    Catalogue catalogue = Catalogues.shipped(protocols.byName());
    Site site = Sites.demonstration(catalogue);
    Plan script = script(catalogue, site);
    PrintStream human = ReportOutputs.forPeople(reports.outputs(), streams);
    try (DemoSite stage = DemoSite.open(script, planted)) {
      prologue(stage, human);
      ConsoleOptions.Live live = console.progress(script.rules().size(), streams.err());
      Limits limits = Limits.usual(TIMEOUT, Optional.empty());
      Run run =
          console.contained(
              new RunExecutor(protocols, true, 0)
                  .call(
                      stage.plan(),
                      new Run.Files(Optional.of(SITE), Optional.empty()),
                      Wiring.demonstration(limits, stage, live, protocols)),
              reports.outputs());
      live.clear();
      console.print(run, human);
      Failures failures = ReportOutputs.write(run, reports.outputs(), streams.out());
      failures.print(streams.err());
      epilogue(human);
      return ReportOutputs.code(failures, run, reports.outputs());
    }
  }

  /** The plan of an appliance; this host is its first server. */
  private static Plan script(Catalogue catalogue, Site site) throws ComplaintException {
    HostIdentity here =
        new HostIdentity(site.self().map(Set::of).orElse(Set.of()), Set.of(), Map.of());
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return Planner.plan(catalogue, Optional.of(site), Vantage.APPSANYWHERE, here, today);
  }

  private void prologue(DemoSite stage, PrintStream out) {
    out.println(
        "A demonstration: every destination is a stand-in on this host; nothing is sent out.");
    out.println("Planted faults:");
    for (DemoFaults fault : planted) {
      boolean refused = fault == DemoFaults.DROPPED && !stage.drops();
      String what = refused ? "nothing answers (this system cannot simulate a drop)" : fault.what();
      out.println("  " + fault.rule() + ": " + what);
    }
    out.println();
  }

  private static void epilogue(PrintStream out) {
    out.println();
    out.println("This was a demonstration. On the appliance:");
    String check = "  " + CommandName.words() + " check --site site.yaml";
    String form = "%-" + (check.length() + 4) + "s%s%n";
    out.printf(Locale.ROOT, form, check, "the real check");
    out.printf(Locale.ROOT, form, "    --report junit=rollcall.xml", "for Jenkins, GitLab, Azure");
    out.printf(Locale.ROOT, form, "    --report json=run.json", "everything that was observed");
    out.println("Both options work here, too: demo --report junit=rollcall.xml");
  }
}
