package dev.rollcall.history;

import dev.rollcall.history.drift.Baselines;
import dev.rollcall.history.drift.DriftAnalysis;
import dev.rollcall.history.entry.Baseline;
import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.RuleState;
import dev.rollcall.history.entry.Series;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.Vantage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A history as it grows: each run is compared, noted and learned from, as a real one is. */
public final class Story {
  public static final Series SERIES = new Series("appsanywhere", Vantage.APPSANYWHERE);
  public static final Instant BEGIN = Instant.parse("2026-11-23T04:00:00Z");
  public static final Duration STEP = Duration.ofMinutes(5);

  private final List<JournalEntry> entries = new ArrayList<>();
  private Baseline baseline;

  public Story(Map<String, RuleState> first) {
    JournalEntry entry = entry(first, false);
    baseline = Baselines.first(entry);
    entries.add(DriftAnalysis.of(baseline, List.of(), entry).entry());
  }

  /** A run that looked at every rule. */
  public Drift run(Map<String, RuleState> rules) {
    return run(entry(rules, false));
  }

  /** A run that looked at some rules only. */
  public Drift only(Map<String, RuleState> rules) {
    return run(entry(rules, true));
  }

  /** A run of whose changes nobody could be told. */
  public Drift unsaid(Map<String, RuleState> rules) {
    JournalEntry entry = entry(rules, false);
    DriftAnalysis.Result result = DriftAnalysis.of(baseline, List.copyOf(entries), entry);
    entries.add(result.unsaid());
    return result.drift();
  }

  private Drift run(JournalEntry entry) {
    List<JournalEntry> recent =
        entries.subList(Math.max(0, entries.size() - DriftAnalysis.LOOK_BACK), entries.size());
    DriftAnalysis.Result result = DriftAnalysis.of(baseline, recent, entry);
    entries.add(result.entry());
    baseline = Baselines.learned(baseline, result.entry());
    return result.drift();
  }

  public void accept() {
    JournalEntry last = entries.get(entries.size() - 1);
    baseline =
        Baselines.accepted(
            last,
            Optional.of(baseline),
            entries.subList(0, entries.size() - 1),
            new Drift.Acceptance("ada", last.at().plusSeconds(60)));
  }

  public Baseline baseline() {
    return baseline;
  }

  JournalEntry last() {
    return entries.get(entries.size() - 1);
  }

  private JournalEntry entry(Map<String, RuleState> rules, boolean narrowed) {
    Instant at = BEGIN.plus(STEP.multipliedBy(entries.size()));
    return new JournalEntry(
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
