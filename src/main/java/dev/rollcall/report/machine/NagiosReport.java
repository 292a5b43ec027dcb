package dev.rollcall.report.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.model.Fault;
import dev.rollcall.model.Owner;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.report.text.EvidenceText;
import dev.rollcall.report.text.Summary;
import dev.rollcall.text.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Plugin output for Nagios, Icinga and similar systems: {@code ROLLCALL STATE - text | perfdata},
 * then a line for each rule that does not pass, the worst first.
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

  private NagiosReport() {}

  public static byte[] render(Run run) {
    Lines lines = new Lines(text(run) + " | " + NagiosPerfdata.of(run));
    List<String> details = new ArrayList<>();
    ranked(run).forEach(result -> details.add(detail(result)));
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
      List<RuleResult> worst =
          run.results().stream().filter(r -> r.verdict().status() == run.status()).toList();
      worst.stream().limit(NAMED).map(NagiosReport::named).forEach(parts::add);
      if (worst.size() > NAMED) {
        parts.add("and " + (worst.size() - NAMED) + " more");
      }
      run.remarks().stream()
          .filter(remark -> worst.isEmpty() && remark.status() == run.status())
          .limit(1)
          .forEach(remark -> parts.add(ascii(remark.text(), PART)));
    }
    if (run.interrupted()) {
      parts.add("the run ended early");
    }
    parts.add(Summary.counts(run));
    return ascii(NagiosState.of(run).lead() + String.join("; ", parts), TEXT);
  }

  /** {@code sql.tds CONNECT DROPPED}: the cause, or the verdict's text. */
  private static String named(RuleResult result) {
    String why =
        result.verdict().cause().map(Fault::cause).orElseGet(() -> result.verdict().summary());
    return ascii(result.rule().id() + " " + why, PART);
  }

  private static Stream<RuleResult> ranked(Run run) {
    return run.results().stream()
        .filter(result -> result.verdict().status().compareTo(Status.PASS) > 0)
        .sorted(Comparator.comparing((RuleResult result) -> result.verdict().status()).reversed());
  }

  private static String detail(RuleResult result) {
    var verdict = result.verdict();
    String owner = verdict.owner().map(Owner::title).orElse("no action");
    return ascii(
        verdict.status()
            + ": "
            + result.rule().id()
            + " "
            + EvidenceText.destination(result)
            + ": "
            + verdict.cause().map(fault -> fault.cause() + ": ").orElse("")
            + Printable.line(verdict.summary(), 200)
            + "; owner: "
            + owner
            + (verdict.advice().isEmpty() ? "" : "; advice: " + verdict.advice()),
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
