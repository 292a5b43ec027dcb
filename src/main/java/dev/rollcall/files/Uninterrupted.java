package dev.rollcall.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Work with channels on a thread that may be interrupted. An interrupt closes them, and reports are
 * written after an interrupt.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /** Work with files that may be repeated. */
  @FunctionalInterface
  public interface Work<T> {
    T get() throws IOException;
  }

  /** As {@link Work}, without a result. */
  @FunctionalInterface
  public interface Task {
    void run() throws IOException;
  }

  /** Does the work, again if an interrupt ended it. Restores the thread's interrupt. */
  public static <T> T get(Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.get();
        } catch (ClosedByInterruptException e) {
          interrupted = true;
          Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** As {@link #get}. */
  public static void run(Task task) throws IOException {
    get(
        () -> {
          task.run();
          return true;
        });
  }
}
