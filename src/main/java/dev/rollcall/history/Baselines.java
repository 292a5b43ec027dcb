package dev.rollcall.history;

import dev.rollcall.model.Change;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes baselines of runs: pure functions. */
final class Baselines {
  /** More networks than a name will ever answer from; the memory must not grow for years. */
  private static final int MOST_NETWORKS = 256;

  private Baselines() {}

  /** The first run of a history, until a person accepts one. */
  static Baseline first(Entry entry) {
    return learned(made(entry, entry.rules(), Map.of(), Map.of(), Optional.empty()), entry);
  }

  /**
   * A run that a person accepts.
   *
   * @param old the baseline until now, whose networks stay known; a run of only some rules changes
   *     only those
   * @param recent entries up to that of the run, oldest first: what they saw of rotating names is
   *     accepted too, and their times are the usual ones
   */
  static Baseline accepted(
      Entry entry, Optional<Baseline> old, List<Entry> recent, Drift.Acceptance by) {
    Map<String, RuleState> rules = new LinkedHashMap<>();
    if (entry.narrowed()) {
      old.ifPresent(before -> rules.putAll(before.rules()));
    }
    rules.putAll(entry.rules());
    Map<String, Set<String>> networks = new TreeMap<>();
    old.ifPresent(
        before -> before.networks().forEach((host, known) -> known(networks, host).addAll(known)));
    List<Entry> seen = new ArrayList<>(recent);
    seen.add(entry);
    seen.forEach(one -> one.rules().values().forEach(state -> networks(state, networks)));
    Map<String, List<String>> lists = new TreeMap<>();
    networks.forEach(
        (host, known) -> lists.put(host, known.stream().limit(MOST_NETWORKS).toList()));
    Baseline made = made(entry, rules, lists, Map.of(), Optional.of(by));
    for (Entry one : seen.subList(Math.max(0, seen.size() - Baseline.Habit.ENOUGH), seen.size())) {
      made = learned(made, one);
    }
    return made;
  }

  private static Baseline made(
      Entry entry,
      Map<String, RuleState> rules,
      Map<String, List<String>> networks,
      Map<String, Baseline.Habit> habits,
      Optional<Drift.Acceptance> by) {
    Drift.Basis basis = new Drift.Basis(entry.run(), entry.at(), by);
    return new Baseline(entry.series(), basis, rules, networks, habits);
  }

  private static void networks(RuleState state, Map<String, Set<String>> networks) {
    if (state.rotating()) {
      state.addresses().forEach((host, found) -> known(networks, host).addAll(Networks.of(found)));
    }
  }

  private static Set<String> known(Map<String, Set<String>> networks, String host) {
    return networks.computeIfAbsent(host, any -> new TreeSet<>());
  }

  /** Adds the run's times to habits that are not settled yet, of rules that work. */
  static Baseline learned(Baseline baseline, Entry entry) {
    Map<String, Baseline.Habit> habits = new TreeMap<>(baseline.habits());
    entry
        .rules()
        .forEach(
            (rule, state) -> {
              boolean works = state.status() == Status.PASS || state.status() == Status.WARN;
              if (works && entry.changes().stream().noneMatch(noted -> slow(rule, noted))) {
                habits.merge(rule, habit(state), Baselines::joined);
              }
            });
    return new Baseline(
        baseline.series(), baseline.basis(), baseline.rules(), baseline.networks(), habits);
  }

  private static boolean slow(String rule, Entry.Noted noted) {
    return noted.change().rule().equals(rule) && noted.change().aspect() == Change.Aspect.LATENCY;
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
