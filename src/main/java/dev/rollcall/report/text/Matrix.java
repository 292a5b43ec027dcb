package dev.rollcall.report.text;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Several runs side by side.
 *
 * @param columns a heading for each run: its vantage, with the host where a vantage occurs twice
 * @param rows every rule of any run, disagreements first, each half in the order of the runs
 */
public record Matrix(List<String> columns, List<Row> rows) {
  /**
   * One rule.
   *
   * @param cells one per run; empty if the rule does not apply to its vantage
   */
  public record Row(String id, List<Optional<RuleResult>> cells) {

    /** Whether the runs that probed it disagree; runs that skipped it do not count. */
    public boolean disagrees() {
      Set<Status> statuses = EnumSet.noneOf(Status.class);
      cells.forEach(cell -> cell.ifPresent(result -> statuses.add(result.verdict().status())));
      statuses.remove(Status.SKIPPED);
      return statuses.size() > 1;
    }

    /** The worst of its cells. */
    Status status() {
      return cells.stream()
          .flatMap(Optional::stream)
          .map(result -> result.verdict().status())
          .max(Status::compareTo)
          .orElse(Status.SKIPPED);
    }
  }

  /** Makes it. */
  public static Matrix of(List<Run> runs) {
    Map<String, List<Optional<RuleResult>>> cells = new LinkedHashMap<>();
    for (int column = 0; column < runs.size(); column++) {
      for (RuleResult result : runs.get(column).results()) {
        cells
            .computeIfAbsent(
                result.rule().id(),
                id -> new ArrayList<>(Collections.nCopies(runs.size(), Optional.empty())))
            .set(column, Optional.of(result));
      }
    }
    List<Row> rows = new ArrayList<>();
    for (boolean disagreeing : new boolean[] {true, false}) {
      cells.forEach(
          (id, results) -> {
            Row row = new Row(id, List.copyOf(results));
            if (row.disagrees() == disagreeing) {
              rows.add(row);
            }
          });
    }
    return new Matrix(headings(runs), rows);
  }

  /** A unique heading for each run. */
  public static List<String> headings(List<Run> runs) {
    List<String> headings = new ArrayList<>();
    for (Run run : runs) {
      boolean alone =
          runs.stream().filter(r -> r.origin().vantage() == run.origin().vantage()).count() == 1;
      String heading = run.origin().vantage().word() + (alone ? "" : " " + run.origin().host());
      String unique = heading;
      for (int copy = 2; headings.contains(unique); copy++) {
        unique = heading + " #" + copy;
      }
      headings.add(unique);
    }
    return headings;
  }
}
