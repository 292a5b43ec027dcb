package dev.rollcall.engine;

import dev.rollcall.model.Endpoint;
import dev.rollcall.model.Route;
import dev.rollcall.model.Transport;
import dev.rollcall.probe.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Further connection requests, from other source ports, while one waits for its answer: if one of
 * them is answered and the first is not, packets are lost. No data is sent on them, and they add no
 * time.
 */
final class SpareConnections implements AutoCloseable {
  /**
   * When they are sent, after the first request: between its retransmissions, which Linux sends
   * after 1 and 3 seconds.
   */
  private static final List<Duration> AFTER =
      List.of(Duration.ofMillis(1500), Duration.ofMillis(2500));

  private final Endpoint dialled;
  private final Optional<InetAddress> bind;
  private final ScheduledExecutorService watchdog;
  private final List<SocketChannel> open = new ArrayList<>();
  private final List<Future<?>> planned = new ArrayList<>();
  private boolean closed;

  /**
   * @param bind the local address to send from, if set
   * @param watchdog sends them without blocking
   */
  SpareConnections(Route route, Optional<InetAddress> bind, ScheduledExecutorService watchdog) {
    this.dialled = route.dialled();
    this.bind = bind.filter(own -> own.getClass() == dialled.address().getClass());
    this.watchdog = watchdog;
  }

  /** Sends them while the session waits for its connection. */
  void beside(Session session) {
    if (dialled.target().port().transport() == Transport.TCP) {
      AFTER.forEach(after -> later(session, after, after));
    }
  }

  private synchronized void later(Session session, Duration after, Duration delay) {
    long wait = Math.max(1, delay.toNanos());
    planned.add(watchdog.schedule(() -> dial(session, after), wait, TimeUnit.NANOSECONDS));
  }

  private synchronized void dial(Session session, Duration after) {
    Optional<Duration> waits = session.dialling();
    if (closed || waits.isEmpty()) {
      return;
    }
    if (waits.get().compareTo(after) < 0) {
      // The session waits for a processor and has not connected yet.
      later(session, after, after.minus(waits.get()));
      return;
    }
    try {
      SocketChannel channel = SocketChannel.open();
      open.add(channel);
      channel.configureBlocking(false);
      if (bind.isPresent()) {
        channel.bind(new InetSocketAddress(bind.get(), 0));
      }
      channel.connect(new InetSocketAddress(dialled.address(), dialled.target().port().number()));
    } catch (IOException | RuntimeException refused) {
      // It did not open; the session itself reports why.
    }
  }

  /** Whether one of them was accepted so far. */
  synchronized boolean opened() {
    boolean any = false;
    for (SocketChannel channel : open) {
      try {
        any |= channel.isConnected() || (channel.isConnectionPending() && channel.finishConnect());
      } catch (IOException refused) {
        // This one failed.
      }
    }
    return any;
  }

  @Override
  public synchronized void close() {
    closed = true;
    planned.forEach(each -> each.cancel(false));
    for (SocketChannel channel : open) {
      try {
        channel.close();
      } catch (IOException closedAlready) {
        // Nothing is left to release.
      }
    }
    open.clear();
  }
}
