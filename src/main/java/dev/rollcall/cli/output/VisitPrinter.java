package dev.rollcall.cli.output;

import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.probe.net.DaemonThreads;
import java.io.PrintStream;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Prints a line for each visit in a thread of its own: a terminal that is stopped, or a flood, must
 * not stop the stand-in. What comes faster than it may be printed is counted in a line.
 */
public final class VisitPrinter implements Consumer<Visit>, AutoCloseable {
  private static final int WAITING = 1000;
  private static final int LINES_PER_SECOND = 100;

  /** How long a stopped terminal may hold up the end, in milliseconds. */
  private static final long LAST_WORDS = 2_000;

  private final BlockingQueue<Visit> queue = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong missed = new AtomicLong();
  private final PrintStream out;
  private final Instant startedAt;
  private final Thread thread;
  private volatile boolean closed;

  private VisitPrinter(PrintStream out, Instant startedAt) {
    this.out = out;
    this.startedAt = startedAt;
    this.thread = DaemonThreads.named("visit printer").newThread(this::run);
  }

  /**
   * Starts to print.
   *
   * @param startedAt what the visits' times count from
   */
  public static VisitPrinter start(PrintStream out, Instant startedAt) {
    VisitPrinter printer = new VisitPrinter(out, startedAt);
    printer.thread.start();
    return printer;
  }

  @Override
  public void accept(Visit visit) {
    if (!queue.offer(visit)) {
      missed.incrementAndGet();
    }
  }

  private void run() {
    while (!closed || !queue.isEmpty()) {
      try {
        print();
      } catch (InterruptedException e) {
        return;
      } catch (OutOfMemoryError e) {
        missed.incrementAndGet();
      }
    }
  }

  private void print() throws InterruptedException {
    Visit visit = queue.poll(200, TimeUnit.MILLISECONDS);
    if (visit != null) {
      out.println(AnswerText.visit(startedAt, visit));
      if (!closed) {
        TimeUnit.MILLISECONDS.sleep(1000 / LINES_PER_SECOND);
      }
    }
    long more = queue.isEmpty() ? missed.getAndSet(0) : 0;
    if (more > 0) {
      out.println("and " + more + " more visits, which came too fast to be shown");
    }
  }

  /** Prints what still waits, unless nobody reads it. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
