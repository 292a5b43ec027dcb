package dev.rollcall.cli;

import dev.rollcall.catalogue.Catalogue;
import dev.rollcall.catalogue.ComplaintException;
import dev.rollcall.catalogue.Site;
import dev.rollcall.plan.Plan;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks the catalogue and the site file, and sends nothing. */
@Command(name = "lint", description = "Checks the catalogue and the site file. Nothing is sent.")
final class LintCommand implements Callable<Integer> {
  private final Streams streams;

  LintCommand(Streams streams) {
    this.streams = streams;
  }

  @Mixin private PlanOptions what = new PlanOptions();

  @Override
  public Integer call() throws ComplaintException {
    Catalogue catalogue = what.catalogue();
    Optional<Site> site = what.site(catalogue);
    Plan plan = what.plan(catalogue, site, Host.here(Map.of()));
    streams
        .out()
        .println(
            "catalogue "
                + catalogue.name()
                + ": "
                + catalogue.rules().size()
                + " rules, "
                + plan.rules().size()
                + " of them from "
                + plan.vantage().word()
                + "; no complaint"
                + what.siteName().map(name -> "\nsite file " + name + ": no complaint").orElse(""));
    return ExitCode.READY;
  }
}
