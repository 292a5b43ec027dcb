package dev.rollcall.history.drift;

import dev.rollcall.history.entry.Baseline;
import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.RuleState;
import dev.rollcall.model.Change;
import dev.rollcall.model.Drift;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Makes baselines from runs: pure functions. */
public final class Baselines {
  /** The most networks that are stored for a name. */
  private static final int MOST_NETWORKS = 256;

  private Baselines() {}

  /** The baseline from the first complete run of a history, until a person accepts another run. */
  public static Baseline first(JournalEntry entry) {
    return learned(made(entry, entry.rules(), Map.of(), Map.of(), Optional.empty()), entry);
  }

  /**
   * The baseline from a run that a person accepts.
   *
   * @param old the previous baseline, whose networks stay known; a run of only some rules changes
   *     only those
   * @param recent entries up to that of the run, oldest first: the addresses they saw for rotating
   *     names are accepted too, and their times become the usual ones
   */
  public static Baseline accepted(
      JournalEntry entry, Optional<Baseline> old, List<JournalEntry> recent, Drift.Acceptance by) {
    Map<String, RuleState> rules = new LinkedHashMap<>();
    if (entry.narrowed()) {
      old.ifPresent(before -> rules.putAll(before.rules()));
    }
    rules.putAll(entry.rules());
    Map<String, Set<String>> networks = new TreeMap<>();
    old.ifPresent(
        before -> before.networks().forEach((host, known) -> known(networks, host).addAll(known)));
    List<JournalEntry> seen = new ArrayList<>(recent);
    seen.add(entry);
    for (JournalEntry one : seen) {
      one.rules().forEach((rule, state) -> networks(entry, rule, state, networks));
    }
    entry.changes().stream()
        .filter(JournalEntry.Noted::stands)
        .map(JournalEntry.Noted::change)
        .forEach(change -> network(change, networks));
    Map<String, List<String>> lists = new TreeMap<>();
    networks.forEach(
        (host, known) -> lists.put(host, known.stream().limit(MOST_NETWORKS).toList()));
    Map<String, Baseline.Habit> habits = new TreeMap<>();
    old.ifPresent(before -> habits.putAll(before.habits()));
    habits.keySet().removeIf(rule -> !entry.narrowed() || entry.rules().containsKey(rule));
    for (JournalEntry one : FlapDetector.last(seen, Baseline.Habit.ENOUGH)) {
      // A time that became slower is accepted as it is now, without older times.
      learn(
          one,
          rule -> entry.rules().containsKey(rule) && slow(rule, one) == slow(rule, entry),
          habits);
    }
    return made(entry, rules, lists, habits, Optional.of(by));
  }

  private static Baseline made(
      JournalEntry entry,
      Map<String, RuleState> rules,
      Map<String, List<String>> networks,
      Map<String, Baseline.Habit> habits,
      Optional<Drift.Acceptance> by) {
    Drift.Basis basis = new Drift.Basis(entry.run(), entry.at(), by);
    return new Baseline(entry.series(), basis, rules, networks, habits);
  }

  private static void networks(
      JournalEntry accepted, String rule, RuleState state, Map<String, Set<String>> networks) {
    if (state.rotating() && accepted.rules().containsKey(rule)) {
      state.addresses().forEach((host, found) -> known(networks, host).addAll(Networks.of(found)));
    }
  }

  /** Adds the network that a change of addresses names. */
  private static void network(Change change, Map<String, Set<String>> networks) {
    int blank = change.subject().indexOf(' ');
    if (change.aspect() == Change.Aspect.ADDRESSES && blank > 0) {
      known(networks, change.subject().substring(0, blank))
          .add(change.subject().substring(blank + 1));
    }
  }

  private static Set<String> known(Map<String, Set<String>> networks, String host) {
    return networks.computeIfAbsent(host, any -> new TreeSet<>());
  }

  /** Adds the run's times to incomplete habits of rules that work and have not become slower. */
  public static Baseline learned(Baseline baseline, JournalEntry entry) {
    Map<String, Baseline.Habit> habits = new TreeMap<>(baseline.habits());
    learn(entry, rule -> !slow(rule, entry), habits);
    return new Baseline(
        baseline.series(), baseline.basis(), baseline.rules(), baseline.networks(), habits);
  }

  private static void learn(
      JournalEntry entry, Predicate<String> wanted, Map<String, Baseline.Habit> habits) {
    entry
        .rules()
        .forEach(
            (rule, state) -> {
              if (state.status().works() && wanted.test(rule)) {
                habits.merge(rule, habit(state), Baselines::joined);
              }
            });
  }

  /** Whether a slower time is among the run's changes. */
  private static boolean slow(String rule, JournalEntry entry) {
    return entry.changes().stream()
        .map(JournalEntry.Noted::change)
        .anyMatch(one -> one.rule().equals(rule) && one.aspect() == Change.Aspect.LATENCY);
  }

  private static Baseline.Habit habit(RuleState state) {
    return new Baseline.Habit(
        state.connect().map(List::of).orElse(List.of()),
        state.answer().map(List::of).orElse(List.of()));
  }

  private static Baseline.Habit joined(Baseline.Habit before, Baseline.Habit more) {
    return new Baseline.Habit(
        joined(before.connect(), more.connect()), joined(before.answer(), more.answer()));
  }

  private static List<Duration> joined(List<Duration> before, List<Duration> more) {
    List<Duration> all = new ArrayList<>(before);
    all.addAll(more);
    return all.subList(0, Math.min(all.size(), Baseline.Habit.ENOUGH));
  }
}
