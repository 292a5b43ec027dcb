package dev.rollcall.report.text;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Latency;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import dev.rollcall.text.Wrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules that need no explanation, a line each. */
final class ShortRows {
  private static final int WIDEST_ID = 26;
  private static final int LATENCY = 7;

  /** What a fact needs: {@code expires 2027-02-27}. */
  private static final int FACT = 18;

  private static final Pattern SEVERAL =
      Pattern.compile("(\\d+ addresses) answer: (.*)", Pattern.DOTALL);

  private final ConsolePage page;
  private final int width;
  private final int id;

  ShortRows(ConsolePage page, int width, List<RuleResult> all) {
    this.page = page;
    this.width = width;
    int longest = widest(all.stream().map(one -> one.rule().id()).toList());
    this.id = Math.min(longest, Math.min(Math.max(WIDEST_ID, width / 4), width / 3));
  }

  private static int widest(List<String> texts) {
    return texts.stream().mapToInt(text -> Wrap.columns(Printable.line(text))).max().orElse(0);
  }

  /** The width of the ids. */
  int id() {
    return id;
  }

  /** Passing rules: destination, the fact that matters most, latency. */
  void passing(List<RuleResult> results) {
    int room = width - 2 - id - 2 - 2 - LATENCY - 1;
    int to =
        Math.max(
            10,
            Math.min(room - FACT, widest(results.stream().map(ShortRows::destination).toList())));
    Widths widths = new Widths(id, to, LATENCY + 1);
    for (RuleResult result : results) {
      page.line(
          Status.PASS,
          widths,
          result.rule().id(),
          destination(result),
          facts(result.verdict().summary()),
          latency(result));
      idle(result);
    }
  }

  /** What is not configured: the keys that are missing. */
  void missing(List<RuleResult> results, boolean withAdvice) {
    for (RuleResult result : results) {
      if (result.evidence() instanceof Evidence.NotConfigured lacking) {
        page.row(
            result.verdict().status(),
            result.rule().id(),
            id,
            String.join(", ", lacking.values()),
            "");
        advice(result, withAdvice);
      }
    }
  }

  private void advice(RuleResult result, boolean wanted) {
    if (wanted && !result.verdict().advice().isEmpty()) {
      page.under(id, result.verdict().advice());
    }
  }

  /** What warns: why, in full. */
  void telling(List<RuleResult> results, boolean withAdvice) {
    for (RuleResult result : results) {
      Verdict verdict = result.verdict();
      String who = verdict.who().map(owners -> owners + ": ").orElse("");
      page.row(verdict.status(), result.rule().id(), id, who + verdict.summary(), "");
      advice(result, withAdvice);
      idle(result);
    }
  }

  /** What was not probed: why, in a line. */
  void skipped(List<RuleResult> results) {
    for (RuleResult result : results) {
      page.row(
          result.verdict().status(),
          result.rule().id(),
          id,
          Printable.line(result.verdict().summary()),
          "");
    }
  }

  /** What became of idle connections: it was requested, and the user waited for it. */
  private void idle(RuleResult result) {
    result.verdict().remarks().stream()
        .filter(remark -> remark.contains(": " + Observation.Note.IDLE))
        .forEach(remark -> page.under(id, remark));
  }

  /** {@code dc1.uni.edu:636 +1}, {@code dc1.uni.edu:88/udp}: the first host, and how many more. */
  private static String destination(RuleResult result) {
    String[] hosts = result.rule().destination().split(", ", -1);
    String more = hosts.length > 1 ? " +" + (hosts.length - 1) : "";
    String port = String.valueOf(result.rule().port()).replaceFirst("/tcp$", "");
    return Printable.line(hosts[0] + ":" + port) + more;
  }

  private static List<String> facts(String summary) {
    Matcher several = SEVERAL.matcher(Printable.line(summary));
    boolean many = several.matches();
    List<String> facts = new ArrayList<>();
    String text = many ? String.valueOf(several.group(2)) : Printable.line(summary);
    text = text.replaceFirst("^certificate to ", "expires ");
    facts.addAll(Arrays.asList(text.split(", ", -1)));
    if (many) {
      facts.add(String.valueOf(several.group(1)));
    }
    return facts;
  }

  static String latency(RuleResult result) {
    return result.verdict().status().works() && result.evidence() instanceof Evidence.Probed probed
        ? Latency.median(probed.findings()).map(Times::readable).orElse("")
        : "";
  }

  /**
   * The widths of a table's columns, in columns of a terminal.
   *
   * @param to of the destinations; 0 for a table without them
   * @param right of the number at the right edge
   */
  record Widths(int id, int to, int right) {}
}
