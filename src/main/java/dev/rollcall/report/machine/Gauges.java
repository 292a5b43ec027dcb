package dev.rollcall.report.machine;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects metrics by name. A name keeps the help text of its first sample. */
final class Gauges {
  private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
  private final Map<String, InfoSnapshot.Builder> infos = new LinkedHashMap<>();

  void add(String name, String help, Labels labels, double value) {
    gauges
        .computeIfAbsent(name, key -> GaugeSnapshot.builder().name(key).help(help))
        .dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
  }

  /**
   * A sample of value 1 whose labels carry the information.
   *
   * @param name without {@code _info}
   */
  void info(String name, String help, Labels labels) {
    infos
        .computeIfAbsent(name, key -> InfoSnapshot.builder().name(key).help(help))
        .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build());
  }

  /** All of them, sorted by name. */
  MetricSnapshots snapshots() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    gauges.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
    infos.values().forEach(info -> all.metricSnapshot(info.build()));
    return all.build();
  }
}
