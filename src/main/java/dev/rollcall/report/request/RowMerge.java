package dev.rollcall.report.request;

import dev.rollcall.model.rule.Owner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes one row of those that are one firewall rule. */
final class RowMerge {
  private RowMerge() {}

  /**
   * Rows with the same sources, ports and action become one, then those with the same places. So a
   * row never allows a source to reach a place that it does not need.
   */
  static List<Row> merged(List<Row> rows) {
    List<Row> bySource = merged(rows, row -> key(row, row.sources()));
    return absorbed(merged(bySource, row -> key(row, new HashSet<>(row.places()))));
  }

  /** A name is one request, for whatever ports it is needed. */
  private static List<Object> key(Row row, Object side) {
    return List.of(row.ask(), row.ask().team() == Owner.DNS ? List.of() : row.ports(), side);
  }

  private static List<Row> merged(List<Row> rows, Function<Row, List<Object>> key) {
    Map<List<Object>, Row> merged = new LinkedHashMap<>();
    rows.forEach(row -> merged.merge(key.apply(row), row, Row::with));
    return List.copyOf(merged.values());
  }

  /** What another host saw of a path belongs to the row that has this path's source. */
  private static List<Row> absorbed(List<Row> rows) {
    List<Row> whole =
        new ArrayList<>(rows.stream().filter(row -> !row.sources().isEmpty()).toList());
    for (Row row : rows) {
      if (row.sources().isEmpty()) {
        int home = 0;
        while (home < whole.size() && !contains(whole.get(home), row)) {
          home++;
        }
        if (home == whole.size()) {
          whole.add(row);
        } else {
          whole.set(home, whole.get(home).with(row));
        }
      }
    }
    return whole;
  }

  private static boolean contains(Row whole, Row part) {
    Set<String> names = whole.places().stream().map(Place::name).collect(Collectors.toSet());
    return whole.ask().equals(part.ask())
        && whole.ports().equals(part.ports())
        && part.places().stream().allMatch(place -> names.contains(place.name()));
  }
}
