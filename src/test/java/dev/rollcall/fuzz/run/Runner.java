package dev.rollcall.fuzz.run;

import com.sun.management.ThreadMXBean;
import dev.rollcall.fuzz.target.FuzzTarget;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Runs targets on a few threads. A thread whose input does not come to an end is left behind, and
 * another one takes its place.
 */
public final class Runner {
  /** Processor time beyond which an input hangs: millions of times what one needs. */
  private static final Duration HANG = Duration.ofSeconds(10);

  /** The same for one that waits: on a busy machine a thread may wait long for its turn. */
  private static final Duration STUCK = Duration.ofMinutes(2);

  private static final Duration SLICE = Duration.ofSeconds(2);
  private static final long LOOK_MILLIS = 200;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<TargetRun> runs = new ArrayList<>();
  private final Queue<TargetRun> waiting = new ConcurrentLinkedQueue<>();
  private final List<Worker> workers = new ArrayList<>();
  private volatile Throwable broken;

  public Runner(List<FuzzTarget> targets, long seed) {
    targets.forEach(target -> runs.add(new TargetRun(target, seed)));
  }

  /** Gives every target so many percent of the inputs that it asks for, and one at least. */
  public List<TargetRun> counted(int percent, int threads) throws InterruptedException {
    run(
        threads,
        run -> {
          int inputs = Math.max(1, run.target().inputs() * percent / 100);
          run.go(() -> run.executed() < inputs);
          return false;
        });
    return runs;
  }

  /** Shares the time among the targets, some seconds each in turn. */
  public List<TargetRun> timed(Duration time, int threads) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    long fair = time.toNanos() * threads / Math.max(1, runs.size());
    long slice = Math.min(SLICE.toNanos(), Math.max(1, fair));
    run(
        threads,
        run -> {
          long until = System.nanoTime() + slice;
          run.go(() -> System.nanoTime() < until);
          return System.nanoTime() < end && !run.isOver();
        });
    return runs;
  }

  /** A part of a target's work. */
  private interface Part {
    /** Whether there is more of it. */
    boolean take(TargetRun run);
  }

  private void run(int threads, Part part) throws InterruptedException {
    waiting.addAll(runs);
    for (int i = 0; i < threads; i++) {
      workers.add(new Worker(part));
    }
    while (workers.stream().anyMatch(Worker::isAlive)) {
      Thread.sleep(LOOK_MILLIS);
      for (int i = 0; i < workers.size(); i++) {
        if (workers.get(i).hangs()) {
          workers.set(i, new Worker(part));
        }
      }
    }
    if (broken != null) {
      throw new IllegalStateException("the runner itself failed", broken);
    }
  }

  private final class Worker {
    private final Part part;
    private final Thread thread;
    private volatile TargetRun at;

    Worker(Part part) {
      this.part = part;
      this.thread = new Thread(this::work, "fuzz");
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler((same, thrown) -> broken = thrown);
      thread.start();
    }

    private void work() {
      for (TargetRun run = waiting.poll(); run != null; run = waiting.poll()) {
        at = run;
        if (part.take(run)) {
          waiting.add(run);
        }
      }
    }

    boolean isAlive() {
      return thread.isAlive();
    }

    /** Whether it is in an input for good; its target is then over. */
    boolean hangs() {
      TargetRun run = at;
      TargetRun.Current current = run == null ? null : run.current().orElse(null);
      if (current == null || current.thread() != thread) {
        return false;
      }
      long cpu = THREADS.getThreadCpuTime(thread.getId()) - current.cpu();
      long wall = System.nanoTime() - current.wall();
      if (cpu < HANG.toNanos() && wall < STUCK.toNanos()) {
        return false;
      }
      run.add(
          FuzzFinding.hung(
              run.target(), thread.getStackTrace(), current.input(), current.number()));
      return true;
    }
  }
}
