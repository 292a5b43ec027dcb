package dev.rollcall.run.idle;

import dev.rollcall.text.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** The connections that idle now, for a display. Safe for use by several threads. */
final class Waiting {
  private final List<Long> due = new ArrayList<>();

  /** The place of one connection, from its opening on; runs when it is open. */
  final class Place implements Runnable {
    private final Semaphore host;
    private final Duration idle;
    private boolean opened;
    private long asked;

    /**
     * @param host is released once the connection is open, or did not open
     */
    Place(Semaphore host, Duration idle) {
      this.host = host;
      this.idle = idle;
    }

    @Override
    public void run() {
      synchronized (due) {
        if (opened) {
          return;
        }
        opened = true;
        asked = System.nanoTime() + idle.toNanos();
        due.add(asked);
      }
      host.release();
    }

    /** It was asked, or will not be; a second call does nothing. */
    void ended() {
      run();
      synchronized (due) {
        due.remove((Long) asked);
      }
    }
  }

  /**
   * What is being waited for, in a line.
   *
   * @param now as {@link System#nanoTime} counts
   */
  String text(long now) {
    synchronized (due) {
      long next = due.stream().mapToLong(at -> at - now).min().orElse(0);
      long last = due.stream().mapToLong(at -> at - now).max().orElse(0);
      return due.isEmpty()
          ? "idle connections: opening"
          : "idle connections: "
              + due.size()
              + " wait, the next is used in "
              + left(next)
              + (due.size() == 1 ? "" : ", the last in " + left(last));
    }
  }

  /** In whole seconds. */
  private static String left(long nanos) {
    return Times.spoken(Duration.ofSeconds(Math.max(0, nanos) / 1_000_000_000));
  }
}
