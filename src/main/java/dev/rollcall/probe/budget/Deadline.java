package dev.rollcall.probe.budget;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A span of monotonic time after which nothing waits any longer. It does not run while it is
 * stopped: the time that a session waits for this host is not the destination's.
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

  /** A deadline that far from now. */
  public static Deadline after(Duration duration) {
    return new Deadline(Math.max(0, duration.toNanos()), true);
  }

  /** A deadline that far from the moment at which the session that it is for begins to compute. */
  public static Deadline unstarted(Duration duration) {
    return new Deadline(Math.max(0, duration.toNanos()), false);
  }

  /** The time that it gave from the start. */
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

  /** Moves it further away, by time that this host kept to itself. */
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
