package dev.rollcall.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets SIGINT, SIGTERM and SIGHUP end a run early without losing its reports: the run stops, and
 * the process waits until the reports are written. A signal before the run begins ends the process
 * at once. The exit code is the Java launcher's (130, 143 or 129), unless {@link #exitsWith} sets
 * another one.
 */
public final class Interruption implements AutoCloseable {
  /** Kubernetes kills a process 30 s after its signal. */
  private static final long PATIENCE_SECONDS = 25;

  private static final int NONE = -1;

  private final CountDownLatch written = new CountDownLatch(1);
  private final AtomicInteger graver = new AtomicInteger(NONE);
  private final AtomicReference<@Nullable State> state = new AtomicReference<>();
  private final Thread hook = new Thread(this::signalled, "interruption");

  /** What a signal does; each is used once, so that a signal and the begin cannot both win. */
  private record State(Runnable onSignal, boolean begun) {}

  /**
   * Waits for signals from now on.
   *
   * @param early tells the user of a signal that comes before {@link #begin}
   */
  public Interruption(Runnable early) {
    state.set(new State(early, false));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * The run begins. Does not return where a signal came before.
   *
   * @param stop ends the run; the process then waits for {@link #close}
   */
  public void begin(Runnable stop) {
    State early = state.get();
    if (early == null || !state.compareAndSet(early, new State(stop, true))) {
      leaveItToTheSignal();
    }
  }

  /** What the process does before it ends by a signal. */
  void signalled() {
    State now = state.getAndSet(null);
    if (now != null) {
      now.onSignal().run();
      if ((!now.begun() || isWritten()) && graver.get() != NONE) {
        Runtime.getRuntime().halt(graver.get());
      }
    }
  }

  private boolean isWritten() {
    try {
      return written.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** An exit code that takes precedence over those of signals; the last one counts. */
  public void exitsWith(int code) {
    graver.set(code);
  }

  /**
   * Called when the reports are written. Does not return while the process is ending by a signal.
   */
  @Override
  public void close() {
    written.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException underWay) {
      // The process is ending by a signal, and the hook was just released.
      leaveItToTheSignal();
    }
  }

  /** Java 17: after the hooks, a second exit could replace the exit code of the first. */
  private static void leaveItToTheSignal() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
