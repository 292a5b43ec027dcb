package dev.rollcall.probe.timing;

/**
 * The processor time that an attempt's thread has used while it held a permit, in nanoseconds. Only
 * {@link #sum} may be asked without the permits' lock.
 */
public final class ThreadTime {
  private Thread thread = Thread.currentThread();
  private boolean measured;
  private long began;
  private volatile long sum;

  /** Begins to measure the calling thread, whose own calls to wait count as well. */
  public void measure() {
    if (!measured || thread != Thread.currentThread() || !CpuClock.measures()) {
      measured = true;
      thread = Thread.currentThread();
      began = CpuClock.of(thread);
    }
  }

  /** The clock of its thread. */
  public long clock() {
    return CpuClock.of(thread);
  }

  /** What was used since the measuring began. */
  public long more() {
    return Math.max(0, clock() - began);
  }

  /** Adds what was used until then to the sum, and returns it. */
  public long settle(long clock) {
    long more = Math.max(0, clock - began);
    long all = sum + more;
    began = clock;
    sum = all;
    return more;
  }

  /** What was settled so far. */
  public long sum() {
    return sum;
  }
}
