package dev.rollcall.run;

import dev.rollcall.engine.Engine;
import dev.rollcall.engine.Gathered;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.plan.Plan;
import dev.rollcall.run.host.Host;
import dev.rollcall.run.idle.IdleCheck;
import dev.rollcall.run.watch.Watch;
import dev.rollcall.verdict.Judge;
import dev.rollcall.verdict.Loss;
import dev.rollcall.verdict.OtherRule;
import dev.rollcall.verdict.OtherSource;
import dev.rollcall.verdict.SmallPackets;
import dev.rollcall.verdict.advice.Declared;
import dev.rollcall.verdict.advice.OpenServers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Executes one run: the engine gathers evidence, the judge decides, and both become a run. */
public final class RunExecutor {
  /** So many rules are judged by all processors at once. */
  private static final int MANY = 500;

  private final Declared declared;
  private final boolean rehearsal;
  private final int confirm;
  private final Duration pause;

  /**
   * Makes runs in one way.
   *
   * @param declared by the protocols
   * @param rehearsal whether a stand-in's answer counts as a pass; the run records that
   * @param confirm how often a failing rule is checked again before it counts as failed
   */
  public RunExecutor(Declared declared, boolean rehearsal, int confirm) {
    this(declared, rehearsal, confirm, Confirmation.PAUSE);
  }

  /** As above, with another pause before a failing rule is checked again. */
  RunExecutor(Declared declared, boolean rehearsal, int confirm, Duration pause) {
    this.declared = declared;
    this.rehearsal = rehearsal;
    this.confirm = confirm;
    this.pause = pause;
  }

  /** When a run began; its preparation counts as well. */
  public record Start(Instant at, long nanoseconds) {
    public static Start now() {
      return new Start(Instant.now(), System.nanoTime());
    }
  }

  /** Executes one run that starts now. */
  public Run call(Plan plan, Run.Files files, Engine engine)
      throws InterruptedException, IOException {
    return call(Start.now(), plan, files, engine);
  }

  /**
   * Executes one run, and watches its rules after the first round, or leaves connections idle, if
   * that is requested.
   *
   * @param start of the run's time
   */
  public Run call(
      Start start,
      Plan plan,
      Run.Files files,
      Engine engine,
      Optional<Watch.Request> watching,
      Optional<IdleCheck.Request> idling)
      throws InterruptedException, IOException {
    if (watching.isEmpty()) {
      return call(start, plan, files, engine, idling);
    }
    long begun = System.nanoTime();
    List<Gathered> first = engine.gather(plan);
    Function<List<Gathered>, List<RuleResult>> judge =
        gathered -> judged(Engine.agreed(gathered), start.at());
    boolean interrupted = engine.interrupted();
    if (interrupted) {
      List<RuleResult> results = judge.apply(first);
      return run(start, plan, files, true, remarks(plan, results), results);
    }
    Watch.Watched watched = new Watch(engine, watching.get(), plan, first, begun, judge).run();
    List<Run.Remark> remarks = remarks(plan, watched.results());
    remarks.addAll(watched.remarks());
    return run(start, plan, files, false, remarks, watched.results());
  }

  /**
   * Executes one run.
   *
   * @param start of the run's time
   */
  public Run call(Start start, Plan plan, Run.Files files, Engine engine)
      throws InterruptedException, IOException {
    return call(start, plan, files, engine, Optional.<IdleCheck.Request>empty());
  }

  private Run call(
      Start start, Plan plan, Run.Files files, Engine engine, Optional<IdleCheck.Request> idling)
      throws InterruptedException, IOException {
    Instant startedAt = start.at();
    List<Gathered> gathered = engine.run(plan);
    List<RuleResult> results = judged(gathered, startedAt);
    Confirmation confirmation = new Confirmation(plan, engine, pause);
    for (int i = 0; i < confirm && confirmation.again(gathered, results); i++) {
      gathered = confirmation.gathered();
      results = judged(gathered, startedAt);
    }
    List<Run.Remark> remarks = new ArrayList<>();
    if (idling.isPresent() && !engine.interrupted()) {
      IdleCheck.Checked checked = new IdleCheck(engine, idling.get()).run(plan, gathered, results);
      results = judged(checked.gathered(), startedAt);
      remarks.addAll(checked.remarks());
    }
    remarks.addAll(0, remarks(plan, results));
    return run(
        start, plan, files, engine.interrupted(), remarks, confirmation.withRemarks(results));
  }

