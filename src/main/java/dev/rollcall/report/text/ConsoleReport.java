package dev.rollcall.report.text;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.report.cause.SkippedRules;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Times;
import java.util.List;
import java.util.function.Predicate;

/**
 * The report for a terminal or a mail: the passing rules and those that were not probed or not
 * judged, a line each; warnings and what is not configured; the failed ones by who must act and by
 * cause; last the verdict.
 *
 * <p>It tells a reader who does not know Rollcall how to act on a failing rule: source,
 * destination, what happened, who must act and what to ask for. In full detail it has every fact of
 * every rule instead.
 */
public final class ConsoleReport {
  private final ConsoleStyle style;

  public ConsoleReport(ConsoleStyle style) {
    this.style = style;
  }

  /** The text, ending in a line feed; empty if quiet and there is nothing to say. */
  public String render(Run run) {
    boolean quiet = style.detail() == ConsoleStyle.Detail.QUIET;
    if (quiet && run.status() == Status.PASS) {
      return "";
    }
    ConsolePage page = new ConsolePage(style);
    head(run, page);
    if (style.detail() == ConsoleStyle.Detail.VERBOSE) {
      new FullRules(page).write(run);
    } else {
      brief(run, quiet, page);
    }
    Summary.write(run, style.detail(), page);
    return page.toString();
  }

  /** The rules alone, without the head and the verdict. */
  public String rules(Run run) {
    ConsolePage page = new ConsolePage(style);
    brief(run, false, page);
    return page.toString();
  }

  private void head(Run run, ConsolePage page) {
    page.heading(run.origin().title());
    String verbose =
        style.detail() == ConsoleStyle.Detail.VERBOSE
            ? ", Rollcall " + run.origin().version() + ", " + run.origin().platform()
            : "";
    page.text(
        0,
        "from "
            + run.origin().vantage().word()
            + ", on "
            + run.origin().host()
            + ", "
            + Times.readable(run.startedAt())
            + verbose);
    page.text(
        0, run.origin().site().map(site -> "site file " + site).orElse("without a site file"));
  }

  private void brief(Run run, boolean quiet, ConsolePage page) {
    ShortRows rows = new ShortRows(page, style.width(), run.results());
    List<RuleResult> passed = run.with(Status.PASS);
    if (!quiet && !passed.isEmpty()) {
      page.heading("Passed: " + Counted.of(passed.size(), "rule"), "latency");
      rows.passing(passed);
    }
    if (!quiet) {
      SkippedRules.byHeading(run)
          .forEach(
              (heading, skipped) -> {
                page.heading(heading + ": " + Counted.of(skipped.size(), "rule"));
                rows.skipped(skipped);
              });
    }
    telling("Passed with a warning", with(run, ConsoleReport::warns), rows, page);
    telling(
        "Not reachable, and not required",
        with(run, one -> one.failsAsAdvisory() && !FullRules.lacksValues(one)),
        rows,
        page);
    List<RuleResult> missing = with(run, FullRules::lacksValues);
    if (!missing.isEmpty()) {
      page.heading(
          "Not configured: "
              + Counted.of(missing.size(), "rule")
              + (missing.size() == 1 ? ", which needs" : ", which need")
              + " these keys of the site file");
      rows.missing(missing, quiet);
    }
    FailedRules failed = new FailedRules(page, rows.id());
    failed.write("Not decided", with(run, one -> open(one, Status.INCONCLUSIVE)));
    failed.write("Failed", with(run, one -> open(one, Status.FAIL)));
  }

  /** A mail of a quiet run has the advice, too: its reader has no terminal to ask again. */
  private void telling(String heading, List<RuleResult> results, ShortRows rows, ConsolePage page) {
    if (!results.isEmpty()) {
      page.heading(heading + ": " + Counted.of(results.size(), "rule"));
      rows.telling(results, style.detail() == ConsoleStyle.Detail.QUIET);
    }
  }

  private static List<RuleResult> with(Run run, Predicate<RuleResult> which) {
    return run.results().stream().filter(which).toList();
  }

  private static boolean open(RuleResult result, Status status) {
    return result.verdict().status() == status && FullRules.inFull(result);
  }

  private static boolean warns(RuleResult result) {
    return result.verdict().status() == Status.WARN && !result.failsAsAdvisory();
  }
}
