package dev.rollcall.run;

import dev.rollcall.engine.Engine;
import dev.rollcall.engine.Gathered;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks failing rules again after a pause, so that a short disturbance raises no alarm. A failed
 * login is never repeated: it could lock the account.
 */
final class Confirmation {
  /** The usual pause before a rule is checked again. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final Plan plan;
  private final Engine engine;
  private final Duration pause;
  private final Map<String, String> first = new LinkedHashMap<>();
  private final Map<String, Integer> times = new HashMap<>();
  private List<Gathered> latest = List.of();

  /**
   * Confirms the failures of one run.
   *
   * @param pause before each repetition
   */
  Confirmation(Plan plan, Engine engine, Duration pause) {
    this.plan = plan;
    this.engine = engine;
    this.pause = pause;
  }

  /**
   * Checks every failing rule once more.
   *
   * @return whether any rule was checked again; {@link #gathered} then has the new evidence
   */
  boolean again(List<Gathered> gathered, List<RuleResult> results) throws InterruptedException {
    Map<String, RuleResult> failing =
        results.stream()
            .filter(Confirmation::wavers)
            .collect(Collectors.toMap(result -> result.rule().id(), result -> result));
    if (failing.isEmpty() || !engine.pause(pause)) {
      return false;
    }
    failing.forEach((id, result) -> first.putIfAbsent(id, cause(result.verdict())));
    Set<String> again = new HashSet<>(failing.keySet());
    // What is judged beside a rule is compared with evidence of the same time.
    results.stream()
        .map(RuleResult::rule)
        .filter(
            rule ->
                rule.judging().expectation() instanceof Expectation.Beside beside
                    && failing.containsKey(beside.rule()))
        .forEach(rule -> again.add(rule.id()));
    Map<String, Gathered> fresh =
        engine.run(plan.narrowed(again::contains)).stream()
            .filter(Confirmation::finished)
            .collect(Collectors.toMap(one -> one.rule().id(), one -> one));
    fresh.keySet().forEach(id -> times.merge(id, 1, Integer::sum));
    List<Gathered> merged = new ArrayList<>();
    for (Gathered one : gathered) {
      merged.add(fresh.getOrDefault(one.rule().id(), one));
    }
    latest = merged;
    return true;
  }

  /** The evidence after {@link #again}, in the plan's order. */
  List<Gathered> gathered() {
    return latest;
  }

  /** The results; a remark says which rules were checked again. */
  List<RuleResult> withRemarks(List<RuleResult> results) {
    return results.stream().map(this::withRemarks).toList();
  }

  private RuleResult withRemarks(RuleResult result) {
    String before = first.get(result.rule().id());
    int again = times.getOrDefault(result.rule().id(), 0);
    if (before == null || again == 0) {
      return result;
    }
    Verdict verdict = result.verdict();
    String remark =
        verdict.status() == Status.FAIL
            ? "checked " + (again + 1) + " times, and failed each time"
            : "failed at first (" + before + "), but not when checked again";
    return result.with(verdict.withRemark(remark));
  }

  /** Whether a retry could end differently and would send no credential. */
  private static boolean wavers(RuleResult result) {
    Optional<Fault> cause = result.verdict().cause();
    return result.verdict().status() == Status.FAIL
        && cause.filter(fault -> fault.phase() == Phase.AUTHENTICATE).isEmpty();
  }

  private static boolean finished(Gathered gathered) {
    return gathered.evidence() instanceof Evidence.Probed probed && probed.finished();
  }

  private static String cause(Verdict verdict) {
    return verdict.cause().map(Fault::cause).orElse(verdict.summary());
  }
}
