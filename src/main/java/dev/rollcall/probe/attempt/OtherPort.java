package dev.rollcall.probe.attempt;

import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TryNumber;
import dev.rollcall.probe.net.ConnectionRequest;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * One connection request to another port of the same host, where no service listens: if it opens, a
 * device on the path accepts connections in the host's place, and the server may never have seen
 * ours. Nothing is sent on it. It runs during other checks, and adds 0.3 s at most.
 */
final class OtherPort implements Closeable {
  /** The discard service (RFC 863), which today's systems do not offer. */
  static final int UNUSED = 9;

  /** In nanoseconds: a device that accepts for others is near. */
  private static final long PATIENCE = 300_000_000L;

  private static final Duration LOOK = Duration.ofMillis(20);

  private final Session session;
  private final Optional<ConnectionRequest> request;
  private final long since = System.nanoTime();

  private OtherPort(Session session, Optional<ConnectionRequest> request) {
    this.session = session;
    this.request = request;
  }

  /**
   * Starts the request, if it can explain the fault. Never for a rule that logs in, for a session
   * through a proxy, for a cut after this host was late, or for silence before the attempt itself
   * was repeated.
   */
  static OtherPort ask(Fault fault, Session session, int port) {
    Route route = session.route();
    boolean asks =
        SecondTry.isDead(fault)
            && !fault.cameLate()
            && (fault.cutsConnection() || session.which() != TryNumber.FIRST)
            && !session.viaProxy()
            && !session.ruleLogsIn()
            && session.dialler().last().isPresent()
            && route.target().port().transport() == Transport.TCP
            && route.target().port().number() != port;
    return new OtherPort(session, asks ? dial(session, port) : Optional.empty());
  }

  private static Optional<ConnectionRequest> dial(Session session, int port) {
    InetAddress address = session.route().dialled().address();
    try {
      return Optional.of(
          session.keep(
              ConnectionRequest.send(
                  session.dialler().flows(),
                  Flow.Purpose.OTHER_PORT,
                  session.dialler().source(),
                  new InetSocketAddress(address, port))));
    } catch (IOException | RuntimeException refused) {
      return Optional.empty();
    }
  }

  /** The fault, with this check's clue if it has one. */
  Fault judge(Fault explained) {
    boolean open =
        explained
            .clue()
            .map(
                clue ->
                    clue == Clue.SILENT_SERVICE
                        || clue == Clue.SLOW_GREETING
                        || clue == Clue.CUT_AFTER_HELLO
                        || clue == Clue.CUT_AFTER_FIRST_PAYLOAD
                        || (clue == Clue.NO_BACKEND
                            && TlsSecondLook.closedLate(explained, session)))
            .orElse(explained.cutsConnection() && !answered());
    return open && opened()
        ? explained.with(
            Optional.of(Clue.SYN_PROXY),
            "but another port of the same address, where no service listens, accepts connections"
                + " too: a device on the path accepts them in the server's place")
        : explained;
  }

  /** Whether the connection brought anything before it was cut: then the server has seen it. */
  private boolean answered() {
    return session.dialler().last().filter(last -> last.received() > 0).isPresent();
  }

  private boolean opened() {
    try {
      while (request.isPresent() && request.get().isOpen()) {
        if (request.get().opened()) {
          return true;
        }
        if (System.nanoTime() - since > PATIENCE) {
          return false;
        }
        session.budget().sleep(LOOK);
      }
    } catch (IOException refused) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  @Override
  public void close() {
    request.ifPresent(ConnectionRequest::close);
  }
}
