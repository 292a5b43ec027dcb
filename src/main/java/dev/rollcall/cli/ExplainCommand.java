package dev.rollcall.cli;

import dev.rollcall.catalogue.Catalogue;
import dev.rollcall.catalogue.ComplaintException;
import dev.rollcall.model.Rule;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.probe.Protocol;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a rule is for, what is sent to prove it, and how to mend it. */
@Command(
    name = "explain",
    description = "Says what a rule is for, what is sent, and how to mend it. Nothing is sent.")
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RULE", description = "The rule's id, as list shows it.")
  private String id = "";

  @Mixin private PlanOptions what = new PlanOptions();

  @Override
  public Integer call() throws ComplaintException {
    Catalogue catalogue = what.catalogue();
    Plan plan = what.plan(catalogue, what.site(catalogue), Host.here(Map.of()));
    Rule rule =
        plan.rules().stream()
            .map(PlannedRule::rule)
            .filter(candidate -> candidate.id().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "there is no rule '"
                            + id
                            + "' from "
                            + plan.vantage().word()
                            + "; `rollcall list` shows them, --from another vantage's"));
    Protocol<?> protocol = Protocols.BY_NAME.get(rule.protocol());
    line("rule", rule.id() + ", from " + plan.vantage().word());
    line("to", rule.destination() + " " + rule.port());
    line("for", rule.usage());
    line("sent", Optional.ofNullable(protocol).map(Protocol::sends).orElse(rule.protocol()));
    line("note", rule.note());
    line("to mend", rule.advice());
    return ExitCode.READY;
  }

  private static void line(String name, String text) {
    if (!text.isBlank()) {
      System.out.printf("%-8s %s%n", name, text.strip());
    }
  }
}
