package dev.rollcall.engine;

import dev.rollcall.engine.names.NameBook;
import dev.rollcall.model.Evidence;
import dev.rollcall.model.Rule;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a plan once.
 *
 * <p>Every rule and every address goes side by side, as far as {@link Limits#parallel} allows, so
 * that many dropped destinations cost one timeout. Platform threads: the operating system's
 * resolver would pin a virtual one.
 */
public final class Engine {
  private static final Duration GAP = Duration.ofMillis(4);

  private final Limits limits;
  private final Terms terms;
  private final NameBook names;
  private final Events events;
  private final ExecutorService threads;
  private final ScheduledExecutorService watchdog;
  private final List<Attempts> running = new ArrayList<>();
  private boolean interrupted;

  /**
   * @param threads runs everything that waits: daemons, unbounded
   * @param watchdog ends what overruns its deadline: a daemon
   */
  public Engine(
      Limits limits,
      Terms terms,
      NameBook names,
      Events events,
      ExecutorService threads,
      ScheduledExecutorService watchdog) {
    this.limits = limits;
    this.terms = terms;
    this.names = names;
    this.events = events;
    this.threads = threads;
    this.watchdog = watchdog;
  }

  /**
   * Gathers the evidence of every rule, in the plan's order. Returns soon after {@link #interrupt},
   * with the unfinished rules marked so.
   */
  public List<Gathered> run(Plan plan) throws InterruptedException {
    Pacer pacer = new Pacer(limits.parallel(), GAP);
    Optional<ScheduledFuture<?>> end =
        limits.deadline().map(deadline -> later(this::interrupt, deadline));
    List<Future<Gathered>> pending = new ArrayList<>();
    for (PlannedRule planned : plan.rules()) {
      pending.add(threads.submit(() -> gather(planned, pacer)));
    }
    List<Gathered> gathered = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      gathered.add(result(pending.get(i), plan.rules().get(i).rule()));
    }
    end.ifPresent(scheduled -> scheduled.cancel(false));
    return gathered;
  }

  /** Ends the run early; may be called from any thread, also before {@link #run}. */
  public synchronized void interrupt() {
    interrupted = true;
    running.forEach(Attempts::stop);
  }

  /** Whether the run was ended early. */
  public synchronized boolean interrupted() {
    return interrupted;
  }

  private Gathered result(Future<Gathered> pending, Rule rule) throws InterruptedException {
    while (true) {
      try {
        return pending.get(100, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (interrupted() && overdue(pending)) {
          return unfinished(rule);
        }
      } catch (CancellationException e) {
        return unfinished(rule);
      } catch (ExecutionException e) {
        throw new IllegalStateException("rule " + rule.id(), e.getCause());
      }
    }
  }

  /** An interrupted rule has another moment to hand over what it knows. */
  private static boolean overdue(Future<Gathered> pending) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(100);
    return !pending.isDone();
  }

  private static Gathered unfinished(Rule rule) {
    return new Gathered(rule, new Evidence.Probed(List.of(), List.of(), false), Duration.ZERO);
  }

  private Gathered gather(PlannedRule planned, Pacer pacer) throws InterruptedException {
    Rule rule = planned.rule();
    if (planned.work() instanceof Work.Skip skip) {
      return finished(new Gathered(rule, new Evidence.Skipped(skip.reason()), Duration.ZERO));
    }
    if (planned.work() instanceof Work.NotConfigured missing) {
      return finished(
          new Gathered(rule, new Evidence.NotConfigured(missing.values()), Duration.ZERO));
    }
    Attempts attempts = new Attempts(limits, terms, pacer, watchdog);
    register(attempts);
    events.started(rule);
    long start = System.nanoTime();
    ScheduledFuture<?> end = later(attempts::stop, patience());
    try {
      Evidence evidence =
          new RuleRun(rule, (Work.Probe) planned.work(), names, threads, attempts).gather();
      return finished(new Gathered(rule, evidence, Duration.ofNanos(System.nanoTime() - start)));
    } finally {
      end.cancel(false);
    }
  }

  private ScheduledFuture<?> later(Runnable what, Duration delay) {
    return watchdog.schedule(what, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * How long one rule may take: its name, and every sample with its second tries and follow-ups,
   * twice over because attempts may wait for their turn.
   */
  private Duration patience() {
    Duration sample = limits.timeout().multipliedBy(2).plusSeconds(5);
    return limits.timeout().plus(sample.multipliedBy(limits.samples())).multipliedBy(2);
  }

  private Gathered finished(Gathered gathered) {
    events.finished(gathered);
    return gathered;
  }

  private synchronized void register(Attempts attempts) {
    running.add(attempts);
    if (interrupted) {
      attempts.stop();
    }
  }
}
