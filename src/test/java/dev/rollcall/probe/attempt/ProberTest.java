package dev.rollcall.probe.attempt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Leftovers;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.SessionContext;
import dev.rollcall.probe.budget.CpuPermit;
import dev.rollcall.probe.budget.CpuPermits;
import dev.rollcall.probe.budget.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ProberTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void ourOwnMistakeIsInternal() throws IOException {
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Attempt attempt =
          Probes.attempt(
              Probes.session(peer, LONG),
              session -> {
                session.dial();
                throw new IllegalStateException("oops \u0007");
              });
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.INTERNAL, attempt);
      assertTrue(
          fault
              .evidence()
              .startsWith("Rollcall failed while probing: java.lang.IllegalStateException at "),
          fault::evidence);
      assertFalse(fault.evidence().contains("oops"), fault::evidence);
    }
  }

  @Test
  void evenAnErrorEndsOnlyItsAttempt() throws IOException {
    Leftovers before;
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Probes.attempt(Probes.session(peer, LONG), Session::dial);
      before = Leftovers.now();
      Attempt attempt =
          Probes.attempt(
              Probes.session(peer, LONG),
              session -> {
                session.dial();
                throw new NoClassDefFoundError("x/Y");
              });
      Probes.assertFault(Phase.EXCHANGE, FaultKind.INTERNAL, attempt);
    }
    try {
      before.assertNothingNew();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatWasLearnedBeforeTheFaultIsKept() throws IOException {
    try (Peer peer = Peer.that(Misbehaviour.CLOSES_AT_ACCEPT)) {
      Attempt attempt =
          Probes.attempt(
              Probes.session(peer, LONG),
              session -> {
                Connection connection = session.dial();
                session.observe("made-up.fact", "a\u0000b");
                session.concern(Concern.Kind.CLOCK, "late");
                connection.read(1);
              });
      Probes.assertFault(Phase.EXCHANGE, FaultKind.CLOSED, attempt);
      assertEquals(
          List.of(new Observation.Fact("made-up.fact", "a\\u0000b")),
          attempt.outcome().observations());
      assertEquals("CLOCK", Probes.concerns(attempt));
    }
  }

  @Test
  void phasesAreTimedEvenIfTheyFail() throws IOException {
    try (Peer dropping = Peer.dropping();
        Peer silent = Peer.that(Misbehaviour.SILENT)) {
      Duration timeout = Duration.ofMillis(300);
      Attempt dropped = Probes.attempt(Probes.session(dropping, timeout), Session::dial);
      Probes.assertFault(Phase.CONNECT, FaultKind.DROPPED, dropped);
      assertEquals(List.of(Phase.CONNECT), List.copyOf(dropped.phases().keySet()));
      // What was computed before the connection request is no part of the phase.
      Duration connect = dropped.phases().get(Phase.CONNECT);
      assertTrue(connect.compareTo(Duration.ZERO) > 0, connect::toString);
      assertTrue(connect.compareTo(dropped.took()) <= 0, connect::toString);
      assertEquals("127.0.0.1", dropped.source());
      Attempt mute =
          Probes.attempt(Probes.session(silent, timeout), session -> session.dial().read(1));
      assertEquals(List.of(Phase.CONNECT, Phase.EXCHANGE), List.copyOf(mute.phases().keySet()));
    }
  }

  @Test
  void aLibraryThatWaitsIsCutOff() throws Exception {
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Session session = Probes.session(peer, Duration.ofMillis(100));
      CountDownLatch cut = new CountDownLatch(1);
      CountDownLatch waiting = new CountDownLatch(1);
      Thread watchdog =
          new Thread(
              () -> {
                try {
                  waiting.await();
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
                each.keep(cut::countDown);
                waiting.countDown();
                try {
                  cut.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                throw new IllegalStateException("context closed");
              });
      watchdog.join();
      Probes.assertFault(Phase.CONNECT, FaultKind.TIMED_OUT, attempt);
    }
  }

  @Test
  void anAbortedSessionOpensNothingMore() throws IOException {
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Session session = Probes.session(peer, LONG);
      session.abort();
      assertThrows(IOException.class, session::dial);
      assertEquals(0, peer.connections());
    }
  }

  @Test
  void aSecondConnectionThatComesTooLateIsNoDrop() throws IOException {
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Attempt attempt =
          Probes.attempt(
              Probes.session(peer, Duration.ofSeconds(2)),
              session -> {
                try {
                  session.dial().read(1);
                } catch (java.net.SocketTimeoutException e) {
                  session.dial();
                }
              });
      Probes.assertFault(Phase.CONNECT, FaultKind.TIMED_OUT, attempt);
    }
  }

  @Test
  void whatNeverBeganSaysNothingOfTheDestination() throws Exception {
    CpuPermits turns = new CpuPermits(1);
    CpuPermit holder = turns.next("other.example", LONG);
    holder.resume();
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      CpuPermit turn = turns.next(Probes.HOST, LONG);
      Session session = session(peer, turn);
      FutureTask<Attempt> task =
          new FutureTask<>(() -> Probes.attempt(session, each -> each.dial().read(1)));
      Thread thread = new Thread(task);
      thread.start();
      while (!turn.waits()) {
        Thread.sleep(1);
      }
      assertEquals(Duration.ofMillis(1), session.deadline().remaining());
      session.abort();
      Fault fault = Probes.assertFault(Phase.CONNECT, FaultKind.TIMED_OUT, task.get());
      assertEquals(Optional.of(Clue.HOST_BUSY), fault.clue());
      assertTrue(fault.evidence().startsWith("this host was too busy"), fault::evidence);
      assertEquals(0, peer.connections());
      thread.join();
    }
  }

  private static Session session(Peer peer, CpuPermit turn) {
    return new Session(
        Probes.route(peer.address(), Transport.TCP),
        Deadline.unstarted(Duration.ofMillis(1)),
        Probes.policy(),
        SessionContext.NONE,
        turn);
  }

  @Test
  void whatComputesTooLongEndsAtItsNextRead() throws IOException {
    try (Peer peer = Peer.that(Misbehaviour.FLOOD)) {
      CpuPermit turn = new CpuPermits(1).next(Probes.HOST, Duration.ofMillis(30));
      Attempt attempt =
          Probes.attempt(
              new Session(
                  Probes.route(peer.address(), Transport.TCP),
                  Deadline.after(LONG),
                  Probes.policy(),
                  SessionContext.NONE,
                  turn),
              session -> {
                Connection connection = session.dial();
                while (true) {
                  connection.read(1);
                  long until = System.nanoTime() + 1_000_000;
                  while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                  }
                }
              });
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, attempt);
      assertTrue(fault.evidence().contains("of computing on this host"), fault::evidence);
    }
  }

  @Test
  void whoRunsOutOfMemoryEndsAlone() throws IOException {
    CpuPermits turns = new CpuPermits(1);
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Attempt attempt =
          Probes.attempt(
              session(peer, turns.next(Probes.HOST, LONG)),
              session -> {
                throw new OutOfMemoryError("Java heap space");
              });
      Fault fault = Probes.assertFault(Phase.CONNECT, FaultKind.INTERNAL, attempt);
      assertEquals(Optional.of(Clue.HOST_BUSY), fault.clue());
      assertTrue(fault.evidence().startsWith("Java ran out of memory"), fault::evidence);
      CpuPermit next = turns.next("next.example", LONG);
      next.resume();
      assertTrue(next.holds());
    }
  }

  @Test
  void theSourceThatIsSetIsUsed() throws IOException {
    try (Peer peer = Peer.that(Misbehaviour.CLOSES_AT_ACCEPT)) {
      InetAddress source = InetAddress.getLoopbackAddress();
      Session session =
          new Session(
              Probes.route(peer.address(), Transport.TCP),
              Deadline.after(LONG),
              Probes.policy(),
              new SessionContext(
                  Optional.of(source), Optional.empty(), Optional.empty(), Optional.empty()),
              new CpuPermits(1).next());
      Attempt attempt = Probes.attempt(session, Session::dial);
      assertEquals("127.0.0.1", attempt.source());
    }
  }

  @Test
  void aSourceThatIsNotOursIsThisHostsMatter() throws IOException {
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Session session =
          new Session(
              Probes.route(peer.address(), Transport.TCP),
              Deadline.after(LONG),
              Probes.policy(),
              new SessionContext(
                  Optional.of(InetAddress.getByName("240.0.0.77")),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()),
              new CpuPermits(1).next());
      Probes.assertFault(Phase.CONNECT, FaultKind.NO_ROUTE, Probes.attempt(session, Session::dial));
    }
  }

  @Test
  void whetherLargePacketsPassIsSaidIfNoneWasSeen() throws IOException {
    for (int size : new int[] {1, 1427, 1428, 20_000}) {
      try (Peer peer =
          Peer.serving(
              socket -> {
                socket.getOutputStream().write(new byte[size]);
                Peer.drain(socket);
              })) {
        Attempt attempt =
            Probes.attempt(
                Probes.session(peer, LONG),
                session -> {
                  Connection connection = session.dial();
                  connection.read(size);
                });
        assertEquals(
            size < 1428 ? List.of(Observation.Note.SMALL_PACKETS) : List.of(),
            Probes.answered(attempt).observations());
      }
    }
  }

  @Test
  void anAnswerIsAnAnswer() throws IOException {
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Attempt attempt = Probes.attempt(Probes.session(peer, LONG), Session::dial);
      assertEquals(new Outcome.Answered(List.of(), List.of()), attempt.outcome());
      assertEquals(List.of(Phase.CONNECT, Phase.EXCHANGE), List.copyOf(attempt.phases().keySet()));
    }
  }
}
