package dev.rollcall.cli;

import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.Complaint;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.cli.option.PlanOptions;
import dev.rollcall.cli.output.ExitCode;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.run.Protocols;
import dev.rollcall.run.host.Host;
import dev.rollcall.run.secret.Credentials;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks the catalogue and the site file, and sends nothing. */
@Command(
    name = "lint",
    description = "Checks the catalogue and the site file. Nothing is sent.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:both are correct; what may surprise is a note",
      "2:the command line, the catalogue or the site file is wrong",
      "70:Rollcall itself failed",
      "74:standard output could not be written"
    })
final class LintCommand implements Callable<Integer> {
  private final Streams streams;
  private final Protocols protocols;

  LintCommand(Streams streams, Protocols protocols) {
    this.streams = streams;
    this.protocols = protocols;
  }

  @Mixin private PlanOptions what = new PlanOptions();

  @Override
  public Integer call() throws ComplaintException {
    Catalogue catalogue = what.catalogue(protocols);
    Optional<Site> site = what.site(catalogue);
    Plan plan = what.plan(catalogue, site, Host.here(Map.of()));
    streams
        .out()
        .println(
            "catalogue "
                + Printable.line(catalogue.name())
                + ": "
                + Counted.of(catalogue.rules().size(), "rule")
                + ", "
                + (plan.rules().size() == catalogue.rules().size()
                    ? "all from "
                    : plan.rules().size() + " of them from ")
                + plan.vantage().word()
                + "; no errors"
                + what.files()
                    .site()
                    .map(name -> "\nsite file " + name + ": no errors")
                    .orElse(""));
    notes(plan, site.flatMap(Site::proxy))
        .forEach(note -> streams.out().println("note: " + Printable.line(note)));
    return ExitCode.READY;
  }

  /** Why nothing is sent for a rule. */
  private static Optional<String> why(Work work) {
    if (work instanceof Work.NotConfigured none) {
      return Optional.of("not configured (" + String.join(", ", none.values()) + ")");
    }
    return work instanceof Work.Skip skip ? Optional.of(skip.reason()) : Optional.empty();
  }

  /** What is correct but may surprise, a sentence each. */
  private List<String> notes(Plan plan, Optional<Site.ProxySetting> proxy) {
    List<String> notes = new ArrayList<>();
    plan.remarks().forEach(remark -> notes.add(remark.text()));
    Map<String, List<String>> unprobed = new TreeMap<>();
    for (PlannedRule planned : plan.rules()) {
      why(planned.work())
          .ifPresent(
              why ->
                  unprobed.computeIfAbsent(why, any -> new ArrayList<>()).add(planned.rule().id()));
    }
    unprobed.forEach((why, rules) -> notes.add(String.join(", ", rules) + ": " + why));
    new Credentials(streams.environment())
        .missing(plan, proxy).stream().map(Complaint::toString).forEach(notes::add);
    return notes;
  }
}
