package dev.rollcall.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Limits how many attempts run at once, and keeps a few milliseconds between two starts.
 *
 * <p>Fair between rules: the next permit goes to the waiting rule with the fewest running attempts,
 * so that a rule with many addresses delays no other.
 */
final class AttemptThrottle {
  private final long gap;
  private final Queue<Permit> waiting = new ArrayDeque<>();
  private final Map<Object, Integer> running = new HashMap<>();
  private int free;
  private long next = System.nanoTime();

  AttemptThrottle(int parallel, Duration gap) {
    this.free = parallel;
    this.gap = gap.toNanos();
  }

  /** A permit, or a place in the queue for one. */
  final class Permit {
    private final Object owner;
    private final CountDownLatch granted = new CountDownLatch(1);
    private boolean held;

    private Permit(Object owner) {
      this.owner = owner;
    }

    private void await(BooleanSupplier stopped) throws InterruptedException {
      granted.await();
      if (!stopped.getAsBoolean()) {
        TimeUnit.NANOSECONDS.sleep(start());
      }
    }

    /** Releases the permit or leaves the queue; a second call does nothing. */
    void end() {
      release(this);
    }
  }

  /**
   * Waits for a permit.
   *
   * @param stopped whether the permit will not be used, so that no pause is needed
   */
  Permit begin(Object owner, BooleanSupplier stopped) throws InterruptedException {
    Permit permit = new Permit(owner);
    synchronized (this) {
      waiting.add(permit);
      grant();
    }
    try {
      permit.await(stopped);
      return permit;
    } catch (InterruptedException e) {
      permit.end();
      throw e;
    }
  }

  private synchronized void release(Permit permit) {
    if (permit.held) {
      permit.held = false;
      free++;
      running.merge(permit.owner, -1, Integer::sum);
      running.remove(permit.owner, 0);
    } else {
      waiting.remove(permit);
    }
    grant();
  }

  private synchronized void grant() {
    while (free > 0 && !waiting.isEmpty()) {
      Permit best = waiting.element();
      for (Permit permit : waiting) {
        if (load(permit) < load(best)) {
          best = permit;
        }
      }
      waiting.remove(best);
      free--;
      best.held = true;
      running.merge(best.owner, 1, Integer::sum);
      best.granted.countDown();
    }
  }

  private int load(Permit permit) {
    return running.getOrDefault(permit.owner, 0);
  }

  private synchronized long start() {
    long now = System.nanoTime();
    long wait = Math.max(0, next - now);
    next = now + wait + gap;
    return wait;
  }
}
