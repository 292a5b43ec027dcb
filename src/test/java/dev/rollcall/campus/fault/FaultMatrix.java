package dev.rollcall.campus.fault;

import dev.rollcall.model.Verdict;
import dev.rollcall.model.rule.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The table {@code etc/fault-matrix.tsv}: what every fault is to come to at every kind. */
final class FaultMatrix {
  private static final Path TABLE = Path.of("src/test/campus/etc/fault-matrix.tsv");

  /** By rule id, {@code FAULT.KIND}: {@code STATUS PHASE KIND OWNER[,OWNER]}. */
  private final Map<String, String> cells = new LinkedHashMap<>();

  private FaultMatrix(List<String> lines) {
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] columns = line.split("\t", -1);
      for (String kind : columns[1].split(" ", -1)) {
        if (cells.put(columns[0] + "." + kind, columns[2]) != null) {
          throw new IllegalStateException("twice in the matrix: " + columns[0] + " " + kind);
        }
      }
    }
  }

  static FaultMatrix read() {
    try {
      return new FaultMatrix(Files.readAllLines(TABLE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is expected, by rule id. */
  Map<String, String> cells() {
    return Map.copyOf(cells);
  }

  List<String> faults() {
    return cells.keySet().stream().map(id -> id.substring(0, id.indexOf('.'))).distinct().toList();
  }

  List<String> kinds() {
    return cells.keySet().stream().map(id -> id.substring(id.indexOf('.') + 1)).distinct().toList();
  }

  /** The whole table, a fault a line and a kind a column: {@code -} where there is no such cell. */
  String grid(Map<String, String> came) {
    StringBuilder grid = new StringBuilder();
    for (String fault : faults()) {
      List<String> row = new ArrayList<>(List.of(String.format("%-18s", fault)));
      for (String kind : kinds()) {
        String expected = cells.get(fault + "." + kind);
        String is = came.get(fault + "." + kind);
        row.add(kind + "=" + (expected == null ? "-" : expected.equals(is) ? "ok" : "WRONG"));
      }
      grid.append(String.join(" ", row)).append('\n');
    }
    return grid.toString();
  }

  /** One line for each cell that came out otherwise. */
  String differences(Map<String, String> came) {
    StringBuilder differences = new StringBuilder();
    for (String id : new TreeSet<>(cells.keySet())) {
      String is = came.getOrDefault(id, "not probed");
      if (!is.equals(cells.get(id))) {
        differences.append(String.format("%s: expected %s, came %s%n", id, cells.get(id), is));
      }
    }
    return differences.toString();
  }

  /**
   * A verdict as the table writes it. The second owner is written where the table has two, and the
   * advice names the second one after the first.
   */
  static String cell(Verdict verdict, String expected) {
    StringBuilder cell = new StringBuilder(verdict.status().toString());
    verdict.cause().ifPresent(fault -> cell.append(' ').append(fault.cause()));
    verdict.owner().ifPresent(owner -> cell.append(' ').append(owner));
    int comma = expected.indexOf(',');
    if (comma >= 0 && verdict.owner().isPresent()) {
      Owner second = Owner.valueOf(expected.substring(comma + 1));
      int first = verdict.advice().indexOf(title(verdict.owner().get()));
      if (first >= 0 && verdict.advice().indexOf(title(second), first) > first) {
        cell.append(',').append(second);
      }
    }
    return cell.toString();
  }

  private static String title(Owner owner) {
    return owner == Owner.SERVER ? "owner of " : owner.title();
  }
}
