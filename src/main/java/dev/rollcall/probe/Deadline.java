package dev.rollcall.probe;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A moment on the monotonic clock after which nothing waits any longer. */
public final class Deadline {
  private final long start = System.nanoTime();
  private final AtomicLong nanos;

  private Deadline(long nanos) {
    this.nanos = new AtomicLong(nanos);
  }

  /** A deadline that far from now. */
  public static Deadline after(Duration duration) {
    return new Deadline(Math.max(0, duration.toNanos()));
  }

  /** The time that it gave from the start. */
  public Duration whole() {
    return Duration.ofNanos(nanos.get());
  }

  /** Moves it further away, by time that this host kept to itself. */
  void extend(long nanoseconds) {
    nanos.addAndGet(nanoseconds);
  }

  /** Time left, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanos.get() - (System.nanoTime() - start)));
  }

  public boolean passed() {
    return System.nanoTime() - start >= nanos.get();
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
    long left = nanos.get() - (System.nanoTime() - start);
    if (left <= 0) {
      throw new OutOfTimeException();
    }
    return (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
  }
}
