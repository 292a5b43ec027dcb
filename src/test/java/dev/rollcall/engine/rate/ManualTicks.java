package dev.rollcall.engine.rate;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Time that passes only when a test says so. */
public final class ManualTicks implements Ticks {
  private record Task(long at, Runnable what) {}

  private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::at));
  private long now;

  @Override
  public synchronized long now() {
    return now;
  }

  @Override
  public synchronized void later(long nanoseconds, Runnable task) {
    tasks.add(new Task(now + nanoseconds, task));
  }

  /** Lets so many nanoseconds pass; what is due runs at its own time. */
  public void pass(long nanoseconds) {
    long until = now() + nanoseconds;
    for (Task task = due(until); task != null; task = due(until)) {
      task.what().run();
    }
    synchronized (this) {
      now = until;
    }
  }

  private synchronized @Nullable Task due(long until) {
    if (tasks.isEmpty() || tasks.element().at() > until) {
      return null;
    }
    now = tasks.element().at();
    return tasks.remove();
  }
}
