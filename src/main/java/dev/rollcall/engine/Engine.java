package dev.rollcall.engine;

import dev.rollcall.engine.names.NameBook;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs a plan once.
 *
 * <p>All rules and addresses are probed in parallel, up to {@link Limits#parallel}, so that many
 * dropped destinations cost one timeout. Uses platform threads: the operating system's resolver
 * would pin a virtual one.
 */
public final class Engine {
  private static final Duration GAP = Duration.ofMillis(4);

  /** How long the answer for a name holds when rules are probed again. */
  private static final Duration NAMES_HOLD = Duration.ofSeconds(30);

  private final Limits limits;
  private final RunContext context;
  private final NameBook names;
  private final Events events;
  private final Reach reach;
  private final ExecutorService threads;
  private final ScheduledExecutorService watchdog;
  private final List<Attempts> running = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private long begun;
  private final AttemptThrottle later;
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
      Reach reach,
      ExecutorService threads,
      ScheduledExecutorService watchdog) {
    this.limits = limits;
    this.context = context;
    this.names = names;
    this.events = events;
    this.reach = reach;
    this.threads = threads;
    this.watchdog = watchdog;
    this.later = new AttemptThrottle(limits.parallel(), GAP);
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
    AttemptThrottle throttle = new AttemptThrottle(limits.parallel(), GAP);
    Optional<ScheduledFuture<?>> end =
        limits
            .deadline()
            .map(
                deadline ->
                    watchdog.schedule(
                        this::interrupt,
                        deadline.minus(elapsed()).toNanos(),
                        TimeUnit.NANOSECONDS));
    try {
      List<Future<Gathered>> pending = new ArrayList<>();
      for (PlannedRule planned : plan.rules()) {
        pending.add(
            DefectEvidence.submit(threads, () -> gather(planned, limits, context, throttle)));
      }
      List<Gathered> gathered = new ArrayList<>();
      for (int i = 0; i < pending.size(); i++) {
        gathered.add(result(pending.get(i), plan.rules().get(i).rule()));
      }
      return gathered;
    } finally {
      end.ifPresent(scheduled -> scheduled.cancel(false));
      // After a defect this stops everything; after a complete run it does nothing.
      stopAll();
    }
  }

  /**
   * Probes one rule again, after {@link #gather}: without credentials and without a test mail, one
   * attempt per address, and names looked up again if they failed or are 30 s old. Rules may be
   * probed side by side. Returns soon after {@link #interrupt}.
   *
   * @param timeout of one attempt
   * @return the rule's evidence by itself
   */
  public Gathered again(PlannedRule planned, Duration timeout) throws InterruptedException {
    lookUpAgain();
    Future<Gathered> pending =
        DefectEvidence.submit(
            threads, () -> gather(planned, limits.once(timeout), context.repeated(), later));
    return result(pending, planned.rule());
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
        new Attempts(rule, limits, context.repeated(), later, this::left, threads, watchdog);
    register(attempts);
    try {
      return attempts.single(ask, route, login);
    } finally {
      leave(attempts);
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

  /** Time since the first call of {@link #run}. */
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
    boolean tooLong =
        limits.deadline().filter(all -> all.minus(elapsed()).compareTo(pause) <= 0).isPresent();
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

  /** A defect in one rule becomes that rule's evidence, and ends nothing else. */
  private Gathered result(Future<Gathered> pending, Rule rule) throws InterruptedException {
    try {
      return pending.get();
    } catch (ExecutionException e) {
      return finished(
          new Gathered(
              rule, DefectEvidence.evidence(rule, DefectEvidence.cause(e)), Duration.ZERO));
    }
  }

  private Gathered gather(
      PlannedRule planned, Limits within, RunContext shared, AttemptThrottle throttle)
      throws InterruptedException {
    Rule rule = planned.rule();
    if (planned.work() instanceof Work.Skip skip) {
      return finished(new Gathered(rule, new Evidence.Skipped(skip.reason()), Duration.ZERO));
    }
    if (planned.work() instanceof Work.NotConfigured missing) {
      return finished(
          new Gathered(rule, new Evidence.NotConfigured(missing.values()), Duration.ZERO));
    }
    Attempts attempts = new Attempts(rule, within, shared, throttle, this::left, threads, watchdog);
    register(attempts);
    show(() -> events.started(rule));
    long start = System.nanoTime();
    Evidence evidence;
    try {
      evidence =
          new RuleRun(rule, (Work.Probe) planned.work(), names, reach, threads, attempts).gather();
    } finally {
      leave(attempts);
    }
    return finished(new Gathered(rule, evidence, Duration.ofNanos(System.nanoTime() - start)));
  }

  private Gathered finished(Gathered gathered) {
    show(() -> events.finished(gathered));
    return gathered;
  }

  /** A defect in the progress display does not affect the run. */
  private static void show(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      // Continue without the display.
    }
  }

  private synchronized void leave(Attempts attempts) {
    running.remove(attempts);
  }

  private synchronized void register(Attempts attempts) {
    running.add(attempts);
    if (interrupted) {
      attempts.stop();
    }
  }
}
