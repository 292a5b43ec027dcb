package dev.rollcall.cli;

import dev.rollcall.catalogue.Catalogue;
import dev.rollcall.catalogue.ComplaintException;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the plan: no packet is sent, no name resolved. */
@Command(name = "list", description = "Shows the plan. Nothing is sent, no name is resolved.")
final class ListCommand implements Callable<Integer> {
  @Mixin private PlanOptions what = new PlanOptions();

  @Override
  public Integer call() throws ComplaintException {
    Catalogue catalogue = what.catalogue();
    Plan plan = what.plan(catalogue, what.site(catalogue), Host.here(Map.of()));
    int width = plan.rules().stream().mapToInt(r -> r.rule().id().length()).max().orElse(0);
    String group = "";
    for (PlannedRule planned : plan.rules()) {
      if (!planned.rule().group().equals(group)) {
        group = planned.rule().group();
        System.out.println((group.isEmpty() ? "" : "\n") + group);
      }
      System.out.printf("  %-" + width + "s  %s%n", planned.rule().id(), line(planned));
    }
    plan.remarks().forEach(remark -> System.out.println("\n" + remark.text()));
    return ExitCode.READY;
  }

  private static String line(PlannedRule planned) {
    String what =
        planned.rule().protocol()
            + " "
            + planned.rule().destination()
            + " "
            + planned.rule().port();
    if (planned.work() instanceof Work.Skip skip) {
      return what + "  (skipped: " + skip.reason() + ")";
    }
    if (planned.work() instanceof Work.NotConfigured missing) {
      return what + "  (not configured: " + String.join(", ", missing.values()) + ")";
    }
    return what;
  }
}
