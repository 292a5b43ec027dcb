package dev.rollcall.probe.budget;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A monotonic time limit. It does not run while it is stopped, as the time that a session waits for
 * this host does not count.
 */
public final class Deadline {
  private final long given;
  private long used;
  private long since = System.nanoTime();
  private boolean running;

  private Deadline(long given, boolean running) {
    this.given = given;
    this.running = running;
  }

  /** A deadline this far from now. */
  public static Deadline after(Duration duration) {
    return new Deadline(Math.max(0, duration.toNanos()), true);
  }

  /** A deadline that starts when its session begins to compute. */
  public static Deadline unstarted(Duration duration) {
    return new Deadline(Math.max(0, duration.toNanos()), false);
  }

  /** Its whole time. */
  public Duration whole() {
    return Duration.ofNanos(given);
  }

  /** From here on time does not count. A second time does nothing. */
  synchronized void stop() {
    if (running) {
      used += System.nanoTime() - since;
      running = false;
    }
  }

  /** From here on time counts. A second time does nothing. */
  synchronized void start() {
    if (!running) {
      since = System.nanoTime();
      running = true;
    }
  }

  /** Extends it by time that this host needed. */
  synchronized void extend(long nanoseconds) {
    used -= nanoseconds;
  }

  private synchronized long left() {
    return given - used - (running ? System.nanoTime() - since : 0);
  }

  /** Time left, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, left()));
  }

  public boolean passed() {
    return left() <= 0;
  }

  /** The earlier of this deadline and one that far from now. */
  public Deadline orAfter(Duration duration) {
    Duration left = remaining();
    return after(left.compareTo(duration) < 0 ? left : duration);
  }

  /**
   * Time left in milliseconds, rounded up: at least 1, as 0 means "for ever" to sockets.
   *
   * @throws SocketTimeoutException if the deadline has passed
   */
  public int socketTimeout() throws SocketTimeoutException {
    long left = left();
    if (left <= 0) {
      throw new OutOfTimeException();
    }
    return (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
  }
}
