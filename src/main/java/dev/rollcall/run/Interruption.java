package dev.rollcall.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets SIGINT, SIGTERM and SIGHUP end a run early without losing its reports: the run stops, and
 * the process waits until the reports are written. The Java launcher then exits with 130, 143 or
 * 129.
 */
public final class Interruption implements AutoCloseable {
  /** Kubernetes kills a process 30 s after its signal. */
  private static final long PATIENCE_SECONDS = 25;

  private static final int NONE = -1;

  private final CountDownLatch written = new CountDownLatch(1);
  private final AtomicInteger graver = new AtomicInteger(NONE);
  private final Thread hook;

  public Interruption(Runnable stop) {
    hook =
        new Thread(
            () -> {
              stop.run();
              await();
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void await() {
    try {
      if (written.await(PATIENCE_SECONDS, TimeUnit.SECONDS) && graver.get() != NONE) {
        Runtime.getRuntime().halt(graver.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An exit code that takes precedence over those of signals. */
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
