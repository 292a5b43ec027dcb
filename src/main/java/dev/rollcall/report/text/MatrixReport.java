package dev.rollcall.report.text;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import dev.rollcall.text.Wrap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs from several vantages, for people: each rule's status by vantage, disagreements first, and
 * below that the evidence of what does not pass.
 */
public final class MatrixReport {
  private static final int WIDEST_ID = 26;
  private final ConsoleStyle style;

  public MatrixReport(ConsoleStyle style) {
    this.style = style;
  }

  /**
   * The text, ending in a line feed; empty if quiet and every run passes.
   *
   * @param all whether rules that pass everywhere are shown in full as well
   */
  public String render(List<Run> runs, boolean all) {
    if (quiet() && runs.stream().allMatch(run -> run.status() == Status.PASS)) {
      return "";
    }
    Matrix matrix = Matrix.of(runs);
    ConsolePage page = new ConsolePage(style);
    head(runs, matrix, page);
    tables(matrix, "Disagreements", true, page);
    boolean agree = matrix.rows().stream().noneMatch(Matrix.Row::disagrees);
    tables(matrix, agree ? "All rules" : "All other rules", false, page);
    details(matrix, all, page);
    closing(runs, matrix, page);
    return page.toString();
  }

  private boolean quiet() {
    return style.detail() == ConsoleStyle.Detail.QUIET;
  }

  private void head(List<Run> runs, Matrix matrix, ConsolePage page) {
    page.heading(runs.size() + " runs, side by side");
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      page.text(
          0,
          matrix.columns().get(i)
              + ": "
              + run.origin().title()
              + ", on "
              + run.origin().host()
              + ", "
              + Times.readable(run.startedAt()));
    }
  }

  /** The worst rules first; those of the same runs have a table, so that no column is empty. */
  private void tables(Matrix matrix, String heading, boolean disagreeing, ConsolePage page) {
    Map<List<Integer>, List<Matrix.Row>> tables =
        matrix.rows().stream()
            .filter(row -> row.disagrees() == disagreeing)
            .filter(row -> !quiet() || row.status().compareTo(Status.PASS) > 0)
            .sorted(Comparator.comparing(Matrix.Row::status).reversed())
            .collect(
                Collectors.groupingBy(
                    MatrixReport::probed, LinkedHashMap::new, Collectors.toList()));
    if (tables.isEmpty()) {
      return;
    }
    page.heading(heading);
    int widest =
        tables.values().stream()
            .flatMap(List::stream)
            .mapToInt(row -> Wrap.columns(Printable.line(row.id())))
            .max()
            .orElse(0);
    boolean first = true;
    for (Map.Entry<List<Integer>, List<Matrix.Row>> table : tables.entrySet()) {
      if (!first) {
        page.blank();
      }
      first = false;
      table(matrix, table.getKey(), table.getValue(), Math.min(widest, WIDEST_ID), page);
    }
  }

  /** The runs that have the rule. */
  private static List<Integer> probed(Matrix.Row row) {
    return IntStream.range(0, row.cells().size())
        .filter(i -> row.cells().get(i).isPresent())
        .boxed()
        .toList();
  }

  private static void table(
      Matrix matrix, List<Integer> runs, List<Matrix.Row> rows, int column, ConsolePage page) {
    List<List<String>> headings =
        runs.stream().map(run -> lines(matrix.columns().get(run))).toList();
    int[] widths =
        IntStream.range(0, runs.size())
            .map(i -> width(matrix, runs.get(i), headings.get(i)))
            .toArray();
    for (int line = 0; line < 2; line++) {
      headings(headings, line, column, widths, page);
    }
    for (Matrix.Row row : rows) {
      List<ConsolePage.Cell> cells = new ArrayList<>();
      for (int i = 0; i < runs.size(); i++) {
        Status status = row.cells().get(runs.get(i)).orElseThrow().verdict().status();
        cells.add(new ConsolePage.Cell(Optional.of(status), status.name(), widths[i]));
      }
      page.cells(row.id(), column, cells);
    }
  }

  /** The vantage, and the host below it if needed. */
  private static List<String> lines(String heading) {
    return List.of(heading.split(" ", 2));
  }

  private static void headings(
      List<List<String>> headings, int line, int column, int[] widths, ConsolePage page) {
    if (headings.stream().noneMatch(heading -> heading.size() > line)) {
      return;
    }
    List<ConsolePage.Cell> cells = new ArrayList<>();
    for (int i = 0; i < headings.size(); i++) {
      List<String> lines = headings.get(i);
      String text = lines.size() > line ? lines.get(line) : "";
      cells.add(new ConsolePage.Cell(Optional.empty(), text, widths[i]));
    }
    page.cells("", column, cells);
  }

  /** Wide enough for the heading and every status of its column, in all tables. */
  private static int width(Matrix matrix, int column, List<String> heading) {
    int said =
        matrix.rows().stream()
            .flatMap(row -> row.cells().get(column).stream())
            .mapToInt(cell -> ConsolePage.Cell.width(cell.verdict().status()))
            .max()
            .orElse(0);
    return heading.stream()
        .mapToInt(line -> Wrap.columns(Printable.line(line)))
        .reduce(said, Math::max);
  }

  private void details(Matrix matrix, boolean all, ConsolePage page) {
    boolean first = true;
    for (Matrix.Row row : matrix.rows()) {
      boolean shown =
          row.disagrees() || row.status() == Status.FAIL || (all && row.status() != Status.SKIPPED);
      if (!shown) {
        continue;
      }
      if (first) {
        page.heading("In full");
        first = false;
      }
      page.blank();
      page.remark(row.status(), row.id() + usage(row));
      for (int i = 0; i < row.cells().size(); i++) {
        if (row.cells().get(i).isPresent()) {
          cell(matrix.columns().get(i), row.cells().get(i).get(), page);
        }
      }
    }
  }

  private static String usage(Matrix.Row row) {
    return row.cells().stream()
        .flatMap(Optional::stream)
        .map(result -> result.rule().usage())
        .filter(usage -> !usage.isEmpty())
        .findFirst()
        .map(usage -> ": " + usage)
        .orElse("");
  }

  private static void cell(String column, RuleResult result, ConsolePage page) {
    Verdict verdict = result.verdict();
    page.text(
        2,
        column
            + ": "
            + verdict.status()
            + ", "
            + EvidenceText.destination(result)
            + ": "
            + verdict.summary());
    if (verdict.status() != Status.PASS) {
      verdict.sides().ifPresent(page::sides);
    }
    if (verdict.status() == Status.PASS || verdict.status() == Status.SKIPPED) {
      return;
    }
    verdict.cause().map(Fault::cause).ifPresent(cause -> page.field(4, "cause", cause));
    page.field(4, "owner", verdict.who().orElse(Owner.CHECKER));
    if (!verdict.advice().isEmpty()) {
      page.field(4, "advice", verdict.advice());
    }
  }

  private static void closing(List<Run> runs, Matrix matrix, ConsolePage page) {
    page.blank();
    long disagreements = matrix.rows().stream().filter(Matrix.Row::disagrees).count();
    page.text(
        0,
        Counted.of(matrix.rows().size(), "rule")
            + " from "
            + runs.size()
            + " runs; "
            + Counted.of(disagreements, "disagreement"));
    for (int i = 0; i < runs.size(); i++) {
      page.text(0, matrix.columns().get(i) + ": " + Summary.verdict(runs.get(i)));
    }
  }
}
