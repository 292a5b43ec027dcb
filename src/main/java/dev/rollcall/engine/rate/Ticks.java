package dev.rollcall.engine.rate;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The time that a rate is measured in, and an alarm clock; a test sets its own. */
public interface Ticks {
  /** Nanoseconds from an arbitrary origin, as {@link System#nanoTime} counts them. */
  long now();

  /** Runs a task after so many nanoseconds. */
  void later(long nanoseconds, Runnable task);

  /** The system's time. */
  static Ticks of(ScheduledExecutorService alarm) {
    return new Ticks() {
      @Override
      public long now() {
        return System.nanoTime();
      }

      @Override
      public void later(long nanoseconds, Runnable task) {
        try {
          Future<?> unused = alarm.schedule(task, nanoseconds, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
          // The run is over.
        }
      }
    };
  }
}
