package dev.rollcall.probe.budget;

import dev.rollcall.probe.Session;
import dev.rollcall.probe.timing.Lateness;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A host whose only processor is busy with something else when a test says so. */
public final class BusyHost {
  /** So late that a server may have given up. */
  private static final long LATE = Lateness.LIMIT.multipliedBy(3).toNanos();

  /** As long as a session waits for the processor at least. */
  public static final Duration LEAST = Lateness.LIMIT;

  private final CpuPermits permits = new CpuPermits(1);

  /** The permits of the host's attempts. */
  public CpuPermits permits() {
    return permits;
  }

  /**
   * Takes the processor from the session: when it has connected next, it waits for it until it is
   * late, and the server has done that.
   */
  public void starve(Session session, CountDownLatch server) {
    session.budget().pause();
    CpuPermit other = permits.next("other.example", Duration.ofMinutes(1));
    other.resume();
    Thread thread =
        new Thread(
            () -> {
              try {
                server.await();
                while (!session.budget().starved(LEAST)) {
                  Thread.sleep(5);
                }
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              } finally {
                other.pause();
              }
            },
            "busy-host");
    thread.setDaemon(true);
    thread.start();
  }

  /** The same without a wait: the session's connection was open a while ago. */
  public static void late(Session session) {
    session.budget().opened(System.nanoTime() - LATE);
  }
}
