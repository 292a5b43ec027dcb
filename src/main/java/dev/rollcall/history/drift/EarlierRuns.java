package dev.rollcall.history.drift;

import dev.rollcall.history.entry.Baseline;
import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.RuleState;
import dev.rollcall.model.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The earlier runs that a run is compared with, beside the baseline.
 *
 * @param recent earlier entries, oldest first
 */
record EarlierRuns(Baseline baseline, List<JournalEntry> recent) {
  /** The entries that have every rule. */
  List<JournalEntry> whole() {
    return recent.stream().filter(EarlierRuns::isWhole).toList();
  }

  /** The entries that say something of a rule, oldest first. */
  List<JournalEntry> seen(String rule) {
    return recent.stream()
        .filter(entry -> isWhole(entry) || entry.rules().containsKey(rule))
        .toList();
  }

  /** Whether a rule's absence from an entry means that the rule did not exist. */
  static boolean isWhole(JournalEntry entry) {
    return !entry.narrowed() && !entry.interrupted();
  }

  /** The rule's changes in the newest of these entries, if it refers to this baseline. */
  List<JournalEntry.Noted> noted(String rule, List<JournalEntry> seen) {
    return seen.isEmpty() || !comparable(last(seen))
        ? List.of()
        : last(seen).changes().stream().filter(one -> one.change().rule().equals(rule)).toList();
  }

  /** Whether an entry was compared with the same baseline. */
  boolean comparable(JournalEntry entry) {
    return entry.baseline().equals(baseline.basis().run());
  }

  /**
   * When a change that was never reported began: the first of the newest entries that all have it.
   *
   * @param seen the entries that say something of the rule, oldest first
   * @return empty if the newest entry does not have it
   */
  Optional<Instant> began(Change change, List<JournalEntry> seen) {
    Optional<Instant> began = Optional.empty();
    for (int i = seen.size() - 1; i >= 0 && has(seen.get(i), change); i--) {
      began = Optional.of(seen.get(i).at());
    }
    return began;
  }

  private boolean has(JournalEntry entry, Change change) {
    String rule = change.rule();
    RuleState was = baseline.rules().get(rule);
    RuleState then = entry.rules().get(rule);
    if (!comparable(entry)) {
      return false;
    }
    if (then == null) {
      return was != null && isWhole(entry) && Comparison.removed(rule, was).equals(change);
    }
    return was == null
        ? Comparison.added(rule, then, entry.rollcall()).equals(change)
        : Comparison.of(rule, was, then, baseline.networks()).stream()
            .anyMatch(one -> one.concerns(change) && Comparison.same(one, change));
  }

  /** The newest entry. */
  static JournalEntry last(List<JournalEntry> entries) {
    return entries.get(entries.size() - 1);
  }

  /** The rule's changes in the previous run; with another baseline, they are computed again. */
  Optional<JournalEntry.Noted> prior(
      Change change, String rule, List<JournalEntry> seen, List<JournalEntry.Noted> before) {
    if (seen.isEmpty() || comparable(last(seen))) {
      return before.stream().filter(one -> one.change().concerns(change)).findFirst();
    }
    Optional<JournalEntry.Noted> said =
        last(seen).changes().stream()
            .filter(one -> one.change().concerns(change))
            .filter(one -> one.stands() && Comparison.same(one.change(), change))
            .findFirst();
    if (said.isPresent()) {
      return said;
    }
    RuleState was = baseline.rules().get(rule);
    RuleState then = last(seen).rules().get(rule);
    if (was == null || then == null) {
      return Optional.empty();
    }
    return Comparison.of(rule, was, then, baseline.networks()).stream()
        .filter(change::concerns)
        .findFirst()
        .map(one -> new JournalEntry.Noted(one, last(seen).at(), true, false));
  }
}
