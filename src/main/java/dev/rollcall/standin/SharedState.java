package dev.rollcall.standin;

import dev.rollcall.model.path.Port;
import dev.rollcall.probe.net.DaemonThreads;
import dev.rollcall.probe.net.Quietly;
import java.io.Closeable;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What all listeners share: limits, log, threads and open connections. */
final class SharedState implements Closeable {
  /** How long a listener pauses after an error before it is restarted, in milliseconds. */
  private static final int PAUSE = 200;

  private final StandInLimits limits;
  private final StandInLogger logbook;
  private final ConnectionLimit connectionLimit;
  private final RateLimit datagrams;
  private final RateLimit larger;
  private final Set<Socket> inside = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = DaemonThreads.pool("stand-in");
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(1, DaemonThreads.named("stand-in clock"));
  private volatile boolean closed;

  SharedState(StandInLimits limits, StandInLogger logbook) {
    this.limits = limits;
    this.logbook = logbook;
    this.connectionLimit = new ConnectionLimit(limits.connections(), limits.perSource());
    long now = System.nanoTime();
    this.datagrams = new RateLimit(limits.datagrams(), limits.datagramsPerSource(), now);
    this.larger = new RateLimit(limits.larger(), limits.largerPerSource(), now);
    clock.setRemoveOnCancelPolicy(true);
  }

  StandInLimits limits() {
    return limits;
  }

  StandInLogger logbook() {
    return logbook;
  }

  ConnectionLimit connectionLimit() {
    return connectionLimit;
  }

  /** The rate limit of UDP answers. */
  RateLimit datagrams() {
    return datagrams;
  }

  /** The rate limit of UDP answers that are larger than the request. */
  RateLimit larger() {
    return larger;
  }

  ScheduledThreadPoolExecutor clock() {
    return clock;
  }

  /** Runs a listener in its own thread, and restarts it after any exception, until it is closed. */
  void open(Listener listener) {
    threads.execute(
        () -> {
          while (!closed) {
            try {
              listener.run();
              return;
            } catch (Throwable e) {
              // After an Error too: memory may be available again, and the port stays open.
              logbook.incident(listener.port(), "was started again", e);
              sleep(PAUSE);
            }
          }
        });
  }

  /**
   * Serves a caller in its own thread; closing this closes the socket. An exception ends only this
   * conversation.
   *
   * @param port that the caller connected to
   * @throws java.util.concurrent.RejectedExecutionException if this is closed
   */
  void serve(Socket socket, Port port, Runnable conversation) {
    inside.add(socket);
    boolean started = false;
    try {
      threads.execute(
          () -> {
            try {
              conversation.run();
            } catch (Throwable e) {
              logbook.incident(port, "a conversation was ended", e);
            } finally {
              inside.remove(socket);
            }
          });
      started = true;
    } finally {
      if (!started) {
        inside.remove(socket);
      }
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Returns early if the thread is interrupted. */
  static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends every conversation, and waits a moment for their threads. */
  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
    clock.shutdownNow();
    inside.forEach(Quietly::close);
    try {
      threads.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
