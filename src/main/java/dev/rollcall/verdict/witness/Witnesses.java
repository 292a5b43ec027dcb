package dev.rollcall.verdict.witness;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.StandInLog;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.model.rule.Witness;
import dev.rollcall.verdict.Defects;
import dev.rollcall.verdict.advice.Declared;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fills in the rules that a server's own run cannot decide: how often the load balancer checks it,
 * from stand-ins' logs; whether the other servers reach it, from their runs.
 */
public final class Witnesses {
  private final Map<String, Witness> witnesses;
  private final Declared declared;

  /**
   * Fills in these rules.
   *
   * @param witnesses who decides a rule, by its id, as the catalogue has it
   * @param declared by the protocols of the runs and the logs
   */
  public Witnesses(Map<String, Witness> witnesses, Declared declared) {
    this.witnesses = Map.copyOf(witnesses);
    this.declared = declared;
  }

  /** The runs in their order, with these rules filled in. Pure. */
  public List<Run> merge(List<Run> runs, List<StandInLog> logs) {
    List<Run> merged = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      List<Run> others = new ArrayList<>(runs);
      others.remove(i);
      List<StandInLog> own = logs.stream().filter(log -> belongs(log, run, runs)).toList();
      merged.add(
          run.origin().vantage() == Vantage.APPSANYWHERE ? filled(run, servers(others), own) : run);
    }
    return merged;
  }

  /** The logs that match none of the runs. */
  public static List<StandInLog> strangers(List<Run> runs, List<StandInLog> logs) {
    return logs.stream()
        .filter(log -> servers(runs).stream().noneMatch(run -> belongs(log, run, runs)))
        .toList();
  }

  private static List<Run> servers(List<Run> runs) {
    return runs.stream().filter(run -> run.origin().vantage() == Vantage.APPSANYWHERE).toList();
  }

  /** A server is recognised by its local addresses in the log, else by its name. */
  private static boolean belongs(StandInLog log, Run run, List<Run> runs) {
    if (servers(runs).size() == 1) {
      return true;
    }
    Set<String> called = new HashSet<>();
    log.visits().forEach(visit -> called.add(visit.target()));
    Set<String> sources = Sources.of(run);
    if (called.isEmpty() || sources.isEmpty()) {
      return log.host().equalsIgnoreCase(run.origin().host());
    }
    return called.stream().anyMatch(sources::contains);
  }

  private Run filled(Run run, List<Run> others, List<StandInLog> own) {
    List<RuleResult> results = new ArrayList<>();
    for (RuleResult result : run.results()) {
      results.add(isOpen(result) ? contained(result, run, own, others) : result);
    }
    return run.withResults(results);
  }

  /** The result with the evidence of others; a defect in one rule becomes that rule's verdict. */
  private RuleResult contained(
      RuleResult result, Run run, List<StandInLog> logs, List<Run> others) {
    try {
      return filled(result, run, logs, others).orElse(result);
    } catch (RuntimeException | Error e) {
      Fault defect = Fault.internal(Phase.EXCHANGE, "reading what others saw of this rule", e);
      return result.with(Defects.verdict(result.rule(), defect));
    }
  }

  private Optional<RuleResult> filled(
      RuleResult result, Run run, List<StandInLog> logs, List<Run> others) {
    Rule rule = result.rule();
    Witness witness = witnesses.get(rule.id());
    if (witness instanceof Witness.Servers servers) {
      return PeerJudge.judge(rule, servers.rule(), run, others, declared);
    }
    if (witness instanceof Witness.HealthChecks checks && !logs.isEmpty()) {
      List<LogView> views = logs.stream().map(log -> new LogView(log, declared)).toList();
      return Optional.of(IntervalJudge.judge(rule, checks.every(), views));
    }
    return Optional.empty();
  }

  /** Whether it is still undecided; a waiver of the site stays. */
  private static boolean isOpen(RuleResult result) {
    return result.evidence() instanceof Evidence.Witnessed
        || (result.evidence() instanceof Evidence.Skipped skipped && !skipped.waived());
  }
}
