package dev.rollcall.engine.path;

import dev.rollcall.engine.throttle.Lending;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.net.ConnectionRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
public final class SpareConnections implements AutoCloseable {
  /**
   * When they are sent, after the first request: between its retransmissions, which Linux sends
   * after 1 and 3 seconds.
   */
  private static final List<Duration> AFTER =
      List.of(Duration.ofMillis(1500), Duration.ofMillis(2500));

  /** How long before the timeout the requests are counted. */
  private static final Duration LAST_LOOK = Duration.ofMillis(150);

  private final Endpoint dialled;
  private final Optional<InetAddress> bind;
  private final ScheduledExecutorService watchdog;
  private final List<ConnectionRequest> open = new ArrayList<>();
  private final List<Future<?>> planned = new ArrayList<>();
  private boolean closed;

  /**
   * @param bind the local address to send from, if set
   * @param watchdog sends them without blocking
   */
  public SpareConnections(
      Route route, Optional<InetAddress> bind, ScheduledExecutorService watchdog) {
    this.dialled = route.dialled();
    this.bind = bind.filter(own -> own.getClass() == dialled.address().getClass());
    this.watchdog = watchdog;
  }

  /**
   * Sends them while the session waits for its connection, and looks where it is lost; at the end
   * of that, looks how often each request was sent. Datagrams have no spare ones.
   *
   * @param silent is run when nothing has come for {@link Lending#SILENCE}
   */
  public void beside(Session session, Runnable silent) {
    Duration last = session.deadline().whole().minus(LAST_LOOK);
    Duration first = last.compareTo(Lending.SILENCE) < 0 ? last : Lending.SILENCE;
    // Most attempts have ended by then, and need no further timer.
    plan(
        first,
        () -> {
          when(session, Lending.SILENCE, silent);
          if (dialled.target().port().transport() == Transport.TCP) {
            AFTER.forEach(after -> later(session, first, after, () -> dial(session)));
            later(session, first, last, session.dialler().flows()::countRequests);
          }
        });
  }

  /** Runs it after the session has waited so long; some of that has passed. */
  private void later(Session session, Duration passed, Duration after, Runnable action) {
    plan(after.minus(passed), () -> when(session, after, action));
  }

  private synchronized void plan(Duration delay, Runnable action) {
    if (!closed) {
      long wait = Math.max(1, delay.toNanos());
      planned.add(watchdog.schedule(action, wait, TimeUnit.NANOSECONDS));
    }
  }

  private synchronized void when(Session session, Duration after, Runnable action) {
    Optional<Duration> waits = session.dialler().waiting();
    if (closed || waits.isEmpty()) {
      return;
    }
    if (waits.get().compareTo(after) < 0) {
      // The session waits for a processor and has not sent anything, or not so long ago.
      later(session, waits.get(), after, action);
      return;
    }
    action.run();
  }

  private void dial(Session session) {
    try {
      open.add(
          ConnectionRequest.send(
              session.dialler().flows(),
              Flow.Purpose.OTHER_SOURCE_PORT,
              bind,
              new InetSocketAddress(dialled.address(), dialled.target().port().number())));
    } catch (IOException | RuntimeException refused) {
      // It did not open; the session itself reports why.
    }
  }

  /** Whether one of them was accepted so far. */
  public synchronized boolean opened() {
    boolean any = false;
    for (ConnectionRequest request : open) {
      try {
        any |= request.isOpen() && request.opened();
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
    open.forEach(ConnectionRequest::close);
    open.clear();
  }
}
