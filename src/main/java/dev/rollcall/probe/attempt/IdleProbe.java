package dev.rollcall.probe.attempt;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.idle.KeptOpen;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Another protocol's question on a connection that was idle before. An attempt with it answers if
 * the connection opened; {@link #end} says what became of it.
 *
 * <p>Nothing is sent while the connection is idle. It is watched, so that the time of an end is
 * known.
 *
 * @param <S> the protocol's settings
 */
public final class IdleProbe<S extends Record> implements Protocol<S> {
  /** How often it looks whether it was given up. */
  private static final Duration LOOK = Duration.ofMillis(500);

  /** How long a peer that spoke may take to close. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Protocol<S> protocol;
  private final Duration idle;
  private final Runnable opened;
  private final LongSupplier clock;
  private volatile @Nullable IdleEnd end;
  private volatile boolean givenUp;

  /**
   * @param protocol one whose {@link Protocol#idling} allows it
   * @param idle how long to send nothing
   * @param opened is run once the connection is open and has answered
   * @param clock monotonic, in nanoseconds: {@link System#nanoTime}
   */
  public IdleProbe(Protocol<S> protocol, Duration idle, Runnable opened, LongSupplier clock) {
    this.protocol = protocol;
    this.idle = idle;
    this.opened = opened;
    this.clock = clock;
  }

  @Override
  public void probe(Session session, S settings) throws ProbeException, IOException {
    KeptOpen open = protocol.keepOpen(session, settings);
    long start = clock.getAsLong();
    opened.run();
    IdleEnd last = end(session, open, start);
    if (!session.clock().aborted()) {
      end = last;
    }
  }

  /** How the connection ended; empty while it is open, and if it did not open. */
  public Optional<IdleEnd> end() {
    return Optional.ofNullable(end);
  }

  /** Ends the idle time soon, without a question. */
  public void giveUp() {
    givenUp = true;
  }

  private IdleEnd end(Session session, KeptOpen open, long start) {
    try {
      if (session.clock().beyondDeadline(idle, () -> stirs(open, start))) {
        Duration idled = since(start);
        boolean closes = session.clock().beyondDeadline(FAREWELL, () -> closes(open));
        return IdleEnd.unasked(closes ? IdleEnd.Kind.CLOSED : IdleEnd.Kind.SPOKE, idled);
      }
    } catch (IOException e) {
      boolean reset = session.fault(e).kind() == FaultKind.RESET;
      return IdleEnd.unasked(reset ? IdleEnd.Kind.RESET : IdleEnd.Kind.CLOSED, since(start));
    }
    return givenUp
        ? IdleEnd.unasked(IdleEnd.Kind.GIVEN_UP, since(start))
        : asked(session, open, since(start));
  }

  /** Whether the peer did something within the idle time. */
  private boolean stirs(KeptOpen open, long start) throws IOException {
    boolean stirs = false;
    for (Duration left = left(start); !stirs && !givenUp && !left.isZero(); left = left(start)) {
      stirs = open.watch().await(left.compareTo(LOOK) < 0 ? left : LOOK);
    }
    return stirs;
  }

  private Duration left(long start) {
    Duration left = idle.minus(since(start));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Reads what the peer sends to its end, if that comes soon. */
  private static boolean closes(KeptOpen open) throws IOException {
    Deadline deadline = Deadline.after(FAREWELL);
    byte[] buffer = new byte[4096];
    try {
      while (open.watch().await(deadline.remaining().plusMillis(1))) {
        if (open.in().read(buffer) < 0) {
          return true;
        }
        if (deadline.passed()) {
          return false;
        }
      }
      return false;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private IdleEnd asked(Session session, KeptOpen open, Duration idled) {
    long asked = clock.getAsLong();
    try {
      open.question().ask();
      return new IdleEnd(IdleEnd.Kind.ANSWERED, idled, since(asked), Optional.empty());
    } catch (ProbeException unexpected) {
      // Whatever it says, it came on this connection.
      return new IdleEnd(IdleEnd.Kind.ANSWERED, idled, since(asked), Optional.empty());
    } catch (IOException e) {
      Fault fault = session.fault(e);
      return fault.kind() == FaultKind.CLOSED
          ? IdleEnd.unasked(IdleEnd.Kind.CLOSED, idled)
          : new IdleEnd(IdleEnd.Kind.DEAD, idled, since(asked), Optional.of(fault));
    }
  }

  private Duration since(long start) {
    return Duration.ofNanos(clock.getAsLong() - start);
  }

  @Override
  public String name() {
    return protocol.name();
  }

  @Override
  public Class<S> settings() {
    return protocol.settings();
  }

  @Override
  public String sends() {
    return protocol.sends();
  }

  @Override
  public StandIn standIn(Transport transport, List<S> rules) {
    return protocol.standIn(transport, rules);
  }
}
