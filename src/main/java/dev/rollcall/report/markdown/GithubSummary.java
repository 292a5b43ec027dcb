package dev.rollcall.report.markdown;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.report.cause.FailureGroup;
import dev.rollcall.report.cause.SkippedRules;
import dev.rollcall.report.text.FailedWay;
import dev.rollcall.report.text.FullRules;
import dev.rollcall.report.text.Summary;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A run as the summary of a job of GitHub Actions ({@code $GITHUB_STEP_SUMMARY}): the verdict, what
 * fails by who must act and by cause, and the rest folded. Every text that is not Rollcall's own is
 * code. GitHub drops a summary of more than 1 MiB, so that a long one ends early and says so.
 */
public final class GithubSummary {
  /** The most characters, each of up to three bytes in UTF-8. */
  private static final int MOST = 330_000;

  /** The most characters of a cell. */
  private static final int CELL = 600;

  private static final String REST = " The rest is in the other reports.";

  /** How a verdict says that only some addresses or destinations fail. */
  private static final Pattern COUNT = Pattern.compile("[0-9]+ of [0-9]+ \\w+ fail; ");

  private final StringBuilder out = new StringBuilder();
  private boolean full;

  private GithubSummary() {}

  /** The summary of one run. */
  public static byte[] render(Run run) {
    return render(List.of(run));
  }

  /** The summary of several runs, one after the other. */
  public static byte[] render(List<Run> runs) {
    GithubSummary summary = new GithubSummary();
    runs.forEach(summary::run);
    if (summary.full) {
      summary.out.append("\nThe rest is left out: GitHub takes no more. See the other reports.\n");
    }
    return summary.out.toString().getBytes(UTF_8);
  }

  private void run(Run run) {
    line("## " + Summary.sentence(run));
    line("");
    line(
        Code.span(run.origin().title())
            + ", from "
            + run.origin().vantage().word()
            + ", on "
            + Code.span(run.origin().host())
            + ", "
            + Times.readable(run.startedAt())
            + ". "
            + Summary.counts(run));
    failures("To act", run.with(Status.FAIL));
    List<RuleResult> undecided = run.with(Status.INCONCLUSIVE);
    failures("Not decided", undecided.stream().filter(FullRules::inFull).toList());
    folded("Not configured", run.results().stream().filter(FullRules::lacksValues).toList());
    folded(
        "Passed with a warning",
        run.with(Status.WARN).stream().filter(one -> !FullRules.lacksValues(one)).toList());
    folded("Passed", run.with(Status.PASS));
    SkippedRules.byHeading(run).forEach(this::folded);
    line("");
  }

  private void failures(String heading, List<RuleResult> results) {
    FailureGroup.byOwner(results)
        .forEach(
            (title, groups) -> {
              line("");
              line(
                  "### "
                      + heading
                      + ": "
                      + title
                      + ", "
                      + Counted.of(FailureGroup.size(groups), "rule"));
              groups.forEach(this::failures);
            });
  }

  private void failures(FailureGroup group) {
    line("");
    if (!group.cause().isEmpty()) {
      line(
          "**" + group.cause() + "**" + group.evidence().map(seen -> ": " + code(seen)).orElse(""));
      line("");
    }
    table(
        "| rule | where | what was seen | what to do |",
        group.rules(),
        one ->
            List.of(
                one.rule().id(),
                FailedWay.of(one).toString(),
                seen(one.verdict()),
                advice(one.verdict().advice())));
  }

  /** The evidence, after the count of addresses if there are several. */
  private static String seen(Verdict verdict) {
    String summary = verdict.summary();
    Matcher count = COUNT.matcher(summary);
    String before = count.find() ? summary.substring(0, count.end()) : "";
    return verdict.cause().map(fault -> before + fault.evidence()).orElse(summary);
  }

  /** Whole, or its first sentences. */
  private static String advice(String advice) {
    if (advice.length() <= CELL) {
      return advice;
    }
    int end = advice.lastIndexOf(". ", CELL - REST.length());
    return end < 0 ? advice : advice.substring(0, end + 1) + REST;
  }

  private void folded(String heading, List<RuleResult> results) {
    if (results.isEmpty()) {
      return;
    }
    line("");
    line("<details><summary>" + heading + ": " + Counted.of(results.size(), "rule") + "</summary>");
    line("");
    table(
        "| rule | destination | result |",
        results,
        one ->
            List.of(
                one.rule().id(),
                one.rule().destination() + ":" + one.rule().port(),
                one.verdict().summary()));
    line("");
    out.append("</details>\n");
  }

  private void table(
      String head, List<RuleResult> results, Function<RuleResult, List<String>> cells) {
    line(head);
    line("|" + "---|".repeat(head.split("\\|").length - 1));
    for (RuleResult result : results) {
      line(
          cells.apply(result).stream()
              .map(text -> text.isEmpty() ? "" : Code.cell(Printable.line(text, CELL)))
              .collect(Collectors.joining(" | ", "| ", " |")));
    }
  }

  private static String code(String text) {
    return Code.span(Printable.line(text, CELL));
  }

  private void line(String text) {
    full |= out.length() + text.length() > MOST;
    if (!full) {
      out.append(text).append('\n');
    }
  }
}
