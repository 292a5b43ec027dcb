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
 * while the session waits for this host: for its processors, or for a step of its own such as the
 * notes of logins. So it is checked again when it is due; so is a session whose thread could run,
 * and was not let. A session that waits too long for this host is aborted as well.
 *
 * <p>The attempt runs on the thread that makes the guard, between that and {@link #finish}.
 */
public final class Guard implements Runnable, AutoCloseable {
  /** How long after its deadline and a second try an attempt is aborted. */
  private static final Duration GRACE = Prober.SECOND_TRY.plusMillis(250);

  /** How long it may then take to end before it is left behind. */
  private static final Duration ABANDON = Duration.ofSeconds(1);

  /** The longest wait for this host; many times what a whole table takes. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A shorter delay of the thread changes nothing. */
  private static final Duration SHORT = Duration.ofMillis(100);

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

  /** What its thread's last delay gave it, and all its delays. */
  private Duration delay = Duration.ZERO;

  private Duration delays = Duration.ZERO;
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
    boolean waits = session.budget().waits();
    if (waits ? !session.budget().starved(PATIENCE) : !remaining.isZero()) {
      next = later(remaining.plus(GRACE));
      return;
    }
    Duration more = waits ? Duration.ZERO : delayed();
    if (more.compareTo(SHORT) < 0 || delays.compareTo(PATIENCE) > 0) {
      cut();
    } else {
      next = later(more);
    }
  }

  /** How long the thread has waited for a processor since this was asked last. */
  private Duration delayed() {
    Duration now = session.budget().delay();
    Duration more = now.compareTo(delay) > 0 ? now.minus(delay) : Duration.ZERO;
    delay = now;
    delays = delays.plus(more);
    return more;
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
