package dev.rollcall.history.entry;

import dev.rollcall.model.Change;
import dev.rollcall.model.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the journal keeps of one run: enough to compare it with any other, a line of JSON.
 *
 * @param run its id, which also names the stored run document
 * @param at when the run began
 * @param rollcall the version that made it
 * @param narrowed whether only some rules were asked for, so that others' absence says nothing
 * @param rules by id, in the order of the catalogue; only those that were finished
 * @param baseline id of the run that {@code changes} refers to
 * @param changes every change from the baseline that stood in this run
 */
public record JournalEntry(
    String run,
    Instant at,
    Series series,
    String rollcall,
    String host,
    Status status,
    boolean interrupted,
    boolean narrowed,
    Map<String, RuleState> rules,
    String baseline,
    List<Noted> changes) {
  public JournalEntry {
    Objects.requireNonNull(run);
    Objects.requireNonNull(at);
    Objects.requireNonNull(series);
    Objects.requireNonNull(rollcall);
    Objects.requireNonNull(host);
    Objects.requireNonNull(status);
    Objects.requireNonNull(rules);
    Objects.requireNonNull(baseline);
    changes = List.copyOf(changes);
  }

  /** The same run, compared with a baseline. */
  public JournalEntry compared(String with, List<Noted> found) {
    return new JournalEntry(
        run, at, series, rollcall, host, status, interrupted, narrowed, rules, with, found);
  }

  /**
   * A change as it was noted.
   *
   * @param since when the first run began that saw it so
   * @param stands false for one that is only kept because it flaps
   * @param flapping whether it was called flapping
   */
  public record Noted(Change change, Instant since, boolean stands, boolean flapping) {
    public Noted {
      Objects.requireNonNull(change);
      Objects.requireNonNull(since);
    }
  }
}
