package dev.rollcall.cli;

import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.catalogue.yaml.SpellingHint;
import dev.rollcall.cli.option.PlanOptions;
import dev.rollcall.cli.output.ExitCode;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.plan.HostIdentity;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Planner;
import dev.rollcall.probe.Protocol;
import dev.rollcall.report.cause.CauseText;
import dev.rollcall.report.cause.PossibleCauses;
import dev.rollcall.run.Protocols;
import dev.rollcall.run.host.Host;
import dev.rollcall.text.CommandName;
import dev.rollcall.text.LiteralAddress;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Wrap;
import dev.rollcall.verdict.advice.Owners;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a rule is for, what is sent and how to fix a failure; or what a cause means. */
@Command(
    name = "explain",
    description = {
      "Explains a rule (what it is for, what check sends, how to fix a failure), or a cause such as"
          + " dropped (what it means, who acts, what to look at first)."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the rule or the cause is explained",
      "2:there is no such rule or cause, or the command line or a file is wrong",
      "70:Rollcall itself failed",
      "74:standard output could not be written"
    })
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

  @Parameters(
      index = "0",
      paramLabel = "RULE",
      completionCandidates = Causes.class,
      description =
          "The rule's id, as list shows it; or a cause, as a report shows it: \"CONNECT DROPPED\","
              + " or one of ${COMPLETION-CANDIDATES}.")
  private String id = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "KIND",
      description = "The second word of a cause, where it has no quotes: explain CONNECT DROPPED.")
  private String second = "";

  @Mixin private PlanOptions.Inputs what = new PlanOptions.Inputs();

  /** The words of all causes, for the help. */
  static final class Causes implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(FaultKind.values()).map(CauseText::word).iterator();
    }
  }

  @Override
  public Integer call() throws ComplaintException {
    if (!second.isEmpty()) {
      id += " " + second;
    }
    Catalogue catalogue = what.catalogue(protocols);
    List<RuleTemplate> named =
        catalogue.rules().stream().filter(rule -> rule.id().equals(id)).toList();
    List<Vantage> from = named.stream().flatMap(rule -> rule.from().stream()).toList();
    Optional<FaultKind> kind = CauseText.named(id);
    if (from.isEmpty() && kind.isPresent()) {
      cause(kind.get());
      return ExitCode.READY;
    }
    Optional<Site> site = what.site(catalogue);
    HostIdentity here = Host.here(Map.of());
    boolean given = spec.commandLine().getParseResult().hasMatchedOption("--from");
    Vantage vantage =
        given || from.isEmpty() || from.contains(what.vantage()) ? what.vantage() : from.get(0);
    Plan plan = Planner.plan(catalogue, site, vantage, here, LocalDate.now(ZoneOffset.UTC));
    Rule rule =
        plan.rules().stream()
            .map(PlannedRule::rule)
            .filter(candidate -> candidate.id().equals(id))
            .findFirst()
            .orElseThrow(() -> unknown(catalogue, from));
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
    Optional<String> unprobed = unprobed(named);
    line(
        "sent",
        unprobed
            .map(reason -> "nothing: " + reason)
            .or(() -> protocols.named(rule.protocol()).map(Protocol::sends))
            .orElse(rule.protocol()));
    line("note", rule.note());
    line("to fix", rule.advice());
    if (unprobed.isEmpty() && !(rule.judging().expectation() instanceof Expectation.Blocked)) {
      lines("fails as", causes(rule).sentences());
      line(
          "causes",
          CommandName.words()
              + " explain CAUSE, such as dropped, says how it looks and what to do.");
    }
    return ExitCode.READY;
  }

  /** Why the rule is never probed, if so. */
  private static Optional<String> unprobed(List<RuleTemplate> named) {
    List<String> reasons =
        named.stream().flatMap(one -> one.applicability().unprobed().stream()).distinct().toList();
    return named.stream().allMatch(one -> one.applicability().unprobed().isPresent())
        ? Optional.of(String.join("; ", reasons))
        : Optional.empty();
  }

  private PossibleCauses causes(Rule rule) {
    Optional<Protocol<?>> protocol = protocols.named(rule.protocol());
    return new PossibleCauses(
        rule.port().transport(),
        !rule.destination().isEmpty() && !LiteralAddress.isOne(rule.destination()),
        rule.judging().external(),
        protocol.filter(Protocol::usesTls).isPresent(),
        protocol.filter(Protocol::usesProxy).isPresent(),
        kind -> Owners.usual(rule, kind));
  }

  private void cause(FaultKind kind) {
    CauseText text = CauseText.of(kind);
    line("cause", kind.name());
    line("means", text.meaning());
    line("seen as", text.symptom());
    line("look at", text.check());
    line("in logs", text.log());
    line("acts", text.acts());
  }

  private ParameterException unknown(Catalogue catalogue, List<Vantage> from) {
    if (!from.isEmpty()) {
      return new ParameterException(
          spec.commandLine(),
          "the rule '"
              + id
              + "' is not probed from "
              + what.vantage().word()
              + "; give --from "
              + from.stream().map(Vantage::word).collect(Collectors.joining(" or --from ")));
    }
    List<String> known = new ArrayList<>();
    catalogue.rules().forEach(rule -> known.add(rule.id()));
    for (FaultKind kind : FaultKind.values()) {
      known.add(CauseText.word(kind));
    }
    return new ParameterException(
        spec.commandLine(),
        "there is no rule '"
            + id
            + "'"
            + hint(known)
            + " in the catalogue "
            + catalogue.name()
            + "; `"
            + CommandName.words()
            + " list` shows the ids, and `"
            + CommandName.words()
            + " explain --help` the causes");
  }

  /** The rules of that name with another word after it, or the word that is near. */
  private String hint(List<String> known) {
    List<String> below = known.stream().filter(one -> one.startsWith(id + ".")).toList();
    return below.isEmpty()
        ? SpellingHint.hint(id, known)
        : " (did you mean '" + String.join("' or '", below) + "'?)";
  }

  private void lines(String name, List<String> texts) {
    String head = name;
    for (String text : texts) {
      line(head, text);
      head = "";
    }
  }

  private void line(String name, String text) {
    if (!text.isBlank()) {
      String head = name;
      for (String piece : Wrap.lines(Printable.line(text), WIDTH - COLUMN)) {
        streams.out().printf(Locale.ROOT, "%-8s %s%n", head, piece);
        head = "";
      }
    }
  }
}
