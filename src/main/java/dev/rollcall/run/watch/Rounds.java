package dev.rollcall.run.watch;

import dev.rollcall.engine.Gathered;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of every rule, round by round: which rules are watched, their evidence, and what
 * changed. Pure: it is given the results and their times.
 */
final class Rounds {
  private final boolean named;
  private final Function<List<Gathered>, List<RuleResult>> judge;
  private final Map<String, Gathered> gathered = new LinkedHashMap<>();
  private final Map<String, FirstLogins> logins = new HashMap<>();
  private final Map<String, State> states = new HashMap<>();
  private final Map<String, WatchedRule> watched = new LinkedHashMap<>();
  private final List<String> left = new ArrayList<>();
  private List<RuleResult> results;

  /**
   * @param first each rule's evidence of the first round, by itself
   * @param named whether all rules are watched, also while they pass; otherwise only those that
   *     fail or are undecided
   * @param judge decides all rules together
   * @param at when the first round ended
   * @param next when the second one begins, as {@link System#nanoTime} counts
   */
  Rounds(
      Plan plan,
      List<Gathered> first,
      boolean named,
      Function<List<Gathered>, List<RuleResult>> judge,
      Instant at,
      long next) {
    this.named = named;
    this.judge = judge;
    first.forEach(one -> gathered.put(one.rule().id(), one));
    results = judge.apply(first);
    results.forEach(result -> states.put(result.rule().id(), State.of(result)));
    Map<String, State> paths = paths(first);
    for (PlannedRule planned : plan.rules()) {
      String id = planned.rule().id();
      State state = Objects.requireNonNull(states.get(id));
      boolean always = named || isBesideWatched(planned);
      boolean wanted = always || state.status().compareTo(Status.WARN) > 0;
      Optional<Evidence.Probed> probed = probed(gathered.get(id));
      if (!wanted || probed.isEmpty()) {
        continue;
      }
      if (!state.passes() && Objects.requireNonNull(paths.get(id)).passes()) {
        left.add(byLogin(id, state));
        continue;
      }
      logins.put(id, new FirstLogins(account(planned), probed.get()));
      watched.put(id, new WatchedRule(planned, always, state, at, next));
    }
  }

  /** Whether it is compared with a watched rule, which needs evidence of the same time. */
  private boolean isBesideWatched(PlannedRule planned) {
    return planned.rule().judging().expectation() instanceof Expectation.Beside beside
        && watched.containsKey(beside.rule());
  }

  private static Optional<String> account(PlannedRule planned) {
    return planned.work() instanceof Work.Probe probe
        ? probe.login().map(login -> login.account().toString())
        : Optional.empty();
  }

  private static String byLogin(String id, State state) {
    return id + ": " + state.text() + " by its login, which is not repeated: not watched";
  }

  /** The states without the results of logins. */
  private Map<String, State> paths(List<Gathered> first) {
    List<Gathered> without =
        first.stream()
            .map(one -> probed(one).map(e -> with(one, FirstLogins.without(e))).orElse(one))
            .toList();
    Map<String, State> paths = new HashMap<>();
    judge.apply(without).forEach(result -> paths.put(result.rule().id(), State.of(result)));
    return paths;
  }

  /** The watched rules, in the plan's order. */
  List<WatchedRule> watched() {
    return List.copyOf(watched.values());
  }

  /** The rules that are not watched although they do not pass, and why, a line each. */
  List<String> left() {
    return List.copyOf(left);
  }

  /** Whether there is no rule to watch. */
  boolean isEmpty() {
    return watched.values().stream().allMatch(WatchedRule::isLeft);
  }

  /** Whether every watched rule passes; one that is only watched beside another may warn. */
  boolean over() {
    return watched.values().stream()
        .allMatch(rule -> rule.isLeft() || rule.state().passes() || isSettled(rule));
  }

