package dev.rollcall.report.text;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Wrap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every rule with every fact: the vendor's tables, then what failed in full. */
public final class FullRules {
  private static final int WIDEST_ID = 26;

  private final ConsolePage page;

  FullRules(ConsolePage page) {
    this.page = page;
  }

  void write(Run run) {
    int column =
        run.results().stream()
            .mapToInt(result -> Wrap.columns(Printable.line(result.rule().id())))
            .max()
            .orElse(0);
    for (Map.Entry<String, List<RuleResult>> group : groups(run).entrySet()) {
      page.heading(group.getKey());
      group.getValue().forEach(result -> row(result, Math.min(column, WIDEST_ID)));
    }
    blocks(run, Status.INCONCLUSIVE, "Could not be decided");
    blocks(run, Status.FAIL, "Failed");
  }

  /** Whether the site file lacks values that it needs. */
  public static boolean lacksValues(RuleResult result) {
    return result.evidence() instanceof Evidence.NotConfigured;
  }

  /** In the order of the catalogue, even if a group's rules are not together there. */
  private static Map<String, List<RuleResult>> groups(Run run) {
    Map<String, List<RuleResult>> groups = new LinkedHashMap<>();
    for (RuleResult result : run.results()) {
      groups.computeIfAbsent(result.rule().group(), group -> new ArrayList<>()).add(result);
    }
    return groups;
  }

  private void row(RuleResult result, int column) {
    Verdict verdict = result.verdict();
    Status status = verdict.status();
    String text =
        switch (status) {
          case PASS, WARN -> EvidenceText.destination(result) + ": " + verdict.summary();
          case SKIPPED -> verdict.summary();
          case INCONCLUSIVE, FAIL ->
              EvidenceText.destination(result)
                  + ": "
                  + verdict.cause().map(Fault::cause).orElse(verdict.summary());
        };
    page.row(status, result.rule().id(), column, text, ShortRows.latency(result));
    if (status == Status.WARN) {
      String who = verdict.who().map(owners -> owners + ": ").orElse("");
      if (!verdict.advice().isEmpty()) {
        page.under(column, who + verdict.advice());
      }
    }
    if (status == Status.WARN || (status == Status.SKIPPED && verdict.sides().isPresent())) {
      EvidenceText.sides(result).forEach(side -> page.under(column, side));
      verdict.remarks().forEach(remark -> page.under(column, remark));
    }
    if (!inFull(result)) {
      if (status == Status.PASS) {
        EvidenceText.sides(result).forEach(side -> page.text(6, side));
        verdict.remarks().forEach(remark -> page.text(6, remark));
      }
      VerboseFacts.write(result, page);
    }
  }

  /** Whether one line is not enough, as it is for values that are missing. */
  public static boolean inFull(RuleResult result) {
    return switch (result.verdict().status()) {
      case FAIL -> true;
      case INCONCLUSIVE -> !(result.evidence() instanceof Evidence.NotConfigured);
      case SKIPPED, PASS, WARN -> false;
    };
  }

  private void blocks(Run run, Status status, String heading) {
    List<RuleResult> shown =
        run.results().stream()
            .filter(result -> result.verdict().status() == status && inFull(result))
            .toList();
    if (!shown.isEmpty()) {
      page.heading(heading);
      for (RuleResult result : shown) {
        block(result);
        page.blank();
      }
    }
  }

  private void block(RuleResult result) {
    Verdict verdict = result.verdict();
    String protocol = " (" + result.rule().protocol() + ")";
    page.remark(
        verdict.status(), result.rule().id() + ": " + EvidenceText.destination(result) + protocol);
    page.text(4, EvidenceText.withoutCause(verdict.summary(), result));
    if (!result.rule().usage().isEmpty()) {
      page.field(4, "usage", result.rule().usage());
    }
    verdict.sides().ifPresent(page::sides);
    verdict
        .cause()
        .ifPresent(fault -> page.field(4, "cause", fault.cause() + ": " + fault.evidence()));
    page.field(4, "owner", verdict.who().orElse(Owner.CHECKER));
    if (!verdict.advice().isEmpty()) {
      page.field(4, "advice", verdict.advice());
    }
    String lead = "remarks";
    for (String remark : verdict.remarks()) {
      page.field(4, lead, EvidenceText.withoutCause(remark, result));
      lead = "";
    }
    VerboseFacts.write(result, page);
  }
}
