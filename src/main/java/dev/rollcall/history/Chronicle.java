package dev.rollcall.history;

import dev.rollcall.model.Drift;
import dev.rollcall.model.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Keeps a run in the history and says how it differs from the baseline; holds the lock. */
public final class Chronicle implements AutoCloseable {
  private final Recorder recorder;
  private final Series series;
  private final Optional<Baseline> baseline;
  private final List<Entry> recent;

  private Chronicle(Recorder recorder, Series series) throws IOException {
    this.recorder = recorder;
    this.series = series;
    this.baseline = recorder.archive().baseline(series);
    this.recent = recorder.archive().last(series, Drifting.LOOK_BACK);
  }

  /**
   * Takes the lock and reads what a run will be compared with.
   *
   * @param doing what this process does, for whoever meets the lock
   * @throws HeldException if another run holds the lock
   * @throws IOException with a sentence for the user that names the file and the remedy
   */
  public static Chronicle open(Path folder, String doing, Series series)
      throws IOException, HeldException {
    Recorder recorder = Recorder.open(folder, doing);
    try {
      return new Chronicle(recorder, series);
    } catch (IOException e) {
      recorder.close();
      throw e;
    }
  }

  /**
   * Keeps the run, prunes the oldest ones, and compares. The first whole run of a series becomes
   * its baseline.
   *
   * @param narrowed whether only some rules were asked for
   * @param keep what older runs must not exceed
   * @return empty if there was nothing to compare with
   * @throws IOException with a sentence for the user, if the run could not be kept
   */
  public Optional<Drift> record(Run run, boolean narrowed, Keep keep) throws IOException {
    Entry entry = Digest.entry(recorder.id(run.startedAt(), series.vantage()), run, narrowed);
    if (baseline.isEmpty()) {
      boolean whole = !narrowed && !run.interrupted();
      Baseline first = Baselines.first(entry);
      recorder.append(whole ? Drifting.of(first, List.of(), entry).entry() : entry, run);
      if (whole) {
        recorder.save(first);
      }
      return Optional.empty();
    }
    Drifting.Result result = Drifting.of(baseline.get(), recent, entry);
    recorder.append(result.entry(), run);
    Baseline learned = Baselines.learned(baseline.get(), result.entry());
    if (!learned.equals(baseline.get())) {
      recorder.save(learned);
    }
    if (isFirstOfItsDay(entry)) {
      recorder.prune(keep, Instant.now());
    }
    return Optional.of(result.drift());
  }

  /** Once a day is often enough to look through all that is kept. */
  private boolean isFirstOfItsDay(Entry entry) {
    return recent.isEmpty() || !day(recent.get(recent.size() - 1).at()).equals(day(entry.at()));
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  @Override
  public void close() throws IOException {
    recorder.close();
  }
}
