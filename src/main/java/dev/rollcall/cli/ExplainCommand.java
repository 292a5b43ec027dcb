package dev.rollcall.cli;

import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.catalogue.yaml.SpellingHint;
import dev.rollcall.cli.option.PlanOptions;
import dev.rollcall.cli.output.ExitCode;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.probe.Protocol;
import dev.rollcall.run.Host;
import dev.rollcall.run.Protocols;
import dev.rollcall.text.Wrap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a rule is for, what is sent to check it, and how to fix a failure. */
@Command(
    name = "explain",
    description = "Explains a rule: what it is for, what check sends, and how to fix a failure.")
final class ExplainCommand implements Callable<Integer> {
  private static final int WIDTH = 80;
  private static final int COLUMN = 9;

  private final Streams streams;
  private final Protocols protocols;

  ExplainCommand(Streams streams, Protocols protocols) {
    this.streams = streams;
    this.protocols = protocols;
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RULE", description = "The rule's id, as list shows it.")
  private String id = "";

  @Mixin private PlanOptions what = new PlanOptions();

  @Override
  public Integer call() throws ComplaintException {
    Catalogue catalogue = what.catalogue(protocols);
    Plan plan = what.plan(catalogue, what.site(catalogue), Host.here(Map.of()));
    Rule rule =
        plan.rules().stream()
            .map(PlannedRule::rule)
            .filter(candidate -> candidate.id().equals(id))
            .findFirst()
            .orElseThrow(() -> unknown(catalogue, plan.vantage()));
    line("rule", rule.id() + ", from " + plan.vantage().word());
    line(
        "to",
        (rule.destination().isEmpty() ? "this server" : rule.destination()) + ", " + rule.port());
    line("for", rule.usage());
    if (rule.judging().expectation() instanceof Expectation.Blocked) {
      line("expected", "must be blocked: an answer fails the rule");
    } else if (rule.judging().expectation() instanceof Expectation.Beside beside) {
      line("expected", "an answer wherever " + beside.rule() + " is answered; else not judged");
    }
    line("sent", protocols.named(rule.protocol()).map(Protocol::sends).orElse(rule.protocol()));
    line("note", rule.note());
    line("to fix", rule.advice());
    return ExitCode.READY;
  }

  private ParameterException unknown(Catalogue catalogue, Vantage vantage) {
    List<String> ids = catalogue.rules().stream().map(RuleTemplate::id).toList();
    String elsewhere =
        catalogue.rules().stream()
            .filter(rule -> rule.id().equals(id))
            .flatMap(rule -> rule.from().stream())
            .map(Vantage::word)
            .filter(word -> !word.equals(vantage.word()))
            .collect(Collectors.joining(" or --from "));
    return new ParameterException(
        spec.commandLine(),
        elsewhere.isEmpty()
            ? "there is no rule '"
                + id
                + "'"
                + SpellingHint.hint(id, ids)
                + "; `rollcall list` shows the ids"
            : "the rule '"
                + id
                + "' is not probed from "
                + vantage.word()
                + "; give --from "
                + elsewhere);
  }

  private void line(String name, String text) {
    if (!text.isBlank()) {
      String head = name;
      for (String piece : Wrap.lines(text, WIDTH - COLUMN)) {
        streams.out().printf("%-8s %s%n", head, piece);
        head = "";
      }
    }
  }
}
