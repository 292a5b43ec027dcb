package dev.rollcall.engine.rate;

/**
 * So many starts at once, and one more after each interval: in any time t no more than {@code burst
 * + t / interval}. Times are in nanoseconds.
 */
final class TokenBucket {
  private final long interval;
  private final long tolerance;
  private boolean used;
  private long due;

  TokenBucket(int burst, long interval) {
    this.interval = interval;
    this.tolerance = (burst - 1) * interval;
  }

  /** How long until the next start; 0 if it may be now. */
  long delay(long now) {
    return used ? Math.max(0, due - tolerance - now) : 0;
  }

  /** Counts a start; also one that did not wait, which delays the later ones. */
  void take(long now) {
    due = (used ? Math.max(due, now) : now) + interval;
    used = true;
  }
}
