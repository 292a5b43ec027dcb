package dev.rollcall.probe.budget;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The processor time of threads: unlike time on the wall it does not grow because something else
 * keeps this host busy. Where Java cannot tell it, time on the wall takes its place.
 */
public final class CpuClock {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean TELLS =
      THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

  private CpuClock() {}

  /** Nanoseconds from a moment of the thread's own; to be compared with each other only. */
  public static long of(Thread thread) {
    if (!TELLS) {
      return System.nanoTime();
    }
    long time =
        thread == Thread.currentThread()
            ? THREADS.getCurrentThreadCpuTime()
            : THREADS.getThreadCpuTime(thread.getId());
    return Math.max(0, time);
  }
}
