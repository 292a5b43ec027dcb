package dev.rollcall.engine;

import dev.rollcall.engine.guard.Guard;
import dev.rollcall.engine.guard.Task;
import dev.rollcall.engine.throttle.Lending;
import dev.rollcall.plan.PlannedRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rules of a plan one after the other, several at a time, so that threads and memory do
 * not grow with the plan.
 */
final class RuleWorkers {
  /** How often it is looked whether there are workers, in milliseconds. */
  private static final int LOOK = 100;

  private final List<PlannedRule> rules;
  private final List<Integer> order;
  private final Work work;
  private final AtomicReferenceArray<@Nullable Gathered> results;
  private final CountDownLatch open;
  private int next;
  private int workers;

  /** Workers that have not taken a rule yet. */
  private int starting;

  private int wanted;

  /** What is done with a rule. */
  interface Work {
    /**
     * Probes it; never fails.
     *
     * @param instead takes the result if this thread is left behind
     */
    Gathered probe(PlannedRule rule, Task.Instead<Gathered> instead)
        throws Guard.LeftBehindException;
  }

  /**
   * @param order in which the rules begin, by their index
   */
  RuleWorkers(List<PlannedRule> rules, List<Integer> order, Work work) {
    this.rules = rules;
    this.order = order;
    this.work = work;
    this.results = new AtomicReferenceArray<>(rules.size());
    this.open = new CountDownLatch(rules.size());
  }

  /** Sets how many rules are probed at a time; starts workers, and lets those end that are more. */
  void atOnce(int count, ExecutorService threads) {
    for (int left = more(count); left > 0; left--) {
      try {
        threads.execute(this::work);
      } catch (RuntimeException | Error e) {
        // No thread can be started: those that run take all rules.
        fewer(left);
        return;
      }
    }
  }

  /**
   * Sets it again and again.
   *
   * @param count asked each {@link Lending#MOMENT}, by the watchdog; what fails is asked again
   */
  Future<?> adjust(ScheduledExecutorService watchdog, IntSupplier count, ExecutorService threads) {
    return watchdog.scheduleWithFixedDelay(
        () -> {
          try {
            atOnce(count.getAsInt(), threads);
          } catch (RuntimeException | Error e) {
            // A task that throws would not be repeated.
          }
        },
        Lending.MOMENT.toNanos(),
        Lending.MOMENT.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  private synchronized int more(int count) {
    wanted = count;
    int more = Math.max(0, Math.min(wanted - workers, order.size() - next - starting));
    workers += more;
    starting += more;
    return more;
  }

  private synchronized void fewer(int count) {
    workers -= count;
    starting -= count;
  }

  private synchronized boolean isIdle() {
    return workers == 0;
  }

  private synchronized void begin() {
    starting--;
  }

  private synchronized int take() {
    if (next == order.size() || workers > wanted) {
      workers--;
      return -1;
    }
    return order.get(next++);
  }

  private void work() {
    begin();
    for (int index = take(); index >= 0; index = take()) {
      int taken = index;
      try {
        done(taken, work.probe(rules.get(taken), left -> doneBy(taken, left)));
      } catch (Guard.LeftBehindException e) {
        return;
      }
    }
  }

  private void done(int index, Gathered gathered) {
    results.set(index, gathered);
    open.countDown();
  }

  /** Another thread has the result; that of the worker may never come back. */
  private void doneBy(int index, Callable<Gathered> left) {
    synchronized (this) {
      workers--;
    }
    try {
      done(index, left.call());
    } catch (Exception e) {
      throw new IllegalStateException("a probe never fails", e);
    }
  }

  /**
   * Waits for all of them; in the plan's order. Takes them itself while there is no other worker:
   * none could be started, or all were left behind.
   */
  List<Gathered> await() throws InterruptedException {
    do {
      if (isIdle() && more(1) > 0) {
        work();
      }
    } while (!open.await(LOOK, TimeUnit.MILLISECONDS));
    List<Gathered> all = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      all.add(Objects.requireNonNull(results.get(i)));
    }
    return Collections.unmodifiableList(all);
  }
}
