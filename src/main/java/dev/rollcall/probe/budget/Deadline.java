package dev.rollcall.probe.budget;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A monotonic time limit. It does not run while it is stopped, as the time that a session waits for
 * this host does not count.
 */
public final class Deadline {
  private final LongSupplier ticks;
  private final long given;
  private long extended;
  private long ran;
  private long since;
  private boolean running;

  /**
   * @param ticks nanoseconds, as a monotonic clock counts them
   */
  private Deadline(LongSupplier ticks, Duration given, boolean running) {
    this.ticks = ticks;
    this.given = Math.max(0, given.toNanos());
    this.since = ticks.getAsLong();
    this.running = running;
  }

  /** A deadline this far from now. */
  public static Deadline after(Duration duration) {
    return new Deadline(System::nanoTime, duration, true);
  }

  /** A deadline that starts when its session begins to compute. */
  public static Deadline unstarted(Duration duration) {
    return new Deadline(System::nanoTime, duration, false);
  }

  /** Its whole time. */
  public Duration whole() {
    return Duration.ofNanos(given);
  }

  /** From here on time does not count. A second time does nothing. */
  synchronized void stop() {
    ran = ran();
    running = false;
  }

  /** From here on time counts. A second time does nothing. */
  synchronized void start() {
    if (!running) {
      since = ticks.getAsLong();
      running = true;
    }
  }

  /** Extends it by time that this host needed. */
  synchronized void extend(long nanoseconds) {
    extended += nanoseconds;
  }

  private synchronized long ran() {
    return running ? ran + ticks.getAsLong() - since : ran;
  }

  private synchronized long counted() {
    return ran() - extended;
  }

  private long left() {
    return given - counted();
  }

  /** Time left, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, left()));
  }

  public boolean passed() {
    return left() <= 0;
  }

  /**
   * The earlier of this deadline and one that far from now. It does not run while this one is
   * stopped, and is extended with it.
   */
  public Deadline orAfter(Duration duration) {
    Duration left = remaining();
    return new Deadline(this::counted, left.compareTo(duration) < 0 ? left : duration, true);
  }

  /**
   * As {@link #socketTimeout}, and 1 if the deadline has passed: what came in time is found,
   * however late this host looks.
   */
  public int timeoutOrLook() {
    return Math.max(1, timeout(left()));
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
    return timeout(left);
  }

  private static int timeout(long left) {
    return (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
  }
}
