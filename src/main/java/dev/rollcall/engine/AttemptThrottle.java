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
 * Lets attempts start gently: so many at once, and never two within the same few milliseconds.
 *
 * <p>Fair between rules: a turn goes to the waiting rule that has the fewest attempts under way, so
 * that a rule with many addresses holds up no other.
 */
final class AttemptThrottle {
  private final long gap;
  private final Queue<Turn> waiting = new ArrayDeque<>();
  private final Map<Object, Integer> underWay = new HashMap<>();
  private int free;
  private long next = System.nanoTime();

  AttemptThrottle(int parallel, Duration gap) {
    this.free = parallel;
    this.gap = gap.toNanos();
  }

  /** A place in the queue. */
  final class Turn {
    private final Object owner;
    private final CountDownLatch granted = new CountDownLatch(1);
    private boolean had;

    private Turn(Object owner) {
      this.owner = owner;
    }

    private void await(BooleanSupplier stopped) throws InterruptedException {
      granted.await();
      if (!stopped.getAsBoolean()) {
        TimeUnit.NANOSECONDS.sleep(start());
      }
    }

    /** Gives it back, whether it was had or not; a second time does nothing. */
    void end() {
      giveBack(this);
    }
  }

  /**
   * Waits for a turn on behalf of somebody.
   *
   * @param stopped whether the turn will not be used, so that nobody need be gentle
   */
  Turn begin(Object owner, BooleanSupplier stopped) throws InterruptedException {
    Turn turn = new Turn(owner);
    synchronized (this) {
      waiting.add(turn);
      grant();
    }
    try {
      turn.await(stopped);
      return turn;
    } catch (InterruptedException e) {
      turn.end();
      throw e;
    }
  }

  private synchronized void giveBack(Turn turn) {
    if (turn.had) {
      turn.had = false;
      free++;
      underWay.merge(turn.owner, -1, Integer::sum);
      underWay.remove(turn.owner, 0);
    } else {
      waiting.remove(turn);
    }
    grant();
  }

  private synchronized void grant() {
    while (free > 0 && !waiting.isEmpty()) {
      Turn best = waiting.element();
      for (Turn turn : waiting) {
        if (load(turn) < load(best)) {
          best = turn;
        }
      }
      waiting.remove(best);
      free--;
      best.had = true;
      underWay.merge(best.owner, 1, Integer::sum);
      best.granted.countDown();
    }
  }

  private int load(Turn turn) {
    return underWay.getOrDefault(turn.owner, 0);
  }

  private synchronized long start() {
    long now = System.nanoTime();
    long wait = Math.max(0, next - now);
    next = now + wait + gap;
    return wait;
  }
}
