package dev.rollcall.cli;

import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.cli.option.PlanOptions;
import dev.rollcall.cli.output.ExitCode;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.run.Protocols;
import dev.rollcall.run.host.Host;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Wrap;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the plan; sends no packet and resolves no name. */
@Command(
    name = "list",
    description = "Shows the plan. Nothing is sent, no name is resolved.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the plan is shown",
      "2:the command line, the catalogue or the site file is wrong",
      "70:Rollcall itself failed",
      "74:standard output could not be written"
    })
final class ListCommand implements Callable<Integer> {
  private static final int WIDTH = 80;

  /** Before each line of a note. */
  private static final String NOTE = "      ";

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
    PrintStream out = streams.out();
    out.println(Printable.line(catalogue.title()) + ", from " + plan.vantage().word());
    String form =
        "  %-" + widest(plan, Rule::id) + "s  %-" + widest(plan, Rule::protocol) + "s  %s%n";
    String group = "";
    for (PlannedRule planned : plan.rules()) {
      Rule rule = planned.rule();
      if (!rule.group().equals(group)) {
        group = rule.group();
        out.println("\n" + Printable.line(group));
      }
      out.printf(Locale.ROOT, form, rule.id(), rule.protocol(), Printable.line(where(rule)));
      note(planned.work())
          .ifPresent(
              note ->
                  Wrap.lines(Printable.line(note), WIDTH - NOTE.length())
                      .forEach(line -> out.println(NOTE + line)));
    }
    out.println("\n" + counts(plan));
    plan.remarks().stream()
        .flatMap(remark -> Wrap.lines(Printable.line(remark.text()), WIDTH).stream())
        .forEach(out::println);
    return ExitCode.READY;
  }

  private static int widest(Plan plan, Function<Rule, String> column) {
    return plan.rules().stream()
        .map(PlannedRule::rule)
        .map(column)
        .mapToInt(String::length)
        .max()
        .orElse(1);
  }

  private static String where(Rule rule) {
    return (rule.destination().isEmpty() ? "this server" : rule.destination())
        + " "
        + rule.port()
        + (rule.judging().expectation() instanceof Expectation.Blocked
            ? "  (must be blocked)"
            : "");
  }

  /** Why a rule is not probed. */
  private static Optional<String> note(Work work) {
    if (work instanceof Work.Skip skip) {
      return Optional.of("skipped: " + skip.reason());
    }
    return work instanceof Work.NotConfigured missing
        ? Optional.of("not configured: " + String.join(", ", missing.values()))
        : Optional.empty();
  }

  /** {@code 38 rules: 26 to probe, 5 not configured, 7 skipped}. */
  private static String counts(Plan plan) {
    long skipped = plan.rules().stream().filter(one -> one.work() instanceof Work.Skip).count();
    long missing =
        plan.rules().stream().filter(one -> one.work() instanceof Work.NotConfigured).count();
    return Counted.of(plan.rules().size(), "rule")
        + ": "
        + (plan.rules().size() - skipped - missing)
        + " to probe"
        + (missing == 0 ? "" : ", " + missing + " not configured")
        + (skipped == 0 ? "" : ", " + skipped + " skipped");
  }
}
