package dev.rollcall.report.text;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Latency;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import dev.rollcall.text.Wrap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The report for a terminal or a mail: the vendor's tables with a line for each rule, then the
 * inconclusive rules, and last the failed ones in full.
 *
 * <p>It tells a reader who does not know Rollcall how to act on a failing rule: source,
 * destination, what happened, who must act and what to ask for.
 */
public final class ConsoleReport {
  private static final int WIDEST_ID = 26;
  private final ConsoleStyle style;

  public ConsoleReport(ConsoleStyle style) {
    this.style = style;
  }

  /** The text, ending in a line feed; empty if quiet and there is nothing to say. */
  public String render(Run run) {
    if (quiet() && run.status() == Status.PASS) {
      return "";
    }
    ConsolePage page = new ConsolePage(style);
    head(run, page);
    int column =
        run.results().stream()
            .mapToInt(result -> Wrap.columns(Printable.line(result.rule().id())))
            .max()
            .orElse(0);
    for (Map.Entry<String, List<RuleResult>> group : groups(run).entrySet()) {
      page.heading(group.getKey());
      group.getValue().forEach(result -> row(result, Math.min(column, WIDEST_ID), page));
    }
    blocks(run, Status.INCONCLUSIVE, "Could not be decided", page);
    blocks(run, Status.FAIL, "Failed", page);
    Summary.write(run, quiet(), page);
    return page.toString();
  }

  private boolean quiet() {
    return style.detail() == ConsoleStyle.Detail.QUIET;
  }

  private boolean verbose() {
    return style.detail() == ConsoleStyle.Detail.VERBOSE;
  }

  private void head(Run run, ConsolePage page) {
    page.heading(run.title());
    page.text(
        0,
        "from "
            + run.vantage().word()
            + ", on "
            + run.host()
            + ", "
            + Times.readable(run.startedAt())
            + (verbose() ? ", Rollcall " + run.version() + ", " + run.platform() : ""));
    page.text(0, run.site().map(site -> "site file " + site).orElse("without a site file"));
  }

  /** In the order of the catalogue, even if a group's rules are not together there. */
  private Map<String, List<RuleResult>> groups(Run run) {
    Map<String, List<RuleResult>> groups = new LinkedHashMap<>();
    for (RuleResult result : run.results()) {
      Status status = result.verdict().status();
      if (!quiet() || (status != Status.PASS && status != Status.SKIPPED)) {
        groups.computeIfAbsent(result.rule().group(), group -> new ArrayList<>()).add(result);
      }
    }
    return groups;
  }

  private void row(RuleResult result, int column, ConsolePage page) {
    Verdict verdict = result.verdict();
    Status status = verdict.status();
    String id = result.rule().id();
    String text =
        switch (status) {
          case PASS, WARN -> EvidenceText.destination(result) + ": " + verdict.summary();
          case SKIPPED -> verdict.summary();
          case INCONCLUSIVE, FAIL ->
              EvidenceText.destination(result)
                  + ": "
                  + verdict.cause().map(Fault::cause).orElse(verdict.summary());
        };
    page.row(status, id, column, text, latency(result));
    if (status == Status.WARN) {
      String who = verdict.owner().map(owner -> owner.title() + ": ").orElse("");
      if (!verdict.advice().isEmpty()) {
        page.under(column, who + verdict.advice());
      }
      EvidenceText.sides(result).forEach(side -> page.under(column, side));
      verdict.remarks().forEach(remark -> page.under(column, remark));
    }
    if (status == Status.SKIPPED && verdict.sides().isPresent()) {
      EvidenceText.sides(result).forEach(side -> page.under(column, side));
      verdict.remarks().forEach(remark -> page.under(column, remark));
    }
    if (status == Status.PASS && !verbose()) {
      // They were requested, and the user waited for them.
      verdict.remarks().stream()
          .filter(ConsoleReport::tellsIdle)
          .forEach(remark -> page.under(column, remark));
    }
    if (verbose() && !inFull(result)) {
      if (status == Status.PASS) {
        EvidenceText.sides(result).forEach(side -> page.text(6, side));
        verdict.remarks().forEach(remark -> page.text(6, remark));
      }
      VerboseFacts.write(result, page);
    }
  }

  private static boolean tellsIdle(String remark) {
    return remark.contains(": " + Observation.Note.IDLE);
  }

  private static String latency(RuleResult result) {
    Optional<Duration> median =
        result.evidence() instanceof Evidence.Probed probed
            ? Latency.median(probed.findings())
            : Optional.empty();
    return result.verdict().status().works() ? median.map(Times::readable).orElse("") : "";
  }

  private static boolean inFull(RuleResult result) {
    return switch (result.verdict().status()) {
      case FAIL -> true;
      // One line is enough: which values are missing.
      case INCONCLUSIVE -> !(result.evidence() instanceof Evidence.NotConfigured);
      case SKIPPED, PASS, WARN -> false;
    };
  }

  private void blocks(Run run, Status status, String heading, ConsolePage page) {
    List<RuleResult> shown =
        run.results().stream()
            .filter(result -> result.verdict().status() == status && inFull(result))
            .toList();
    if (!shown.isEmpty()) {
      page.heading(heading);
      for (RuleResult result : shown) {
        block(result, page);
        page.blank();
      }
    }
  }

  private void block(RuleResult result, ConsolePage page) {
    Verdict verdict = result.verdict();
    String protocol = " (" + result.rule().protocol() + ")";
    page.remark(
        verdict.status(), result.rule().id() + ": " + EvidenceText.destination(result) + protocol);
    page.text(4, EvidenceText.withoutCause(verdict.summary(), result));
    if (!result.rule().usage().isEmpty()) {
      page.field(4, "usage", result.rule().usage());
    }
    verdict.sides().ifPresent(sides -> page.sides(4, sides));
    verdict
        .cause()
        .ifPresent(fault -> page.field(4, "cause", fault.cause() + ": " + fault.evidence()));
    page.field(4, "owner", verdict.owner().map(Owner::title).orElse("no action"));
    if (!verdict.advice().isEmpty()) {
      page.field(4, "advice", verdict.advice());
    }
    if (!verbose()) {
      list("evidence", once(EvidenceText.evidence(result), result), page);
    }
    list("remarks", once(verdict.remarks(), result), page);
    if (verbose()) {
      VerboseFacts.write(result, page);
    }
  }

  private static List<String> once(List<String> lines, RuleResult result) {
    return lines.stream().map(line -> EvidenceText.withoutCause(line, result)).toList();
  }

  private static void list(String label, List<String> lines, ConsolePage page) {
    String lead = label;
    for (String line : lines) {
      page.field(4, lead, line);
      lead = "";
    }
  }
}
