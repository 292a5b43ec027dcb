package dev.rollcall.cli.output;

import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.probe.net.DaemonThreads;
import dev.rollcall.text.Counted;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Prints a line for each visit in its own thread: a stopped terminal or a flood must not stop the
 * stand-in. Visits that come too fast to be printed are counted in a line.
 */
public final class VisitPrinter implements Consumer<Visit>, AutoCloseable {
  private static final int WAITING = 1000;
  private static final int LINES_PER_SECOND = 100;

  /** How long a stopped terminal may delay the end, in milliseconds. */
  private static final long LAST_WORDS = 2_000;

  private final BlockingQueue<Ended> queue = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong missed = new AtomicLong();
  private final PrintStream out;
  private final Instant startedAt;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean closed;

  private record Ended(Visit visit, Instant at) {}

  private VisitPrinter(PrintStream out, Instant startedAt, InstantSource clock) {
    this.out = out;
    this.startedAt = startedAt;
    this.clock = clock;
    this.thread = DaemonThreads.named("visit printer").newThread(this::run);
  }

  /**
   * Starts to print.
   *
   * @param startedAt the instant from which the visits' times count
   * @param clock says when a visit ended
   */
  public static VisitPrinter start(PrintStream out, Instant startedAt, InstantSource clock) {
    VisitPrinter printer = new VisitPrinter(out, startedAt, clock);
    printer.thread.start();
    return printer;
  }

  @Override
  public void accept(Visit visit) {
    if (!queue.offer(new Ended(visit, clock.instant()))) {
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
    Ended ended = queue.poll(200, TimeUnit.MILLISECONDS);
    if (ended != null) {
      out.println(AnswerText.visit(startedAt, ended.visit(), ended.at()));
      if (!closed) {
        TimeUnit.MILLISECONDS.sleep(1000 / LINES_PER_SECOND);
      }
    }
    long more = queue.isEmpty() ? missed.getAndSet(0) : 0;
    if (more > 0) {
      out.println("and " + Counted.of(more, "more visit") + ", too fast to be shown");
    }
  }

  /** Prints the remaining lines, unless the terminal is stopped. */
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
