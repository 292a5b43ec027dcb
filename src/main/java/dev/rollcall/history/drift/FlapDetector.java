package dev.rollcall.history.drift;

import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.RuleState;
import dev.rollcall.model.Change;
import dev.rollcall.model.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The states of one aspect of a rule over the last runs, including this one. */
final class FlapDetector {
  /** How many of the last runs are considered. */
  static final int RUNS = 12;

  /** How often it must return to an earlier state to count as flapping. */
  private static final int RETURNS = 3;

  /** How many runs it must stay the same to count as settled. */
  private static final int CALM = 6;

  private FlapDetector() {}

  /**
   * Whether it is flapping.
   *
   * @param states its state in each run, oldest first
   * @param before whether it was flapping in the previous run
   */
  static boolean flaps(List<String> states, boolean before) {
    if (before) {
      List<String> last = last(states, CALM);
      return last.size() < CALM || last.stream().distinct().count() > 1;
    }
    List<String> last = last(states, RUNS);
    Set<String> seen = new HashSet<>();
    int returns = 0;
    boolean turned = false;
    for (int i = 0; i < last.size(); i++) {
      turned = i > 0 && !last.get(i).equals(last.get(i - 1));
      returns += !seen.add(last.get(i)) && turned ? 1 : 0;
    }
    return turned && returns >= RETURNS;
  }

  /** Its state in each run: the change that was there, or empty if it was as in the baseline. */
  static List<String> states(Change about, List<JournalEntry> recent, boolean stands) {
    List<String> states = new ArrayList<>();
    for (JournalEntry entry : recent) {
      states.add(
          entry.changes().stream()
              .filter(noted -> noted.stands() && noted.change().concerns(about))
              .map(noted -> Comparison.compared(noted.change()))
              .findFirst()
              .orElse(""));
    }
    states.add(stands ? Comparison.compared(about) : "");
    return states;
  }

  /** The rule's statuses, for people. */
  static List<Status> statuses(String rule, List<JournalEntry> recent, Optional<RuleState> now) {
    List<Status> statuses = new ArrayList<>();
    recent.stream()
        .map(entry -> Optional.ofNullable(entry.rules().get(rule)))
        .flatMap(Optional::stream)
        .map(RuleState::status)
        .forEach(statuses::add);
    now.ifPresent(state -> statuses.add(state.status()));
    return last(statuses, RUNS);
  }

  /** At most this number, from the end. */
  static <T> List<T> last(List<T> list, int count) {
    return list.subList(Math.max(0, list.size() - count), list.size());
  }
}