  /** Whether it is watched only beside another rule, and warns at most since that one's change. */
  private boolean isSettled(WatchedRule rule) {
    return !named
        && rule.state().status().compareTo(Status.WARN) <= 0
        && rule.planned().rule().judging().expectation() instanceof Expectation.Beside beside
        && Optional.ofNullable(watched.get(beside.rule()))
            .filter(other -> rule.last().isAfter(other.since()))
            .isPresent();
  }

  /**
   * What one result changed.
   *
   * @param left which rule is not watched any more, and why; empty if it still is
   */
  record Taken(List<StateChange> changes, Optional<String> left) {}

  /** Whether a proxy asks for a login, as for those that only the first round sends. */
  private static boolean asksForLogin(Optional<Evidence.Probed> probed) {
    return probed.stream()
        .flatMap(evidence -> evidence.findings().stream())
        .flatMap(Finding::withFollowUps)
        .flatMap(finding -> finding.attempts().stream())
        .anyMatch(
            attempt ->
                attempt.outcome() instanceof Outcome.Failed failed
                    && failed.fault().has(Clue.PROXY_CREDENTIALS));
  }

  /** The last result of every rule of the plan, in its order. */
  List<RuleResult> results() {
    return results;
  }

  /** The last evidence of a watched rule. */
  Evidence.Probed evidence(WatchedRule rule) {
    return probed(gathered.get(rule.id())).orElseThrow();
  }

  /**
   * Takes the result of one probe of a watched rule.
   *
   * @param whole whether its attempts had the whole timeout
   * @param at when it ended
   * @return what it changed, of all rules
   */
  Taken take(Gathered after, boolean whole, Instant at) {
    String id = after.rule().id();
    WatchedRule rule = Objects.requireNonNull(watched.get(id));
    Rereading reading = Rereading.of(evidence(rule), probed(after).orElseThrow());
    if (reading.cut() && !whole) {
      rule.tooShort();
      return new Taken(List.of(), Optional.empty());
    }
    if (asksForLogin(probed(after)) && !asksForLogin(Optional.of(evidence(rule)))) {
      rule.leave();
      return new Taken(
          List.of(),
          Optional.of(id + ": its proxy asks for a login, which is not repeated: not watched"));
    }
    FirstLogins known = Objects.requireNonNull(logins.get(id));
    gathered.put(id, with(after, known.in(reading.evidence())));
    results = judge.apply(List.copyOf(gathered.values()));
    List<StateChange> changes = new ArrayList<>();
    for (RuleResult result : results) {
      String one = result.rule().id();
      State now = State.of(result);
      State before = Objects.requireNonNull(states.put(one, now));
      if (!before.same(now)) {
        changes.add(new StateChange(at, one, before, now));
      }
      WatchedRule other = watched.get(one);
      if (other == rule) {
        rule.ended(at, now);
      } else if (other != null) {
        other.become(at, now);
      }
    }
    boolean login = !rule.state().passes() && passes(after, reading.evidence());
    if (login) {
      rule.leave();
    }
    return new Taken(changes, login ? Optional.of(byLogin(id, rule.state())) : Optional.empty());
  }

  /** Whether a rule would pass with this evidence. */
  private boolean passes(Gathered one, Evidence.Probed bare) {
    List<Gathered> all = new ArrayList<>();
    gathered
        .values()
        .forEach(each -> all.add(each.rule().equals(one.rule()) ? with(one, bare) : each));
    return judge.apply(all).stream()
        .filter(result -> result.rule().equals(one.rule()))
        .allMatch(result -> State.of(result).passes());
  }

  private static Gathered with(Gathered one, Evidence evidence) {
    return new Gathered(one.rule(), evidence, one.wall());
  }

  private static Optional<Evidence.Probed> probed(@Nullable Gathered one) {
    return one != null && one.evidence() instanceof Evidence.Probed probed && probed.finished()
        ? Optional.of(probed)
        : Optional.empty();
  }
}
