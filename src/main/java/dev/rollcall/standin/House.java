package dev.rollcall.standin;

import dev.rollcall.probe.Daemons;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What all doors of a stand share: its limits, its log, its threads and whoever is inside. */
final class House implements Closeable {
  private final Limits limits;
  private final Logbook logbook;
  private final Crowd crowd;
  private final Buckets datagrams;
  private final Buckets larger;
  private final Set<Socket> inside = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(Daemons.named("stand-in"));
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(1, Daemons.named("stand-in clock"));
  private volatile boolean closed;

  House(Limits limits, Logbook logbook) {
    this.limits = limits;
    this.logbook = logbook;
    this.crowd = new Crowd(limits.connections(), limits.perSource());
    long now = System.nanoTime();
    this.datagrams = new Buckets(limits.datagrams(), limits.datagramsPerSource(), now);
    this.larger = new Buckets(limits.larger(), limits.largerPerSource(), now);
    clock.setRemoveOnCancelPolicy(true);
  }

  Limits limits() {
    return limits;
  }

  Logbook logbook() {
    return logbook;
  }

  Crowd crowd() {
    return crowd;
  }

  /** How often anybody is answered over UDP. */
  Buckets datagrams() {
    return datagrams;
  }

  /** How often with more than was asked. */
  Buckets larger() {
    return larger;
  }

  ScheduledThreadPoolExecutor clock() {
    return clock;
  }

  void open(Door door) {
    threads.execute(door);
  }

  /** Serves a caller in a thread of its own; closing this closes the socket. */
  void serve(Socket socket, Runnable conversation) {
    inside.add(socket);
    threads.execute(
        () -> {
          try {
            conversation.run();
          } finally {
            inside.remove(socket);
          }
        });
  }

  boolean isClosed() {
    return closed;
  }

  /** Returns early if the thread is told to end. */
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
    for (Socket socket : inside) {
      try {
        socket.close();
      } catch (IOException closedAlready) {
        // Nothing is left to release.
      }
    }
    try {
      threads.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
