package dev.rollcall.engine;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets attempts start gently: so many at once, and never two within the same few milliseconds. */
final class Pacer {
  private final Semaphore permits;
  private final long gap;
  private long next = System.nanoTime();

  Pacer(int parallel, Duration gap) {
    this.permits = new Semaphore(parallel, true);
    this.gap = gap.toNanos();
  }

  /** Waits for a turn; {@link #end} gives it back. */
  void begin() throws InterruptedException {
    permits.acquire();
    try {
      TimeUnit.NANOSECONDS.sleep(turn());
    } catch (InterruptedException e) {
      permits.release();
      throw e;
    }
  }

  void end() {
    permits.release();
  }

  private synchronized long turn() {
    long now = System.nanoTime();
    long wait = Math.max(0, next - now);
    next = now + wait + gap;
    return wait;
  }
}
