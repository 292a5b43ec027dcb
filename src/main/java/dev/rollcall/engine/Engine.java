package dev.rollcall.engine;

import dev.rollcall.engine.guard.Guard;
import dev.rollcall.engine.guard.Task;
import dev.rollcall.engine.names.NameBook;
import dev.rollcall.engine.rate.RuleOrder;
import dev.rollcall.engine.rate.StartPace;
import dev.rollcall.engine.rate.Ticks;
import dev.rollcall.engine.throttle.AttemptThrottle;
import dev.rollcall.engine.throttle.Crew;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.plan.Ask;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.probe.net.LocalNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs a plan once.
 *
 * <p>Rules begin as permits come free: threads and memory grow with {@link Limits#parallel}, not
 * with the plan. Attempts that only wait lend their permits, so that many dropped destinations cost
 * one timeout. Uses platform threads: the operating system's resolver would pin a virtual one.
 */
public final class Engine {
  /** Rules that begin before there is a permit for them: their names are looked up meanwhile. */
  private static final int AHEAD = 32;

  /** How long the answer for a name holds when rules are probed again. */
  private static final Duration NAMES_HOLD = Duration.ofSeconds(30);

  private final Limits limits;
  private final RunContext context;
  private final NameBook names;
  private final Events events;
  private final RouteResolver.Reach reach;
  private final ExecutorService threads;
  private final ScheduledExecutorService watchdog;
  private final Set<Attempts> running = ConcurrentHashMap.newKeySet();
  private final CountDownLatch ended = new CountDownLatch(1);
  private long begun;
  private final AttemptThrottle throttle;
  private long named;
  private boolean interrupted;
  private boolean again;

  /**
   * @param threads runs everything that waits; unbounded daemon threads
   * @param watchdog aborts what overruns its deadline; a daemon thread
   */
  public Engine(
      Limits limits,
      RunContext context,
      NameBook names,
      Events events,
      ExecutorService threads,
      ScheduledExecutorService watchdog) {
    this(
        limits,
        context,
        names,
        events,
        address -> LocalNetwork.sourceTowards(address).isPresent(),
        threads,
        watchdog);
  }

  Engine(
      Limits limits,
      RunContext context,
      NameBook names,
      Events events,
      RouteResolver.Reach reach,
      ExecutorService threads,
      ScheduledExecutorService watchdog) {
    this.limits = limits;
    this.context = context;
    this.names = names;
    this.events = events;
    this.reach = reach;
    this.threads = threads;
    this.watchdog = watchdog;
    this.throttle =
        new AttemptThrottle(
            limits.parallel(), limits.lending(), new StartPace(limits.rate()), Ticks.of(watchdog));
  }

  /**
   * Gathers the evidence of every rule, in the plan's order. Returns soon after {@link #interrupt},
   * with unfinished rules marked as such. May be called again to check rules once more: the
   * deadline covers all calls together.
   */
  public List<Gathered> run(Plan plan) throws InterruptedException {
    return agreed(gather(plan));
  }

  /** The same evidence, compared between rules: what one shows may decide another. */
  public static List<Gathered> agreed(List<Gathered> gathered) {
    return DeadHosts.agreed(SameAnswers.found(gathered));
  }

  /** As {@link #run}, with every rule's evidence by itself. */
  public List<Gathered> gather(Plan plan) throws InterruptedException {
    if (again) {
      names.retry();
    }
    again = true;
    named = System.nanoTime();
    Optional<ScheduledFuture<?>> end =
        left()
            .map(time -> watchdog.schedule(this::interrupt, time.toNanos(), TimeUnit.NANOSECONDS));
    RuleWorkers workers =
        new RuleWorkers(
            plan.rules(),
            RuleOrder.of(plan.rules(), limits.rate()),
            (planned, instead) -> probe(planned, limits, context, instead));
    int usual = limits.parallel() + AHEAD;
    Crew crew = new Crew(context.permits().atOnce(), usual);
    Future<?> lending =
        workers.adjust(
            watchdog, () -> crew.next(context.permits().demand()) + throttle.lend(), threads);
    try {
      workers.atOnce(usual, threads);
      return workers.await();
    } finally {
      lending.cancel(false);
      end.ifPresent(scheduled -> scheduled.cancel(false));
      // After a defect this stops everything; after a complete run it does nothing.
      stopAll();
    }
  }

  /**
   * The evidence of one rule that is probed again, after {@link #gather}: without credentials and
   * without a test mail, one attempt per address, and names looked up again if they failed or are
   * 30 s old. Rules may be probed side by side. Returns soon after {@link #interrupt}.
   *
   * @param timeout of one attempt
   */
  public Gathered again(PlannedRule planned, Duration timeout) throws InterruptedException {
    lookUpAgain();
    return DefectEvidence.elsewhere(
        threads, instead -> probe(planned, limits.once(timeout), context.repeated(), instead));
  }

  /**
   * Makes one attempt at one route, after {@link #gather}, outside the limit of {@link
   * Limits#parallel}: for questions that wait long. Returns soon after {@link #interrupt}.
   *
   * @param login whether it may use the rule's credentials
   * @return empty if the run ended meanwhile
   */
  public Optional<Attempt> alone(Rule rule, Ask<?> ask, Route route, boolean login)
      throws InterruptedException {
    Attempts attempts =
        new Attempts(rule, limits, context.repeated(), throttle, this::left, threads, watchdog);
    register(attempts);
    try {
      return DefectEvidence.elsewhere(
          threads, instead -> attempts.single(ask, route, login, instead));
    } finally {
      running.remove(attempts);
    }
  }

  private synchronized void lookUpAgain() {
    if (System.nanoTime() - named > NAMES_HOLD.toNanos()) {
      named = System.nanoTime();
      names.forget();
    } else {
      names.retry();
    }
  }

  /** Time since the first call of this or of a method that uses it, such as {@link #left}. */
  private synchronized Duration elapsed() {
    long now = System.nanoTime();
    begun = begun == 0 ? now : begun;
    return Duration.ofNanos(now - begun);
  }

  /** The time until the deadline, if there is one; negative once it is over. */
  public Optional<Duration> left() {
    return limits.deadline().map(all -> all.minus(elapsed()));
  }

  /**
   * Waits between two calls of {@link #run}.
   *
   * @return false if the run was interrupted, or its deadline would pass
   */
  public boolean pause(Duration pause) throws InterruptedException {
    boolean tooLong = left().filter(time -> time.compareTo(pause) <= 0).isPresent();
    return !tooLong && !ended.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends the run early; may be called from any thread, also before {@link #run}. */
  public synchronized void interrupt() {
    interrupted = true;
    ended.countDown();
    stopAll();
  }

  private synchronized void stopAll() {
    running.forEach(Attempts::stop);
  }

  /** Whether the run ended early. */
  public synchronized boolean interrupted() {
    return interrupted;
  }

  private Gathered probe(
      PlannedRule planned, Limits within, RunContext shared, Task.Instead<Gathered> instead)
      throws Guard.LeftBehindException {
    Rule rule = planned.rule();
    long start = System.nanoTime();
    return gathered(
        rule,
        start,
        () ->
            evidence(
                planned, within, shared, left -> instead.goOn(() -> gathered(rule, start, left))));
  }

  private Evidence evidence(
      PlannedRule planned, Limits within, RunContext shared, Task.Instead<Evidence> instead)
      throws InterruptedException {
    if (planned.work() instanceof Work.Skip skip) {
      return new Evidence.Skipped(skip.reason());
    }
    if (planned.work() instanceof Work.NotConfigured missing) {
      return new Evidence.NotConfigured(missing.values());
    }
    Rule rule = planned.rule();
    Attempts attempts = new Attempts(rule, within, shared, throttle, this::left, threads, watchdog);
    register(attempts);
    show(() -> events.started(rule));
    try {
      RuleRun run = new RuleRun(rule, (Work.Probe) planned.work(), names, reach, threads, attempts);
      return run.evidence(run.findings(left -> instead.goOn(() -> run.evidence(left.call()))));
    } finally {
      running.remove(attempts);
    }
  }

  /** A defect in one rule becomes that rule's evidence, and ends nothing else. */
  private Gathered gathered(Rule rule, long start, Callable<Evidence> evidence)
      throws Guard.LeftBehindException {
    try {
      Evidence whole = evidence.call();
      long wall = whole instanceof Evidence.Probed ? System.nanoTime() - start : 0;
      return finished(new Gathered(rule, whole, Duration.ofNanos(wall)));
    } catch (Guard.LeftBehindException e) {
      throw e;
    } catch (Exception | Error e) {
      return finished(new Gathered(rule, DefectEvidence.evidence(rule, e), Duration.ZERO));
    }
  }

  private Gathered finished(Gathered gathered) {
    show(() -> events.finished(gathered));
    return gathered;
  }

  private static void show(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      // A defect in the progress display does not affect the run.
    }
  }

  private synchronized void register(Attempts attempts) {
    running.add(attempts);
    if (interrupted) {
      attempts.stop();
    }
  }
}
