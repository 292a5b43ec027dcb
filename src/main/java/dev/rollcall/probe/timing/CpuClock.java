package dev.rollcall.probe.timing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The processor time of threads, which does not depend on other load of this host. If Java cannot
 * measure it, wall time is used.
 */
public final class CpuClock {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean TELLS =
      THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

  private CpuClock() {}

  /** Whether it measures processor time, and not wall time. */
  public static boolean measures() {
    return TELLS;
  }

  /** Nanoseconds from an arbitrary origin of the thread; only differences are meaningful. */
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
