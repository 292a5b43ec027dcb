package dev.rollcall.engine.guard;

import dev.rollcall.probe.Session;
import dev.rollcall.probe.attempt.Prober;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Aborts the session of an attempt that still waits after its deadline: first closes its sockets,
 * then leaves its thread behind, so that another goes on in its place. The deadline does not run
 * while the session waits for this host's processors, so it is checked again when it is due. A
 * session that waits too long for processors is aborted as well.
 *
 * <p>The attempt runs on the thread that makes the guard, between that and {@link #finish}.
 */
public final class Guard implements Runnable, AutoCloseable {
  /** How long after its deadline and a second try an attempt is aborted. */
  private static final Duration GRACE = Prober.SECOND_TRY.plusMillis(250);

  /** How long it may then take to end before it is left behind. */
  private static final Duration ABANDON = Duration.ofSeconds(1);

  /** The longest wait for processors; many times what a whole table takes. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** This thread was left behind: another has gone on in its place. */
  public static final class LeftBehindException extends InterruptedException {
    private static final long serialVersionUID = 1L;
  }

  private final Session session;
  private final ScheduledExecutorService watchdog;
  private final ExecutorService threads;
  private final Runnable instead;
  private final Thread thread = Thread.currentThread();
  private ScheduledFuture<?> next;
  private boolean cut;
  private boolean left;
  private boolean closed;

  /**
   * @param threads where another thread comes from
   * @param instead what it does, if this one is left behind
   */
  public Guard(
      Session session,
      ScheduledExecutorService watchdog,
      ExecutorService threads,
      Runnable instead) {
    this.session = session;
    this.watchdog = watchdog;
    this.threads = threads;
    this.instead = instead;
    this.next = later(session.deadline().remaining().plus(GRACE));
  }

  @Override
  public synchronized void run() {
    if (closed || left) {
      return;
    }
    if (cut) {
      leave();
      return;
    }
    Duration remaining = session.deadline().remaining();
    if (session.budget().waits() ? session.budget().starved(PATIENCE) : remaining.isZero()) {
      cut();
    } else {
      next = later(remaining.plus(GRACE));
    }
  }

  /** Aborts it now, as the run ends. */
  public synchronized void stop() {
    if (!closed && !left) {
      next.cancel(false);
      try {
        cut();
      } finally {
        interrupt();
      }
    }
  }

  private void cut() {
    cut = true;
    try {
      session.abort();
    } finally {
      next = later(ABANDON);
    }
  }

  private void leave() {
    left = true;
    Runnable goOn =
        () -> {
          try {
            instead.run();
          } finally {
            interrupt();
          }
        };
    try {
      threads.execute(goOn);
    } catch (RuntimeException | Error e) {
      // There is no other thread.
      goOn.run();
    }
  }

  private synchronized void interrupt() {
    if (!closed) {
      thread.interrupt();
    }
  }

  /**
   * Ends the guard, and clears the interrupt of its thread: it was meant for the attempt.
   *
   * @return whether the session's sockets were closed to abort it
   * @throws LeftBehindException if another thread has gone on: this one must do nothing more
   */
  public synchronized boolean finish() throws LeftBehindException {
    close();
    if (left) {
      throw new LeftBehindException();
    }
    return cut;
  }

  private ScheduledFuture<?> later(Duration delay) {
    return watchdog.schedule(this, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public synchronized void close() {
    closed = true;
    next.cancel(false);
    if (Thread.currentThread() == thread) {
      // A library may have set it as well.
      Thread.interrupted();
    }
  }
}
