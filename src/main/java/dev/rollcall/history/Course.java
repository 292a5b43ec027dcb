package dev.rollcall.history;

import dev.rollcall.model.Change;
import dev.rollcall.model.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How one thing of a rule went over the last runs, this run's state the last of them. */
final class Course {
  /** So many of the last runs are looked at. */
  static final int RUNS = 12;

  /** So often it has to turn for it to be called flapping. */
  private static final int TURNS = 4;

  /** So many runs it has to stay as it is to be called settled. */
  private static final int CALM = 6;

  private Course() {}

  /**
   * Whether it goes to and fro.
   *
   * @param states what it was in each run, oldest first
   * @param before whether it was called flapping in the run before
   */
  static boolean flaps(List<String> states, boolean before) {
    List<String> last = tail(states, before ? CALM : RUNS);
    int turns = 0;
    for (int i = 1; i < last.size(); i++) {
      turns += last.get(i).equals(last.get(i - 1)) ? 0 : 1;
    }
    return before ? turns > 0 || last.size() < CALM : turns >= TURNS;
  }

  /** What it was in each run: what was said of it, or nothing where it was as in the baseline. */
  static List<String> states(Change about, List<Entry> recent, boolean stands) {
    List<String> states = new ArrayList<>();
    for (Entry entry : recent) {
      states.add(
          entry.changes().stream()
              .filter(noted -> noted.stands() && noted.change().concerns(about))
              .map(noted -> noted.change().now())
              .findFirst()
              .orElse(""));
    }
    states.add(stands ? about.now() : "");
    return states;
  }

  /** The rule's statuses, for people. */
  static List<Status> statuses(String rule, List<Entry> recent, Optional<RuleState> now) {
    List<Status> statuses = new ArrayList<>();
    recent.stream()
        .map(entry -> Optional.ofNullable(entry.rules().get(rule)))
        .flatMap(Optional::stream)
        .map(RuleState::status)
        .forEach(statuses::add);
    now.ifPresent(state -> statuses.add(state.status()));
    return tail(statuses, RUNS);
  }

  private static <T> List<T> tail(List<T> list, int count) {
    return list.subList(Math.max(0, list.size() - count), list.size());
  }
}
