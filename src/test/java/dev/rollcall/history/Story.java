package dev.rollcall.history;

import dev.rollcall.model.Drift;
import dev.rollcall.model.Status;
import dev.rollcall.model.Vantage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A history as it grows: each run is compared, noted and learned from, as a real one is. */
final class Story {
  static final Series SERIES = new Series("appsanywhere", Vantage.APPSANYWHERE);
  static final Instant BEGIN = Instant.parse("2026-11-23T04:00:00Z");
  static final Duration STEP = Duration.ofMinutes(5);

  private final List<Entry> entries = new ArrayList<>();
  private Baseline baseline;

  Story(Map<String, RuleState> first) {
    Entry entry = entry(first, false);
    baseline = Baselines.first(entry);
    entries.add(Drifting.of(baseline, List.of(), entry).entry());
  }

  /** A run that looked at every rule. */
  Drift run(Map<String, RuleState> rules) {
    return run(entry(rules, false));
  }

  /** A run that looked at some rules only. */
  Drift only(Map<String, RuleState> rules) {
    return run(entry(rules, true));
  }

  private Drift run(Entry entry) {
    List<Entry> recent =
        entries.subList(Math.max(0, entries.size() - Drifting.LOOK_BACK), entries.size());
    Drifting.Result result = Drifting.of(baseline, recent, entry);
    entries.add(result.entry());
    baseline = Baselines.learned(baseline, result.entry());
    return result.drift();
  }

  void accept() {
    Entry last = entries.get(entries.size() - 1);
    baseline =
        Baselines.accepted(
            last,
            Optional.of(baseline),
            entries.subList(0, entries.size() - 1),
            new Drift.Acceptance("ada", last.at().plusSeconds(60)));
  }

  Baseline baseline() {
    return baseline;
  }

  Entry last() {
    return entries.get(entries.size() - 1);
  }

  private Entry entry(Map<String, RuleState> rules, boolean narrowed) {
    Instant at = BEGIN.plus(STEP.multipliedBy(entries.size()));
    return new Entry(
        "run-" + entries.size(),
        at,
        SERIES,
        "1.2.3",
        "appsanywhere01",
        Status.PASS,
        false,
        narrowed,
        new LinkedHashMap<>(rules),
        "",
        List.of());
  }
}
