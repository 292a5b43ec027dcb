package dev.rollcall.engine;

import dev.rollcall.engine.guard.Guard;
import dev.rollcall.engine.guard.Task;
import dev.rollcall.plan.PlannedRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rules of a plan one after the other, several at a time, so that threads and memory do
 * not grow with the plan.
 */
final class RuleWorkers {
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
  private void doneBy(int index, Gathered gathered) {
    synchronized (this) {
      workers--;
    }
    done(index, gathered);
  }

  /**
   * Waits for all of them; in the plan's order. Takes them itself if no thread could be started.
   */
  List<Gathered> await() throws InterruptedException {
    if (isIdle() && more(1) > 0) {
      work();
    }
    open.await();
    List<Gathered> all = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      all.add(Objects.requireNonNull(results.get(i)));
    }
    return Collections.unmodifiableList(all);
  }
}
