package dev.rollcall.engine.path;

import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.PathTrace;
import dev.rollcall.probe.net.FlowLog;
import dev.rollcall.probe.path.PathSearches;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Listens for the ICMP message that a silent attempt's request gets; at most once. */
final class IcmpListener implements AutoCloseable {
  /** For its last look, on a busy host. */
  private static final Duration LAST_LOOK = Duration.ofSeconds(1);

  private final PathSearches searches;
  private final ExecutorService threads;
  private final Endpoint dialled;
  private final Optional<InetAddress> bind;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean runs;
  private Optional<Future<Optional<PathTrace>>> begun = Optional.empty();

  IcmpListener(
      PathSearches searches,
      ExecutorService threads,
      Endpoint dialled,
      Optional<InetAddress> bind) {
    this.searches = searches;
    this.threads = threads;
    this.dialled = dialled;
    this.bind = bind;
  }

  /** Begins, unless it has begun before. */
  synchronized void begin(FlowLog log, Duration most) {
    if (begun.isPresent()) {
      return;
    }
    try {
      begun = Optional.of(threads.submit(() -> listen(log, most)));
    } catch (RejectedExecutionException e) {
      // The run ends.
    }
  }

  private Optional<PathTrace> listen(FlowLog log, Duration most) throws InterruptedException {
    runs = true;
    try {
      return searches.listen(log, bind, dialled, most);
    } finally {
      ended.countDown();
    }
  }

  /** What it received, after waiting for that; empty if it never began. */
  Optional<PathTrace> received(Duration most) {
    return begun().flatMap(one -> PathLook.result(one, most));
  }

  private synchronized Optional<Future<Optional<PathTrace>>> begun() {
    return begun;
  }

  /** Waits until its socket is closed, if it runs; a busy host may take longer. */
  void awaitEnd() {
    try {
      if (runs) {
        // If that does not come in time, the count is that of a moment before.
        ended.await(LAST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    begun.ifPresent(one -> one.cancel(true));
  }
}
