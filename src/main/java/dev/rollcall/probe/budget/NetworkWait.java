package dev.rollcall.probe.budget;

import dev.rollcall.probe.timing.RunDelay;

/**
 * One wait for the network. It is over when what was waited for is there, which may be earlier than
 * this host lets the thread run again.
 *
 * <p>All moments are of {@link System#nanoTime}. Used by the attempt's thread.
 */
public final class NetworkWait {
  private final AttemptBudget budget;
  private final RunDelay delay;
  private final long from;

  NetworkWait(AttemptBudget budget, RunDelay delay) {
    this.budget = budget;
    this.delay = delay;
    budget.computed(delay.more());
    this.from = System.nanoTime();
  }

  /** When it began. */
  public long from() {
    return from;
  }

  /**
   * When it was over: now, without the time that the thread was ready and waited to run; later than
   * it began.
   */
  public long over() {
    long now = System.nanoTime();
    long late = Math.max(0, Math.min(now - from - 1, delay.more()));
    budget.late(late);
    return now - late;
  }
}
