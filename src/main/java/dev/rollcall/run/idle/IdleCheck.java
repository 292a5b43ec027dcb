package dev.rollcall.run.idle;

import dev.rollcall.engine.Engine;
import dev.rollcall.engine.Gathered;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.probe.net.DaemonThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Leaves connections idle to the rules that pass, and asks on them again, after a run's first
 * round. All connections wait side by side, so that the whole takes the longest idle time. If one
 * is cut, the time is narrowed down: the whole then takes up to twice that, or three times if one
 * of the times is over 30 times the one before.
 */
public final class IdleCheck {
  /** How often the display is renewed, and how soon the run's deadline is noticed. */
  private static final long LOOK_MILLIS = 500;

  private final Engine engine;
  private final Request request;
  private final ExecutorService threads = DaemonThreads.pool("idle");
  private final Waiting waiting = new Waiting();
  private final Map<String, Semaphore> hosts = new HashMap<>();

  /**
   * What to try, and where to show it.
   *
   * @param times the idle times in ascending order
   */
  public record Request(List<Duration> times, IdleDisplay display) {
    public Request {
      times = List.copyOf(times);
    }
  }

  /**
   * The result.
   *
   * @param gathered the evidence of every rule, in the plan's order, with what was found
   * @param remarks which rules were not tested
   */
  public record Checked(List<Gathered> gathered, List<Run.Remark> remarks) {}

  public IdleCheck(Engine engine, Request request) {
    this.engine = engine;
    this.request = request;
  }

  /**
   * Tests the rules that can be tested. Returns soon after the engine is interrupted or its
   * deadline comes, with what is known so far.
   *
   * @param gathered the evidence of the run so far
   * @param results what it means
   */
  public Checked run(Plan plan, List<Gathered> gathered, List<RuleResult> results)
      throws InterruptedException {
    try {
      return tested(plan, gathered, results);
    } finally {
      threads.shutdownNow();
    }
  }

  private Checked tested(Plan plan, List<Gathered> gathered, List<RuleResult> results)
      throws InterruptedException {
    Map<String, Status> statuses = new HashMap<>();
    results.forEach(one -> statuses.put(one.rule().id(), one.verdict().status()));
    Map<String, Map<Finding, Future<Finding.Linked>>> pending = new HashMap<>();
    Map<String, List<String>> untested = new TreeMap<>();
    for (int i = 0; i < gathered.size(); i++) {
      PlannedRule planned = plan.rules().get(i);
      String id = planned.rule().id();
      IdleTargets targets =
          IdleTargets.of(
              planned, gathered.get(i).evidence(), Objects.requireNonNull(statuses.get(id)));
      if (targets.findings().isEmpty()) {
        untested.computeIfAbsent(targets.obstacle(), why -> new ArrayList<>()).add(id);
      } else {
        pending.put(id, begin(planned, targets.findings()));
      }
    }
    await(pending.values().stream().flatMap(each -> each.values().stream()).toList());
    List<Gathered> all = new ArrayList<>();
    for (Gathered one : gathered) {
      all.add(with(one, pending.getOrDefault(one.rule().id(), Map.of())));
    }
    return new Checked(all, remarks(pending.size(), untested));
  }

  private Map<Finding, Future<Finding.Linked>> begin(PlannedRule planned, List<Finding> findings) {
    Work.Probe work = (Work.Probe) planned.work();
    Map<Finding, Future<Finding.Linked>> begun = new HashMap<>();
    for (Finding finding : findings) {
      Semaphore host =
          hosts.computeIfAbsent(
              finding.route().dialled().address().getHostAddress(), any -> new Semaphore(1, true));
      IdleRoute route =
          new IdleRoute(
              (ask, login) -> engine.alone(planned.rule(), ask, finding.route(), login),
              work.ask(),
              finding,
              threads,
              host,
              waiting,
              System::nanoTime);
      begun.put(finding, threads.submit(() -> route.find(request.times())));
    }
    return begun;
  }

  private void await(List<Future<Finding.Linked>> pending) throws InterruptedException {
    for (Future<Finding.Linked> one : pending) {
      while (!one.isDone()) {
        request.display().waiting(waiting.text(System.nanoTime()));
        if (engine.left().filter(left -> left.isNegative() || left.isZero()).isPresent()) {
          engine.interrupt();
        }
        try {
          one.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException lookAgain) {
          // It goes on, or its defect becomes the finding.
        }
      }
    }
  }

  /** The evidence, with what was found at each route. */
  private static Gathered with(Gathered one, Map<Finding, Future<Finding.Linked>> found)
      throws InterruptedException {
    if (!(one.evidence() instanceof Evidence.Probed probed) || found.isEmpty()) {
      return one;
    }
    List<Finding> findings = new ArrayList<>();
    for (Finding finding : probed.findings()) {
      Future<Finding.Linked> more = found.get(finding);
      findings.add(more == null ? finding : with(finding, more));
    }
    return one.with(probed.with(findings));
  }

  private static Finding with(Finding finding, Future<Finding.Linked> more)
      throws InterruptedException {
    List<Finding.Linked> all = new ArrayList<>(finding.followUps());
    try {
      all.add(more.get());
    } catch (ExecutionException e) {
      all.add(IdleResult.defect(finding, e.getCause() == null ? e : e.getCause()));
    }
    return finding.with(finding.attempts(), all);
  }

  private static List<Run.Remark> remarks(int tested, Map<String, List<String>> untested) {
    List<Run.Remark> remarks = new ArrayList<>();
    if (tested == 0) {
      remarks.add(new Run.Remark(Status.WARN, "--idle: no rule could be tested"));
    }
    untested.forEach(
        (why, ids) ->
            remarks.add(
                new Run.Remark(
                    Status.SKIPPED,
                    "--idle: not tested (" + why + "): " + String.join(", ", ids))));
    return remarks;
  }
}
