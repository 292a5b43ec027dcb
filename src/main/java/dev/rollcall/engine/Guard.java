package dev.rollcall.engine;

import dev.rollcall.probe.Session;
import dev.rollcall.probe.attempt.Prober;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Aborts a session that still waits after its deadline: first closes its sockets, then abandons it.
 * The deadline does not run while the session waits for this host's processors, so it is checked
 * again when it is due. A session that waits too long for processors is aborted as well.
 */
final class Guard implements Runnable, AutoCloseable {
  /** How long after its deadline and a second try an attempt is aborted. */
  private static final Duration GRACE = Prober.SECOND_TRY.plusMillis(250);

  /** How long it may then take to end before it is abandoned. */
  private static final Duration ABANDON = Duration.ofSeconds(1);

  /** The longest wait for processors; many times what a whole table takes. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Session session;
  private final ScheduledExecutorService watchdog;
  private ScheduledFuture<?> next;
  private boolean cut;
  private boolean closed;

  Guard(Session session, ScheduledExecutorService watchdog) {
    this.session = session;
    this.watchdog = watchdog;
    this.next = later(session.deadline().remaining().plus(GRACE));
  }

  @Override
  public synchronized void run() {
    if (closed) {
      return;
    }
    Duration left = session.deadline().remaining();
    if (session.clock().waits() ? session.clock().starved(PATIENCE) : left.isZero()) {
      cut = true;
      session.abort();
    } else {
      next = later(left.plus(GRACE));
    }
  }

  /**
   * Waits for the session's result.
   *
   * @throws TimeoutException if it goes on after it was aborted
   */
  <T> Optional<T> await(Future<T> pending)
      throws InterruptedException, ExecutionException, TimeoutException {
    boolean wasCut = false;
    while (true) {
      try {
        return Optional.of(pending.get(ABANDON.toNanos(), TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        if (wasCut) {
          throw e;
        }
        wasCut = cut();
      }
    }
  }

  /** Whether the session's sockets were closed to abort it. */
  synchronized boolean cut() {
    return cut;
  }

  private ScheduledFuture<?> later(Duration delay) {
    return watchdog.schedule(this, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public synchronized void close() {
    closed = true;
    next.cancel(false);
  }
}
