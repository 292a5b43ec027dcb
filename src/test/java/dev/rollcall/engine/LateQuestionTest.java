package dev.rollcall.engine;

import static dev.rollcall.engine.Roll.ask;
import static dev.rollcall.engine.Roll.at;
import static dev.rollcall.engine.Roll.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.plan.Ask;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Login;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.budget.BusyHost;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that ends a connection on which this host was late is not to blame. */
@Timeout(60)
class LateQuestionTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** What happens between the opening of a connection and its question. */
  private interface Delay {
    void before(Session session, int attempt);
  }

  private static Ask<?> question(Delay delay) {
    AtomicInteger attempts = new AtomicInteger();
    return ask(
        session -> {
          Connection connection = session.dial();
          delay.before(session, attempts.getAndIncrement());
          connection.write(new byte[] {7});
          connection.read(1);
        });
  }

  private static Attempt only(Evidence.Probed probed) {
    List<Attempt> attempts = probed.findings().get(0).attempts();
    assertEquals(1, attempts.size());
    return attempts.get(0);
  }

  private static Attempt attempt(Ask<?> ask, Peer peer) throws Exception {
    try (Roll roll = new Roll().limits(LONG, 8, 1)) {
      return only(roll.probed(rule("a", ask, at(peer.address()))));
    }
  }

  private static void echo(Socket socket) throws IOException {
    socket.getOutputStream().write(socket.getInputStream().read());
    Peer.drain(socket);
  }

  /** A server that closes a connection on which nothing comes for a moment. */
  private static void serveOrClose(Socket socket, CountDownLatch closed) throws IOException {
    socket.setSoTimeout(20);
    try {
      echo(socket);
    } catch (SocketTimeoutException idle) {
      socket.close();
      closed.countDown();
    }
  }

  @Test
  void aServerThatClosedBeforeTheQuestionIsAskedAgain() throws Exception {
    BusyHost host = new BusyHost();
    CountDownLatch closed = new CountDownLatch(1);
    AtomicInteger connections = new AtomicInteger();
    AtomicInteger attempts = new AtomicInteger();
    Ask<?> ask =
        ask(
            session -> {
              if (attempts.getAndIncrement() == 0) {
                host.starve(session, closed);
              }
              Connection connection = session.dial();
              connection.write(new byte[] {7});
              connection.read(1);
            });
    try (Peer peer =
            Peer.serving(
                socket -> {
                  if (connections.getAndIncrement() == 0) {
                    serveOrClose(socket, closed);
                  } else {
                    echo(socket);
                  }
                });
        Roll roll = new Roll().limits(LONG, 8, 1).permits(host.permits())) {
      Attempt attempt = only(roll.probed(rule("a", ask, at(peer.address()))));
      List<Observation> seen = Probes.answered(attempt).observations();
      Observation.Note note = (Observation.Note) seen.get(seen.size() - 1);
      assertFalse(note.tellsLoss(), note::text);
      assertTrue(note.text().startsWith("this host was late with a first try"), note::text);
      assertEquals(2, peer.connections());
      assertEquals(2, attempt.flows().size());
    }
  }

  @Test
  void whereThisHostIsLateAgainItIsToBlame() throws Exception {
    for (Misbehaviour how :
        new Misbehaviour[] {Misbehaviour.CLOSES_AFTER_PAYLOAD, Misbehaviour.RESETS_AFTER_PAYLOAD}) {
      try (Peer peer = Peer.that(how)) {
        Attempt attempt = attempt(question((session, any) -> BusyHost.late(session)), peer);
        FaultKind kind =
            how == Misbehaviour.CLOSES_AFTER_PAYLOAD ? FaultKind.CLOSED : FaultKind.RESET;
        Fault fault = Probes.assertFault(Phase.EXCHANGE, kind, attempt);
        assertEquals(Optional.of(Clue.HOST_BUSY), fault.clue());
        assertTrue(fault.evidence().contains("too busy to ask in time"), fault::evidence);
        assertTrue(fault.evidence().endsWith("a first try came too late as well"), fault::evidence);
        assertEquals(2, peer.connections());
      }
    }
  }

  @Test
  void aServerThatClosesOnAQuestionInTimeIsToBlame() throws Exception {
    try (Peer peer = Peer.that(Misbehaviour.CLOSES_AFTER_PAYLOAD)) {
      Attempt attempt = attempt(question((session, any) -> {}), peer);
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.CLOSED, attempt);
      assertEquals(Optional.empty(), fault.clue());
      // The second one asked whether the server speaks TLS.
      assertEquals(2, peer.connections());
    }
  }

  @Test
  void theSecondTryDecidesIfItIsInTime() throws Exception {
    try (Peer peer = Peer.that(Misbehaviour.CLOSES_AFTER_PAYLOAD)) {
      Delay first =
          (session, attempt) -> {
            if (attempt == 0) {
              BusyHost.late(session);
            }
          };
      Fault fault =
          Probes.assertFault(Phase.EXCHANGE, FaultKind.CLOSED, attempt(question(first), peer));
      assertEquals(Optional.empty(), fault.clue());
      assertEquals(
          "the peer closed the connection without answering; this host was late with a first try,"
              + " which ended in EXCHANGE CLOSED",
          fault.evidence());
      // The third one asked whether the server speaks TLS.
      assertEquals(3, peer.connections());
    }
  }

  @Test
  void aLateQuestionThatIsAnsweredIsAsGoodAsAnyOther() throws Exception {
    try (Peer peer = Peer.serving(LateQuestionTest::echo)) {
      Attempt attempt = attempt(question((session, any) -> BusyHost.late(session)), peer);
      assertEquals(
          List.of(Observation.Note.SMALL_PACKETS), Probes.answered(attempt).observations());
      assertEquals(1, peer.connections());
    }
  }

  @Test
  void aLoginIsNotRepeated() throws Exception {
    AtomicInteger logins = new AtomicInteger();
    Ask<?> login =
        ask(
            session -> {
              Connection connection = session.dial();
              session
                  .credentials()
                  .authenticate(
                      Login.Cover.PROTOCOL,
                      Login.Times.ONCE,
                      (account, secret) -> {
                        logins.incrementAndGet();
                        BusyHost.late(session);
                        connection.write(new byte[] {7});
                        connection.read(1);
                      });
              connection.read(1);
            });
    try (Peer peer = Peer.that(Misbehaviour.CLOSES_AFTER_PAYLOAD);
        Roll roll =
            new Roll()
                .limits(LONG, 8, 1)
                .keyring(
                    LoginsTest.keyring(
                        new Remembering(), LoginsTest.grant("a", "svc", LoginsTest.HELD)))) {
      Attempt attempt = only(roll.probed(rule("a", login, at(peer.address()))));
      assertEquals(Optional.of(Clue.HOST_BUSY), Probes.fault(attempt).clue());
      LoginResult.Failed right = (LoginResult.Failed) attempt.right().orElseThrow();
      assertEquals(Optional.of(Clue.HOST_BUSY), right.fault().clue());
      assertEquals(1, logins.get());
      assertEquals(1, peer.connections());
    }
  }
}
