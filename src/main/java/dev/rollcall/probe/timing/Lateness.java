package dev.rollcall.probe.timing;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How long this host lets a server wait: the time in which its connection is open, and this side
 * neither waits for the server nor sends. Waits for a processor are the longest part of it, also
 * the one of a thread that wakes late ({@link dev.rollcall.probe.budget.NetworkWait}).
 *
 * <p>A server that ends such a connection is right to do so, and is not to blame.
 *
 * <p>All moments are of {@link System#nanoTime}. Any thread may use it.
 */
public final class Lateness {
  /**
   * From here on it may be why a server ends a connection: half of the shortest limit known of a
   * real server, as this side sees only a part of what the server waits for, and a balancer may be
   * stricter. Heimdal's KDC waits for 4 s (TCP_TIMEOUT in kdc/connect.c), HAProxy often for 5 to 10
   * s (timeout http-request), Postfix under stress for 10 s (smtpd_timeout), nginx for 60 s
   * (client_header_timeout), OpenSSH for 120 s (LoginGraceTime).
   */
  public static final Duration LIMIT = Duration.ofSeconds(2);

  /** When the last operation of the socket ended. */
  private long end = System.nanoTime();

  /** The sum of its delays, in nanoseconds, since the server was last known to be there. */
  private long delay;

  private boolean over;

  /** A connection is open. */
  public synchronized void opened(long at) {
    end = at;
    delay = 0;
    over = false;
  }

  /**
   * A part of a question was sent between those moments.
   *
   * @param sent whether it was; otherwise the connection has ended
   */
  public synchronized void wrote(long from, long to, boolean sent) {
    if (over) {
      return;
    }
    delay += Math.max(0, from - end);
    over = !sent;
    end = to;
  }

  /**
   * A read began and ended.
   *
   * @param ready whether there was something to read before it began
   * @param count how many bytes came, 0 if none came in time; negative: the connection has ended
   */
  public synchronized void read(long from, long to, boolean ready, int count) {
    if (over) {
      return;
    }
    delay += Math.max(0, from - end);
    if (!ready && count >= 0) {
      // It was still there. What was ready may have been said before the question came.
      delay = 0;
    }
    over = count < 0;
    end = to;
  }

  /** Whether the server may have given up. */
  public synchronized boolean late() {
    return delay >= LIMIT.toNanos();
  }

  /**
   * The fault, with this host as its cause if the server may have ended the connection because this
   * host was late: it closes, resets, sends a TLS alert that says nothing more, or says that it
   * serves us no longer.
   *
   * @param cut whether the connection was cut, whatever the fault makes of it
   */
  public synchronized Fault excused(Fault fault, boolean cut) {
    boolean bare = fault.kind() == FaultKind.TLS_FAILED && fault.clue().isEmpty();
    boolean ended = cut || fault.cutsConnection() || bare || isFarewell(fault);
    return ended && late() && fault.phase() != Phase.CONNECT && !fault.saysNothing()
        ? fault.with(
            Optional.of(Clue.HOST_BUSY),
            String.format(
                Locale.ROOT,
                "this host was too busy to ask in time: it let the server wait for %.1f s, and"
                    + " servers end a connection that is silent for some seconds",
                delay / 1e9))
        : fault;
  }

  private static boolean isFarewell(Fault fault) {
    return fault.has(Clue.THROTTLED);
  }
}
