package dev.rollcall.history;

import dev.rollcall.document.RunDocument;
import dev.rollcall.history.drift.Baselines;
import dev.rollcall.history.drift.Digest;
import dev.rollcall.history.drift.DriftAnalysis;
import dev.rollcall.history.entry.Baseline;
import dev.rollcall.history.entry.EntryJson;
import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.RunId;
import dev.rollcall.history.entry.Series;
import dev.rollcall.history.store.HeldException;
import dev.rollcall.history.store.Recorder;
import dev.rollcall.history.store.Retention;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Past;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stores a run in the history and compares it with the baseline; holds the history's lock. */
public final class Chronicle implements AutoCloseable {
  private final Recorder recorder;
  private final Series series;
  private final Set<String> volatileFacts;
  private final Optional<Baseline> baseline;
  private final List<JournalEntry> recent;

  private Chronicle(Recorder recorder, Series series, Set<String> volatileFacts)
      throws IOException {
    this.recorder = recorder;
    this.series = series;
    this.volatileFacts = volatileFacts;
    this.baseline = recorder.archive().baseline(series);
    this.recent = recorder.archive().last(series, DriftAnalysis.LOOK_BACK);
  }

  /**
   * Takes the lock and reads the baseline and the last entries.
   *
   * @param doing what this process does, for the message to others that want the lock
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

  /** A run that was compared with the baseline, and is not stored yet. */
  public final class Compared {
    private final Run run;
    private final JournalEntry bare;
    private final boolean first;
    private final Optional<Baseline> against;
    private final Optional<DriftAnalysis.Result> result;

    private Compared(Run run, JournalEntry bare, boolean first) {
      this.run = run;
      this.bare = bare;
      this.first = first;
      this.against = first ? Optional.of(Baselines.first(bare)) : baseline;
      this.result =
          against.map(
              known -> DriftAnalysis.of(known, first ? List.<JournalEntry>of() : recent, bare));
    }

    /** How the run differs from the baseline; empty if there was nothing to compare with. */
    public Optional<Drift> drift() {
      return first ? Optional.empty() : result.map(DriftAnalysis.Result::drift);
    }

    /** Whether the series has a baseline, or gets this run as one when it is kept. */
    public boolean hasBaseline() {
      return against.isPresent();
    }

    /** Whether it is the first complete run, which becomes the baseline when it is kept. */
    public boolean first() {
      return first;
    }

    /** How many of its rules fail. */
    public long failing() {
      return bare.failing();
    }

    /** What is known of the last runs and of this one. */
    public Past past() {
      List<Past.Moment> moments = new ArrayList<>();
      recent.stream()
          .skip(Math.max(0, recent.size() - (DriftAnalysis.LOOK_BACK - 1)))
          .forEach(entry -> moments.add(entry.moment()));
      moments.add(bare.moment());
      return new Past(drift(), moments);
    }

    /**
     * Stores the run; the first run of a day also prunes the oldest ones. The first complete run of
     * a series becomes its baseline.
     *
     * @param said whether the changes were shown; if not, or if the run cannot be stored, the next
     *     run reports them again
     * @param begins whether the run may become the baseline: not if a notification of it was due
     *     and reached no one, so that the next run is the first again
     * @param keep limits for stored runs
     * @return what went wrong, a sentence each
     */
    public List<String> keep(boolean said, boolean begins, Retention keep) {
      JournalEntry entry =
          result
              .map(said ? DriftAnalysis.Result::entry : DriftAnalysis.Result::unsaid)
              .orElse(bare);
      List<String> failures = new ArrayList<>();
      try {
        recorder.append(entry, run);
        learn(against.filter(any -> !first || begins), first, entry, keep, failures);
      } catch (IOException e) {
        failures.add("the run could not be stored in the history: " + e.getMessage());
      }
      return failures;
    }
  }

  /**
   * Compares the run with the baseline; writes nothing.
   *
   * @param narrowed whether the run checked only some rules
   */
  public Compared compare(Run run, boolean narrowed) {
    JournalEntry bare =
        Digest.entry(recorder.id(run.startedAt(), series.vantage()), run, narrowed, volatileFacts);
    return new Compared(run, bare, isFirst(run, narrowed));
  }

  /** What to do after a run was stored. */
  private void learn(
      Optional<Baseline> against,
      boolean first,
      JournalEntry entry,
      Retention keep,
      List<String> failures) {
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
   * Compares and serialises everything that would be stored, and writes nothing.
   *
   * @throws RuntimeException or an Error, if a defect of Rollcall prevents the run or one of its
   *     rules from being stored or compared
   */
  public void rehearse(Run run, boolean narrowed) {
    JournalEntry bare =
        Digest.entry(
            RunId.after(RunId.NONE, run.startedAt(), run.origin().vantage()),
            run,
            narrowed,
            volatileFacts);
    Optional<DriftAnalysis.Result> result = new Compared(run, bare, isFirst(run, narrowed)).result;
    EntryJson.write(result.map(DriftAnalysis.Result::entry).orElse(bare));
    serialise(run);
    for (RuleResult rule : run.results()) {
      Optional<Throwable> defect =
          result.map(DriftAnalysis.Result::defects).map(all -> all.get(rule.rule().id()));
      if (defect.orElse(null) instanceof Error error) {
        throw error;
      }
      if (defect.orElse(null) instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  private static void serialise(Run run) {
    try {
      RunDocument.write(run, OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isFirst(Run run, boolean narrowed) {
    return baseline.isEmpty() && !narrowed && !run.interrupted();
  }

  /** Once a day is often enough to look through all stored runs. */
  private boolean isFirstOfItsDay(JournalEntry entry) {
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
