package dev.rollcall.history.entry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import dev.rollcall.model.Change;
import dev.rollcall.model.Past;
import dev.rollcall.model.Status;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One run in the journal, a line of JSON: enough to compare it with any other.
 *
 * @param run its id, which also names the stored run document
 * @param at when the run began
 * @param rollcall the version that made it
 * @param narrowed whether the run checked only some rules, so that the absence of others means
 *     nothing
 * @param rules by id, in the order of the catalogue; only finished ones
 * @param baseline id of the run that {@code changes} refers to
 * @param changes every change from the baseline in this run
 */
public record JournalEntry(
    String run,
    Instant at,
    @JsonUnwrapped Series series,
    String rollcall,
    String host,
    Status status,
    boolean interrupted,
    boolean narrowed,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) Map<String, RuleState> rules,
    String baseline,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) List<Noted> changes) {
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

  /** What reports show of it. */
  public Past.Moment moment() {
    Map<String, Past.State> states = new HashMap<>();
    rules.forEach((id, rule) -> states.put(id, new Past.State(rule.status(), rule.answer())));
    return new Past.Moment(at, states);
  }

  /** How many of its rules fail. */
  public long failing() {
    return rules.values().stream().filter(rule -> rule.status() == Status.FAIL).count();
  }

  /** The same run, compared with a baseline. */
  public JournalEntry compared(String with, List<Noted> found) {
    return new JournalEntry(
        run, at, series, rollcall, host, status, interrupted, narrowed, rules, with, found);
  }

  /**
   * A stored change.
   *
   * @param since start of the first run with this change
   * @param stands false if the change is over and is only stored because it flaps
   * @param flapping whether it counts as flapping
   */
  public record Noted(
      @JsonUnwrapped Change change, Instant since, boolean stands, boolean flapping) {
    public Noted {
      Objects.requireNonNull(change);
      Objects.requireNonNull(since);
    }
  }
}
