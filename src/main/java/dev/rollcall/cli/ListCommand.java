package dev.rollcall.cli;

import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.cli.option.PlanOptions;
import dev.rollcall.cli.output.ExitCode;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.run.Host;
import dev.rollcall.run.Protocols;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the plan; sends no packet and resolves no name. */
@Command(name = "list", description = "Shows the plan. Nothing is sent, no name is resolved.")
final class ListCommand implements Callable<Integer> {
  private final Streams streams;
  private final Protocols protocols;

  ListCommand(Streams streams, Protocols protocols) {
    this.streams = streams;
    this.protocols = protocols;
  }

  @Mixin private PlanOptions what = new PlanOptions();

  @Override
  public Integer call() throws ComplaintException {
    Catalogue catalogue = what.catalogue(protocols);
    Plan plan = what.plan(catalogue, what.site(catalogue), Host.here(Map.of()));
    int width = plan.rules().stream().mapToInt(r -> r.rule().id().length()).max().orElse(0);
    PrintStream out = streams.out();
    String group = "";
    for (PlannedRule planned : plan.rules()) {
      if (!planned.rule().group().equals(group)) {
        out.print(group.isEmpty() ? "" : "\n");
        group = planned.rule().group();
        out.println(group);
      }
      out.printf("  %-" + width + "s  %s%n", planned.rule().id(), line(planned));
    }
    plan.remarks().forEach(remark -> out.println("\n" + remark.text()));
    return ExitCode.READY;
  }

  private static String line(PlannedRule planned) {
    String destination = planned.rule().destination();
    String what =
        planned.rule().protocol()
            + " "
            + (destination.isEmpty() ? "this server" : destination)
            + " "
            + planned.rule().port()
            + (planned.rule().judging().expectation() instanceof Expectation.Blocked
                ? "  (must be blocked)"
                : "");
    if (planned.work() instanceof Work.Skip skip) {
      return what + "  (skipped: " + skip.reason() + ")";
    }
    if (planned.work() instanceof Work.NotConfigured missing) {
      return what + "  (not configured: " + String.join(", ", missing.values()) + ")";
    }
    return what;
  }
}
