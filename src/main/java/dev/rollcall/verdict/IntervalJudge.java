package dev.rollcall.verdict;

import dev.rollcall.model.Evidence;
import dev.rollcall.model.Intervals;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Owner;
import dev.rollcall.model.Rule;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.StandInLog;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Judges how often the load balancer checks a server, from stand-ins' logs. */
final class IntervalJudge {
  /** The tolerance: a tenth. */
  private static final int TENTH = 10;

  /** The most sources to name. */
  private static final int SHOWN = 20;

  private static final String LONGER =
      "Run a stand-in for five minutes while the load balancer checks this server: rollcall"
          + " answer --for 5m --report json=FILE.";

  private final Rule rule;
  private final Duration every;
  private final List<LogView> logs;
  private final List<String> remarks = new ArrayList<>();

  private IntervalJudge(Rule rule, Duration every, List<LogView> logs) {
    this.rule = rule;
    this.every = every;
    this.logs = logs;
  }

  /**
   * Fills in the rule's result.
   *
   * @param every the interval that the checks must have
   * @param logs those of the run's own server, at least one
   */
  static RuleResult judge(Rule rule, Duration every, List<LogView> logs) {
    List<Observation> seen = new ArrayList<>();
    for (LogView log : logs) {
      for (String checks : shown(HealthChecks.of(log), HealthChecks::sentence)) {
        seen.add(new Observation.Fact("balancer.health-check", checks));
      }
      seen.add(
          new Observation.Fact(
              "balancer.client-addresses", ClientAddresses.sentence(rule.port(), log)));
    }
    String witness =
        logs.stream().map(LogView::log).map(IntervalJudge::name).collect(Collectors.joining("; "));
    Verdict verdict = new IntervalJudge(rule, every, logs).verdict();
    return new RuleResult(
        rule, new Evidence.Witnessed(witness, seen), Judge.capped(rule, verdict), Duration.ZERO);
  }

  private static String name(StandInLog log) {
    return "the stand-in on "
        + log.host()
        + ", from "
        + log.startedAt().truncatedTo(ChronoUnit.SECONDS)
        + " for "
        + HealthChecks.seconds(log.took());
  }

  private Verdict verdict() {
    List<HealthChecks> all = logs.stream().flatMap(log -> HealthChecks.of(log).stream()).toList();
    List<HealthChecks> checks = all.stream().filter(one -> one.port().equals(rule.port())).toList();
    logs.forEach(log -> remarks.add(ClientAddresses.sentence(rule.port(), log)));
    if (checks.isEmpty()) {
      remarks.addAll(shown(all, other -> "elsewhere, " + other.sentence()));
      return undecided("no health check of " + rule.port() + " was seen in " + time());
    }
    if (checks.stream().noneMatch(HealthChecks::asked)) {
      remarks.add(
          "no request for the site's health check was seen; these visits come at regular"
              + " intervals");
    }
    List<HealthChecks> decisive = checks.stream().filter(HealthChecks::tellsInterval).toList();
    if (decisive.isEmpty()) {
      return undecided(
          checks.get(0).sentence() + " in " + time() + ": " + whyUntold(checks.get(0)));
    }
    remarks.addAll(
        shown(
            checks.stream().filter(one -> !one.tellsInterval()).toList(),
            one -> one.sentence() + ": " + whyUntold(one)));
    List<HealthChecks> off = decisive.stream().filter(one -> !holds(one)).toList();
    List<HealthChecks> holding = decisive.stream().filter(this::holds).toList();
    // A regular source may also be a monitoring system.
    boolean fails = off.stream().anyMatch(HealthChecks::asked) || holding.isEmpty();
    remarks.addAll(shown(fails ? holding : off, HealthChecks::sentence));
    return fails ? off(off) : holds(holding);
  }

  private static String whyUntold(HealthChecks checks) {
    return checks.isEnough()
        ? "they come at irregular intervals"
        : "measuring an interval needs three checks";
  }

  private boolean holds(HealthChecks checks) {
    return Intervals.within(checks.median(), every, TENTH);
  }

  private Verdict holds(List<HealthChecks> holding) {
    return new Verdict(
        Status.PASS, sentences(holding), Optional.empty(), Optional.empty(), "", remarks);
  }

  private Verdict off(List<HealthChecks> off) {
    return new Verdict(
        Status.FAIL,
        sentences(off) + ", not every " + every.toSeconds() + " s",
        Optional.empty(),
        Optional.of(Owner.LOAD_BALANCER),
        "Ask the "
            + Owner.LOAD_BALANCER.title()
            + " why health checks come every "
            + HealthChecks.seconds(off.get(0).median())
            + "."
            + (rule.advice().isEmpty() ? "" : " " + rule.advice()),
        remarks);
  }

  private Verdict undecided(String summary) {
    return new Verdict(
        Status.INCONCLUSIVE,
        summary,
        Optional.empty(),
        Optional.of(Owner.LOAD_BALANCER),
        LONGER,
        remarks);
  }

  private static String sentences(List<HealthChecks> checks) {
    return String.join("; ", shown(checks, HealthChecks::sentence));
  }

  private static List<String> shown(
      List<HealthChecks> checks, Function<HealthChecks, String> sentence) {
    List<String> shown = new ArrayList<>(checks.stream().limit(SHOWN).map(sentence).toList());
    if (checks.size() > SHOWN) {
      shown.add("and " + (checks.size() - SHOWN) + " more");
    }
    return shown;
  }

  private String time() {
    return HealthChecks.seconds(
        logs.stream().map(view -> view.log().took()).reduce(Duration.ZERO, Duration::plus));
  }
}
