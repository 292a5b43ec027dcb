package dev.rollcall.probe.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** No peer can hold an attempt, nor fill its memory. */
class DeadlineSocketTest {
  private static final Cleaner CLEANER = Cleaner.create();

  private static final Duration SHORT = Duration.ofMillis(900);

  private static void readForEver(Connection connection) throws IOException {
    byte[] buffer = new byte[65536];
    for (int count = 0; count >= 0; ) {
      count = connection.in().read(buffer);
    }
  }

  private static Attempt greedy(Misbehaviour how, Duration timeout) throws IOException {
    try (Peer peer = Peer.that(how)) {
      return Probes.attempt(
          Probes.session(peer, timeout),
          session -> {
            Connection connection = session.dial();
            readForEver(how.insideTls() ? connection.startTls() : connection);
          });
    }
  }

  @Test
  void aDripEndsAtTheDeadline() throws IOException {
    for (Misbehaviour how : new Misbehaviour[] {Misbehaviour.DRIP, Misbehaviour.TLS_DRIP}) {
      Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, greedy(how, SHORT));
    }
  }

  @Test
  void aFloodEndsAtTheLimit() throws IOException {
    for (Misbehaviour how : new Misbehaviour[] {Misbehaviour.FLOOD, Misbehaviour.TLS_FLOOD}) {
      Fault fault =
          Probes.assertFault(
              Phase.EXCHANGE, FaultKind.MALFORMED, greedy(how, Duration.ofSeconds(30)));
      assertEquals(
          "the answer exceeds the limit of " + Session.READ_LIMIT + " bytes", fault.evidence());
    }
  }

  /** Until what was garbage before has been finalized. */
  private static void finalizeGarbage() {
    for (int round = 0; round < 2; round++) {
      CountDownLatch collected = new CountDownLatch(1);
      CLEANER.register(new Object(), collected::countDown);
      do {
        System.gc();
      } while (!await(collected));
      System.runFinalization();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Java 17's own TLS socket closes the connection when it is finalized. */
  @Test
  void aHandshakeWithoutAnAnswerLeavesTheConnectionOpen() throws IOException {
    AtomicReference<String> then = new AtomicReference<>("");
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Probes.attempt(
          Probes.session(peer, Duration.ofSeconds(30)),
          session -> {
            Connection connection = session.dial();
            session.dialler().last().orElseThrow().setSoTimeout(100);
            try {
              connection.startTls();
            } catch (SocketTimeoutException silent) {
              finalizeGarbage();
              boolean closed = session.dialler().last().orElseThrow().isClosed();
              then.set(closed ? "closed" : "open");
            }
          });
    }
    assertEquals("open", then.get());
  }

  @Test
  void ourOwnEndIsNotThePeers() throws IOException {
    AtomicReference<DeadlineSocket> ours = new AtomicReference<>();
    AtomicReference<Boolean> closes = new AtomicReference<>();
    CountDownLatch end = new CountDownLatch(1);
    Peer.Service service =
        socket -> {
          Peer.drain(socket);
          ours.get().close();
          end.await();
        };
    try (Peer peer = Peer.serving(service)) {
      Probes.attempt(
          Probes.session(peer, SHORT),
          session -> {
            session.dial();
            ours.set(session.dialler().last().orElseThrow());
            closes.set(ours.get().closesWithUs());
          });
    }
    assertEquals(false, closes.get());
  }

  @Test
  void awaitingTakesNothingAndNoLongerThanItSays() throws IOException {
    Duration moment = Duration.ofMillis(50);
    try (Peer silent = Peer.that(Misbehaviour.SILENT);
        Peer closing = Peer.that(Misbehaviour.CLOSES_AT_ACCEPT);
        Peer talking = Peer.that(Misbehaviour.TLS_ENDLESS_LINE)) {
      Duration patience = Duration.ofSeconds(30);
      Probes.answered(
          Probes.attempt(
              Probes.session(silent, patience),
              session -> assertFalse(session.dial().await(moment))));
      Probes.assertFault(
          Phase.EXCHANGE,
          FaultKind.CLOSED,
          Probes.attempt(
              Probes.session(closing, patience),
              session -> {
                Connection connection = session.dial();
                assertTrue(connection.await(patience));
                connection.readSome(1);
              }));
      Probes.answered(
          Probes.attempt(
              Probes.session(talking, patience),
              session -> {
                Connection connection = session.dial().startTls();
                assertTrue(connection.await(patience));
                assertEquals('A', connection.read(1)[0]);
              }));
    }
  }

  @Test
  void aPeerThatReadsNothingDoesNotHoldTheSession() throws Exception {
    try (Peer peer = Peer.serving(socket -> Thread.sleep(60_000))) {
      Session session = Probes.session(peer, Duration.ofSeconds(60));
      Thread watchdog =
          new Thread(
              () -> {
                try {
                  peer.awaitConnection();
                  Thread.sleep(300);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                session.abort();
              });
      watchdog.start();
      Attempt attempt =
          Probes.attempt(
              session,
              each -> {
                Connection connection = each.dial();
                byte[] much = new byte[1 << 20];
                while (true) {
                  connection.write(much);
                }
              });
      Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, attempt);
      watchdog.join();
    }
  }
}