  private static Run run(
      Start start,
      Plan plan,
      Run.Files files,
      boolean interrupted,
      List<Run.Remark> remarks,
      List<RuleResult> results)
      throws IOException {
    return new Run(
        new Run.Origin(
            Version.number(),
            plan.catalogue(),
            plan.title(),
            plan.vantage(),
            Host.name(),
            files,
            plan.servers(),
            platform()),
        start.at(),
        Duration.ofNanos(System.nanoTime() - start.nanoseconds()),
        interrupted,
        remarks,
        OtherSource.remarked(results, plan.absent()));
  }

  private List<Run.Remark> remarks(Plan plan, List<RuleResult> results) {
    List<Run.Remark> remarks = new ArrayList<>(plan.remarks());
    if (rehearsal) {
      remarks.add(Run.REHEARSAL);
    }
    Loss.remark(results).ifPresent(remarks::add);
    SmallPackets.remark(results).ifPresent(remarks::add);
    unverified(System.getProperty("os.name", "")).ifPresent(remarks::add);
    return remarks;
  }

  /**
   * A remark for platforms where the operating system's network errors have not been measured; it
   * does not change the status.
   */
  static Optional<Run.Remark> unverified(String system) {
    return system.equals("Linux")
        ? Optional.empty()
        : Optional.of(
            new Run.Remark(
                Status.SKIPPED,
                "fault kinds are unverified on this platform ("
                    + system
                    + "): read the evidence as well"));
  }

  /** First the rules that need no other: the others are judged with the result of one of these. */
  private List<RuleResult> judged(List<Gathered> gathered, Instant startedAt) {
    LocalDate today = startedAt.atZone(ZoneOffset.UTC).toLocalDate();
    Map<String, OtherRule> others = new HashMap<>();
    OpenServers open = OpenServers.of(gathered.stream().map(Gathered::evidence).toList());
    Judge judge =
        new Judge(today, rehearsal, id -> Optional.ofNullable(others.get(id)), declared, open);
    List<Gathered> first = gathered.stream().filter(one -> !needsOther(one)).toList();
    Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
    (first.size() < MANY ? first.stream() : first.parallelStream())
        .forEach(one -> verdicts.put(one.rule().id(), judge.judge(one.rule(), one.evidence())));
    for (Gathered one : first) {
      Verdict verdict = Objects.requireNonNull(verdicts.get(one.rule().id()));
      others.put(one.rule().id(), new OtherRule(verdict.status(), one.evidence()));
    }
    for (Gathered one : gathered.stream().filter(RunExecutor::needsOther).toList()) {
      Verdict verdict = judge.judge(one.rule(), one.evidence());
      verdicts.put(one.rule().id(), verdict);
      others.put(one.rule().id(), new OtherRule(verdict.status(), one.evidence()));
    }
    List<RuleResult> results = new ArrayList<>();
    for (Gathered one : gathered) {
      Verdict verdict = verdicts.get(one.rule().id());
      if (verdict == null) {
        throw new IllegalStateException("not judged: " + one.rule().id());
      }
      results.add(new RuleResult(one.rule(), one.evidence(), verdict, one.wall()));
    }
    return results;
  }

  private static boolean needsOther(Gathered one) {
    return one.rule().judging().expectation().needs().isPresent();
  }

  private static String platform() {
    return System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + " "
        + System.getProperty("os.arch")
        + ", Java "
        + System.getProperty("java.version");
  }
}
