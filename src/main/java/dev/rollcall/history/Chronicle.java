package dev.rollcall.history;

import dev.rollcall.model.Drift;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.report.RunDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps a run in the history and says how it differs from the baseline; holds the lock. */
public final class Chronicle implements AutoCloseable {
  private final Recorder recorder;
  private final Series series;
  private final Set<String> volatileFacts;
  private final Optional<Baseline> baseline;
  private final List<Entry> recent;

  private Chronicle(Recorder recorder, Series series, Set<String> volatileFacts)
      throws IOException {
    this.recorder = recorder;
    this.series = series;
    this.volatileFacts = volatileFacts;
    this.baseline = recorder.archive().baseline(series);
    this.recent = recorder.archive().last(series, Drifting.LOOK_BACK);
  }

  /**
   * Takes the lock and reads what a run will be compared with.
   *
   * @param doing what this process does, for whoever meets the lock
   * @param volatileFacts names of facts that differ although nothing changed; they are not compared
   * @throws HeldException if another run holds the lock
   * @throws IOException with a sentence for the user that names the file and the remedy
   */
  public static Chronicle open(Path folder, String doing, Series series, Set<String> volatileFacts)
      throws IOException, HeldException {
    Recorder recorder = Recorder.open(folder, doing);
    try {
      return new Chronicle(recorder, series, volatileFacts);
    } catch (IOException e) {
      recorder.close();
      throw e;
    }
  }

  /** A run that was compared with the baseline, and is not kept yet. */
  public final class Compared {
    private final Run run;
    private final Entry bare;
    private final boolean first;
    private final Optional<Baseline> against;
    private final Optional<Drifting.Result> result;

    private Compared(Run run, Entry bare, boolean first) {
      this.run = run;
      this.bare = bare;
      this.first = first;
      this.against = first ? Optional.of(Baselines.first(bare)) : baseline;
      this.result =
          against.map(known -> Drifting.of(known, first ? List.<Entry>of() : recent, bare));
    }

    /** How the run differs from the baseline; empty if there was nothing to compare with. */
    public Optional<Drift> drift() {
      return first ? Optional.empty() : result.map(Drifting.Result::drift);
    }

    /**
     * Keeps the run, and prunes the oldest ones. The first whole run of a series becomes its
     * baseline.
     *
     * @param said whether a person could read the news; if not, or if the run cannot be kept, the
     *     next run says the same news again
     * @param keep what older runs must not exceed
     * @return what went wrong, a sentence each
     */
    public List<String> keep(boolean said, Keep keep) {
      Entry entry =
          result.map(said ? Drifting.Result::entry : Drifting.Result::unsaid).orElse(bare);
      List<String> failures = new ArrayList<>();
      try {
        recorder.append(entry, run);
        learn(against, first, entry, keep, failures);
      } catch (IOException e) {
        failures.add("the run could not be kept in the history: " + e.getMessage());
      }
      return failures;
    }
  }

  /**
   * Compares the run with the baseline; writes nothing.
   *
   * @param narrowed whether only some rules were asked for
   */
  public Compared compare(Run run, boolean narrowed) {
    Entry bare =
        Digest.entry(recorder.id(run.startedAt(), series.vantage()), run, narrowed, volatileFacts);
    return new Compared(run, bare, isFirst(run, narrowed));
  }

  /** What comes after a run that is kept. */
  private void learn(
      Optional<Baseline> against, boolean first, Entry entry, Keep keep, List<String> failures) {
    try {
      if (against.isPresent()) {
        Baseline learned = first ? against.get() : Baselines.learned(against.get(), entry);
        if (!Optional.of(learned).equals(baseline)) {
          recorder.save(learned);
        }
      }
      if (isFirstOfItsDay(entry)) {
        recorder.prune(keep, entry.at());
      }
    } catch (IOException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Compares and makes all that would be kept, and writes nothing.
   *
   * @throws RuntimeException or an Error, where a defect of Rollcall's own keeps the run or one of
   *     its rules from being kept or compared
   */
  public void rehearse(Run run, boolean narrowed) {
    Entry bare =
        Digest.entry(
            RunId.after(RunId.NONE, run.startedAt(), run.vantage()), run, narrowed, volatileFacts);
    Optional<Drifting.Result> result = new Compared(run, bare, isFirst(run, narrowed)).result;
    EntryJson.write(result.map(Drifting.Result::entry).orElse(bare));
    RunDocument.write(run);
    for (RuleResult rule : run.results()) {
      Optional<Throwable> defect =
          result.map(Drifting.Result::defects).map(all -> all.get(rule.rule().id()));
      if (defect.orElse(null) instanceof Error error) {
        throw error;
      }
      if (defect.orElse(null) instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  private boolean isFirst(Run run, boolean narrowed) {
    return baseline.isEmpty() && !narrowed && !run.interrupted();
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
