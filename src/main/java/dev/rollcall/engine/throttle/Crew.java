package dev.rollcall.engine.throttle;

/**
 * How many rules are under way at a time: fewer while their attempts queue for this host's
 * processors, as more would only take turns, and each turn costs a change of threads; more again
 * when a processor stays free. Used by one thread.
 */
public final class Crew {
  /** A processor that is free so often in a row is not only between two attempts. */
  private static final int FREE = 3;

  private final int least;
  private final int most;
  private int count;
  private int free;

  /**
   * Begins with the most.
   *
   * @param least enough to keep the processors busy
   */
  public Crew(int least, int most) {
    this.least = Math.min(least, most);
    this.most = most;
    this.count = most;
  }

  /**
   * How many from now on; to be asked every {@link Lending#MOMENT}.
   *
   * @param demand how many attempts wait for a processor; negative: so many processors are free
   */
  public int next(int demand) {
    free = demand < 0 ? free + 1 : 0;
    if (demand > 0 && demand >= count / 2) {
      count = Math.max(least, count - Math.max(1, count / 4));
    } else if (free >= FREE) {
      count = Math.min(most, 2 * count);
    }
    return count;
  }
}
