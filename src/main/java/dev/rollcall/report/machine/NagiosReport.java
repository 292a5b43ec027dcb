package dev.rollcall.report.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.report.cause.FailureGroup;
import dev.rollcall.report.text.EvidenceText;
import dev.rollcall.report.text.FailedWay;
import dev.rollcall.report.text.Summary;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plugin output for Nagios, Icinga and similar systems: {@code ROLLCALL STATE - text | perfdata},
 * then a line for each rule that does not pass, and for each owner who must act on it, the worst
 * first. What several rules have in common (cause, owner, advice) is said once, in a line before
 * them.
 *
 * <p>ASCII only, with a single {@code |}, before the perfdata: every other one is written as {@code
 * \\u007c}. At most {@link #LIMIT} bytes, as Nagios reads 8 KB; the first line is complete.
 */
public final class NagiosReport {
  /** Nagios keeps 8 KB of a plugin's output, and cuts in the middle of a line. */
  static final int LIMIT = 7_500;

  /** NRPE and graphs have trouble with long first lines. */
  private static final int TEXT = 600;

  private static final int PART = 120;

  private static final int LINE = 700;
  private static final int NAMED = 3;

  private static final List<Status> WORST_FIRST =
      Stream.of(Status.values())
          .filter(status -> status.compareTo(Status.PASS) > 0)
          .sorted(Comparator.reverseOrder())
          .toList();

  private NagiosReport() {}

  public static byte[] render(Run run) {
    Lines lines = new Lines(text(run) + " | " + NagiosPerfdata.of(run));
    List<String> details = new ArrayList<>();
    for (Status status : WORST_FIRST) {
      FailureGroup.of(run.with(status)).forEach(group -> details.addAll(details(group)));
    }
    run.remarks().stream()
        .filter(remark -> remark.status().compareTo(Status.PASS) > 0)
        .forEach(remark -> details.add(ascii(remark.status() + ": " + remark.text(), LINE)));
    lines.add(details);
    return lines.bytes();
  }

  /**
   * The report of a call that failed.
   *
   * @param said its error messages; the first line is shown first
   */
  public static byte[] unknown(List<String> said) {
    List<String> worth = said.stream().filter(line -> !line.isBlank()).toList();
    String first = worth.isEmpty() ? "no cause was reported" : worth.get(0);
    Lines lines = new Lines(ascii(NagiosState.UNKNOWN.lead() + first, TEXT));
    lines.add(worth.stream().skip(1).map(line -> ascii(line, LINE)).toList());
    return lines.bytes();
  }

  /**
   * The report of a run whose other reports could not be written: UNKNOWN, then the results without
   * perfdata.
   *
   * @param failures what went wrong, a sentence each
   * @param report what {@link #render} made of the run
   */
  public static byte[] unwritten(List<String> failures, byte[] report) {
    Stream<String> found =
        new String(report, US_ASCII).lines().map(line -> line.split(" \\| ", 2)[0]);
    return unknown(Stream.concat(failures.stream(), found).toList());
  }

  /** The worst comes first, as pagers and narrow columns cut the end. */
  private static String text(Run run) {
    List<String> parts = new ArrayList<>();
    if (run.status().compareTo(Status.PASS) > 0) {
      List<RuleResult> worst = run.with(run.status());
      int left = worst.size();
      for (List<RuleResult> alike : alike(worst).stream().limit(NAMED).toList()) {
        parts.add(named(alike));
        left -= alike.size();
      }
      if (left > 0) {
        parts.add("and " + left + " more");
      }
      run.remarks().stream()
          .filter(remark -> worst.isEmpty() && remark.status() == run.status())
          .limit(1)
          .forEach(remark -> parts.add(ascii(remark.text(), PART)));
    }
    if (run.count(Status.SKIPPED) == run.results().size()) {
      parts.add("no rule was probed");
    }
    if (run.interrupted()) {
      parts.add("the run ended early");
    }
    parts.add(Summary.counts(run));
    return ascii(NagiosState.of(run).lead() + String.join("; ", parts), TEXT);
  }

  /**
   * The rules of one cause and owner together; each of the others by itself. Each rule once, with
   * its first owner.
   */
  private static List<List<RuleResult>> alike(List<RuleResult> results) {
    return FailureGroup.of(
            results.stream().map(one -> one.with(one.verdict().with(List.of()))).toList())
        .stream()
        .flatMap(
            group ->
                group.cause().isEmpty()
                    ? group.rules().stream().map(List::of)
                    : Stream.of(group.rules()))
        .toList();
  }

  /**
   * {@code sql.tds CONNECT DROPPED}: the cause, or the verdict's text. Of several rules: {@code 18
   * rules RESOLVE NAME_SERVER_FAILED (sql.tds, …)}.
   */
  private static String named(List<RuleResult> alike) {
    RuleResult first = alike.get(0);
    String why =
        first.verdict().cause().map(Fault::cause).orElseGet(() -> first.verdict().summary());
    return ascii(
        alike.size() == 1
            ? first.rule().id() + " " + why
            : Counted.of(alike.size(), "rule")
                + " "
                + why
                + " ("
                + alike.stream().map(one -> one.rule().id()).collect(Collectors.joining(", "))
                + ")",
        PART);
  }

  /** A line for each rule; what several have in common stands in a line before them. */
  private static List<String> details(FailureGroup group) {
    List<String> lines = new ArrayList<>();
    FailedWay.alike(group)
        .forEach(
            (advice, ways) -> {
              boolean together = ways.size() > 1 && !group.cause().isEmpty();
              if (together) {
                lines.add(
                    line(
                        group.rules().get(0),
                        Counted.of(ways.size(), "rule"),
                        group.evidence().map(seen -> ": " + seen).orElse(""),
                        advice));
              }
              ways.forEach(way -> lines.add(detail(way.result(), group, together)));
            });
    return lines;
  }

  private static String detail(RuleResult result, FailureGroup group, boolean together) {
    String name = result.rule().id() + " " + EvidenceText.destination(result);
    String seen = ": " + Printable.line(result.verdict().summary(), 200);
    return together
        ? ascii(
            result.verdict().status() + ": " + name + (group.evidence().isPresent() ? "" : seen),
            LINE)
        : line(result, name, seen, result.verdict().advice());
  }

  private static String line(RuleResult result, String name, String seen, String advice) {
    Verdict verdict = result.verdict();
    return ascii(
        verdict.status()
            + ": "
            + name
            + verdict
                .cause()
                .map(Fault::cause)
                .filter(cause -> !seen.contains(cause))
                .map(cause -> ": " + cause)
                .orElse("")
            + seen
            + "; owner: "
            + verdict.who().orElse(Owner.CHECKER)
            + (advice.isEmpty() ? "" : "; advice: " + advice),
        LINE);
  }

  /**
   * Printable, with {@code |} and everything beyond ASCII escaped.
   *
   * @param limit in characters of the result
   */
  static String ascii(String text, int limit) {
    StringBuilder out = new StringBuilder();
    Printable.line(text, limit)
        .codePoints()
        .forEach(
            point ->
                out.append(
                    point == '…'
                        ? "..."
                        : point == '|' || point > '~'
                            ? Printable.escape(point)
                            : Character.toString(point)));
    return out.length() <= limit ? out.toString() : out.substring(0, limit - 3) + "...";
  }

  /** Whole lines up to the limit, then the number of missing ones. */
  private static final class Lines {
    private static final int ROOM_FOR_THE_REST = 60;

    private final StringBuilder text;

    Lines(String first) {
      text = new StringBuilder(first).append('\n');
    }

    void add(List<String> lines) {
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        if (text.length() + line.length() + ROOM_FOR_THE_REST > LIMIT) {
          text.append("and ").append(lines.size() - i).append(" more lines\n");
          return;
        }
        text.append(line).append('\n');
      }
    }

    byte[] bytes() {
      return text.toString().getBytes(US_ASCII);
    }
  }
}
