package dev.rollcall.probe.login;

import dev.rollcall.probe.net.DaemonThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A task that is slow on purpose or may wait for a disk, in a daemon thread of its own. */
final class SlowTask<T> {
  private final FutureTask<T> task;

  /** Begins it. */
  SlowTask(Callable<T> what) {
    task = new FutureTask<>(what);
    DaemonThreads.named("login notes").newThread(task).start();
  }

  /**
   * Waits at most this long.
   *
   * @return its result; empty if it goes on
   * @throws IOException if it failed
   */
  Optional<T> within(Duration look) throws IOException, InterruptedException {
    try {
      return Optional.of(task.get(look.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known
          ? known
          : new IOException(String.valueOf(e.getCause()), e);
    }
  }
}
