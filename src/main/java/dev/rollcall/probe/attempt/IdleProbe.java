package dev.rollcall.probe.attempt;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.budget.OutOfTimeException;
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
  /** The shortest time between two looks whether it was given up; an abort ends a wait at once. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** The most looks, as each needs some of the attempt's processor time. */
  private static final int LOOKS = 10_000;

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
    if (!session.budget().aborted()) {
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
      if (session.budget().beyondDeadline(idle, () -> stirs(open, start))) {
        Duration idled = since(start);
        boolean closes = session.budget().beyondDeadline(FAREWELL, () -> closes(open));
        return IdleEnd.unasked(closes ? IdleEnd.Kind.CLOSED : IdleEnd.Kind.SPOKE, idled);
      }
    } catch (IOException e) {
      return unasked(session.fault(e), since(start));
    }
    return givenUp
        ? IdleEnd.unasked(IdleEnd.Kind.GIVEN_UP, since(start))
        : asked(session, open, since(start));
  }

  /** What a fault during the idle time means. Nothing was sent, so that nothing could be lost. */
  private static IdleEnd unasked(Fault fault, Duration idled) {
    if (isOwn(fault)) {
      return IdleEnd.here(idled, fault);
    }
    return switch (fault.kind()) {
      case RESET -> IdleEnd.unasked(IdleEnd.Kind.RESET, idled);
      case CLOSED -> IdleEnd.unasked(IdleEnd.Kind.CLOSED, idled);
      case TIMED_OUT, NO_ROUTE, REJECTED, UNREACHABLE -> IdleEnd.here(idled, fault);
      default -> IdleEnd.unasked(IdleEnd.Kind.SPOKE, idled);
    };
  }

  /** Whether this host is the reason, not the peer or the path. */
  private static boolean isOwn(Fault fault) {
    return fault.kind() == FaultKind.INTERNAL || fault.has(Clue.HOST_BUSY);
  }

  /** Whether the peer did something within the idle time. */
  private boolean stirs(KeptOpen open, long start) throws IOException {
    Duration share = idle.dividedBy(LOOKS);
    Duration look = share.compareTo(LOOK) < 0 ? LOOK : share;
    boolean stirs = false;
    for (Duration left = left(start); !stirs && !givenUp && !left.isZero(); left = left(start)) {
      stirs = open.watch().await(left.compareTo(look) < 0 ? left : look);
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
      while (open.watch().await(deadline.remaining())) {
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

  /** Asks, within a whole timeout: opening the connection may have used up most of it. */
  private IdleEnd asked(Session session, KeptOpen open, Duration idled) {
    Deadline deadline = session.deadline();
    return session
        .budget()
        .beyondDeadline(
            deadline.whole().minus(deadline.remaining()), () -> answer(session, open, idled));
  }

  private IdleEnd answer(Session session, KeptOpen open, Duration idled) {
    long asked = clock.getAsLong();
    Fault fault;
    try {
      open.question().ask();
      return new IdleEnd(IdleEnd.Kind.ANSWERED, idled, since(asked), Optional.empty());
    } catch (OutOfTimeException e) {
      // No wait for the peer ended: its answer came bit by bit, or this host was slow.
      return IdleEnd.here(idled, session.fault(e));
    } catch (ProbeException e) {
      fault = session.fault(e);
    } catch (IOException e) {
      fault = session.fault(e);
      if (isDead(fault)) {
        return new IdleEnd(IdleEnd.Kind.DEAD, idled, since(asked), Optional.of(fault));
      }
    }
    if (isOwn(fault)) {
      return IdleEnd.here(idled, fault);
    }
    return fault.kind() == FaultKind.CLOSED
        ? IdleEnd.unasked(IdleEnd.Kind.CLOSED, idled)
        // Whatever it says, it came on this connection.
        : new IdleEnd(IdleEnd.Kind.ANSWERED, idled, since(asked), Optional.empty());
  }

  /** Whether nothing came back, or only a reset or an ICMP message. */
  private static boolean isDead(Fault fault) {
    return !isOwn(fault)
        && switch (fault.kind()) {
          case TIMED_OUT, RESET, NO_ROUTE, REJECTED, UNREACHABLE -> true;
          default -> false;
        };
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
