package dev.rollcall.history;

import dev.rollcall.history.drift.Baselines;
import dev.rollcall.history.drift.DriftAnalysis;
import dev.rollcall.history.entry.Baseline;
import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.Series;
import dev.rollcall.history.store.Archive;
import dev.rollcall.history.store.Recorder;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Past;
import dev.rollcall.model.Status;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Compares stored runs, and sets the baseline. */
public final class Drifts {
  private Drifts() {}

  /**
   * A comparison.
   *
   * @param status of the newer run
   */
  public record Compared(Drift drift, Status status) {}

  /**
   * The latest run of a series against its baseline.
   *
   * @return empty if there is no run or no baseline yet
   * @throws IOException with a sentence for the user
   */
  public static Optional<Compared> latest(Archive archive, Series series) throws IOException {
    return latest(archive, series, archive.last(series, DriftAnalysis.LOOK_BACK));
  }

  private static Optional<Compared> latest(
      Archive archive, Series series, List<JournalEntry> entries) throws IOException {
    Optional<Baseline> baseline = archive.baseline(series);
    if (baseline.isEmpty() || entries.isEmpty()) {
      return Optional.empty();
    }
    JournalEntry latest = entries.get(entries.size() - 1);
    List<JournalEntry> before = entries.subList(0, entries.size() - 1);
    Drift drift = DriftAnalysis.of(baseline.get(), before, latest).drift();
    return Optional.of(new Compared(drift, latest.status()));
  }

  /**
   * The runs of a series up to the latest one.
   *
   * @param run id of the latest
   */
  public record Latest(String run, Past past) {}

  /**
   * What is known of the latest run of a series and of those before it; empty if there is none.
   *
   * @throws IOException with a sentence for the user
   */
  public static Optional<Latest> past(Archive archive, Series series) throws IOException {
    List<JournalEntry> entries = archive.last(series, DriftAnalysis.LOOK_BACK);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    JournalEntry latest = entries.get(entries.size() - 1);
    Optional<Drift> drift = latest(archive, series, entries).map(Compared::drift);
    return Optional.of(
        new Latest(
            latest.run(), new Past(drift, entries.stream().map(JournalEntry::moment).toList())));
  }

  /** Compares a run with an older one in place of the baseline; times are not compared. */
  public static Compared between(JournalEntry older, JournalEntry newer) {
    Drift drift = DriftAnalysis.of(Baselines.first(older), List.of(), newer).drift();
    return new Compared(drift, newer.status());
  }

  /**
   * Makes a run the baseline of its series.
   *
   * @param entry of the run
   * @param by who accepts it
   * @throws IOException with a sentence for the user
   * @throws IllegalArgumentException if the run was interrupted
   */
  public static void accept(Recorder recorder, JournalEntry entry, String by) throws IOException {
    if (entry.interrupted()) {
      throw new IllegalArgumentException("an interrupted run cannot be a baseline");
    }
    Archive archive = recorder.archive();
    List<JournalEntry> recent =
        archive.last(entry.series(), DriftAnalysis.LOOK_BACK).stream()
            .filter(one -> one.at().isBefore(entry.at()))
            .toList();
    Optional<Baseline> old = archive.baseline(entry.series());
    recorder.save(Baselines.accepted(entry, old, recent, new Drift.Acceptance(by, Instant.now())));
  }
}
