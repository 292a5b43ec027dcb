package dev.rollcall.campus.fault;

import dev.rollcall.campus.fault.FaultsIT.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Packs the rows of the fault table into batches, so that one run proves several faults. Two rows
 * share a batch only if no rule and no host is touched by both.
 */
final class FaultBatches {
  /** The hosts of faults whose names do not say them. A fault that is not here is alone. */
  private static final Map<String, String> HOSTS =
      Map.ofEntries(
          Map.entry("dc2-off", "dc2.uni.edu"),
          Map.entry("smtp-no-starttls", "smtp.sendgrid.net"),
          Map.entry("ssrp-silent", "MSSQL.uni.edu"),
          Map.entry("sql-strict", "MSSQL.uni.edu"),
          // Every web server of the internet, without TLS.
          Map.entry("blockpage", "http"),
          Map.entry("blockpage-inline", "http"),
          Map.entry("blockpage-ok", "http"),
          Map.entry("mirrorlist-gone", "http"),
          Map.entry("patch-gone", "software2-public.azureedge.net"),
          Map.entry("client-cdn-gone", "rackcdn.com"));

  /** Stands for every rule and every host. */
  private static final String ALL = "*";

  private FaultBatches() {}

  /** Rows whose faults are switched on together. */
  record Batch(List<Row> rows) {
    Batch {
      rows = List.copyOf(rows);
    }

    String[] faults() {
      return rows.stream().flatMap(row -> row.faults().stream()).toArray(String[]::new);
    }

    /** What all rows together change, given how the rules stand without a fault. */
    Map<String, String> changed(Map<String, String> sound) {
      Map<String, String> all = new TreeMap<>();
      rows.forEach(row -> all.putAll(row.changed().apply(sound)));
      return all;
    }

    @Override
    public String toString() {
      return rows.stream().map(Row::toString).collect(Collectors.joining(" | "));
    }
  }

  /** Every row once, in the first batch that it fits. */
  static List<Batch> of(List<Row> rows) {
    List<List<Row>> batches = new ArrayList<>();
    List<Set<String>> touched = new ArrayList<>();
    for (Row row : rows) {
      Set<String> touches = touches(row);
      int batch = 0;
      while (batch < batches.size() && !fits(touches, touched.get(batch))) {
        batch++;
      }
      if (batch == batches.size()) {
        batches.add(new ArrayList<>());
        touched.add(new HashSet<>());
      }
      batches.get(batch).add(row);
      touched.get(batch).addAll(touches);
    }
    return batches.stream().map(Batch::new).toList();
  }

  private static boolean fits(Set<String> touches, Set<String> others) {
    return others.isEmpty()
        || (!touches.contains(ALL)
            && !others.contains(ALL)
            && others.stream().noneMatch(touches::contains));
  }

  /** The rules and the hosts that a row is about. */
  private static Set<String> touches(Row row) {
    Set<String> touches = new HashSet<>(row.changed().apply(Map.of()).keySet());
    for (String fault : row.faults()) {
      List<String> parts = List.of(fault.split(":"));
      Optional<String> host = parts.stream().skip(1).filter(part -> part.contains(".")).findFirst();
      touches.add(host.orElseGet(() -> HOSTS.getOrDefault(fault, ALL)));
    }
    return touches;
  }
}
