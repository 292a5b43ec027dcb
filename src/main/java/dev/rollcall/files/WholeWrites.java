package dev.rollcall.files;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a signal end the process only after the write that is under way, so that no temporary file
 * is left over and nothing that was answered is lost. A write that hangs is left after five
 * seconds.
 */
final class WholeWrites {
  /** A disk that does not answer must not keep the process for ever. */
  private static final int PATIENCE_SECONDS = 5;

  private static final ReentrantLock WRITING = new ReentrantLock();

  static {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(WholeWrites::await, "whole-writes"));
    } catch (IllegalStateException ending) {
      // The process ends already; what it still writes may be cut.
    }
  }

  private WholeWrites() {}

  /** Does the work, which is not cut by a signal; may be called within such work. */
  static void during(Uninterrupted.Task work) throws IOException {
    WRITING.lock();
    try {
      work.run();
    } finally {
      WRITING.unlock();
    }
  }

  /** Waits for a write that is under way. */
  private static void await() {
    try {
      if (WRITING.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        WRITING.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
