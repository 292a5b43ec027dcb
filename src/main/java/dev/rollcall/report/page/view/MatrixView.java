package dev.rollcall.report.page.view;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.report.text.Matrix;
import dev.rollcall.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Several runs side by side, disagreements first.
 *
 * @param columns a heading for each run
 * @param disagreements how many of the rows, from the top, the runs disagree on
 */
public record MatrixView(List<String> columns, long disagreements, List<Row> rows) {
  public MatrixView {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * A rule.
   *
   * @param cells one for each run; empty if the rule does not apply to its vantage
   */
  public record Row(String id, boolean disagrees, List<Optional<Cell>> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /** A rule in one run. */
  public record Cell(StatusView status, Link rule) {}

  static MatrixView of(List<Run> runs, List<RuleViews> rules) {
    Matrix matrix = Matrix.of(runs);
    return new MatrixView(
        matrix.columns().stream().map(Printable::line).toList(),
        matrix.rows().stream().filter(Matrix.Row::disagrees).count(),
        matrix.rows().stream().map(row -> row(row, rules)).toList());
  }

  private static Row row(Matrix.Row row, List<RuleViews> rules) {
    List<Optional<Cell>> cells = new ArrayList<>();
    for (int i = 0; i < row.cells().size(); i++) {
      RuleViews views = rules.get(i);
      cells.add(row.cells().get(i).map(result -> cell(result, views)));
    }
    return new Row(Printable.line(row.id()), row.disagrees(), cells);
  }

  private static Cell cell(RuleResult result, RuleViews views) {
    return new Cell(StatusView.of(result.verdict().status()), views.link(result));
  }
}
