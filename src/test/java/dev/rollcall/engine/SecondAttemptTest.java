package dev.rollcall.engine;

import static dev.rollcall.engine.Roll.ask;
import static dev.rollcall.engine.Roll.at;
import static dev.rollcall.engine.Roll.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.engine.path.SpareConnections;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.plan.Ask;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Login;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.attempt.Silence;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Silence on an open connection is repeated once, and what this host was late with. */
@Timeout(60)
class SecondAttemptTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Fault STALLED = new Fault(Phase.TLS, FaultKind.TIMED_OUT, "silence");
  private static final Fault DROPPED = new Fault(Phase.CONNECT, FaultKind.DROPPED, "nothing");

  private static Ask<?> question() {
    return ask(
        session -> {
          Connection connection = session.dial();
          connection.write(new byte[] {7});
          connection.read(1);
        });
  }

  /** Is silent on the first connections, and then answers. */
  private static Peer silentAtFirst(int connections) throws IOException {
    AtomicInteger count = new AtomicInteger();
    return Peer.serving(
        socket -> {
          if (count.getAndIncrement() >= connections) {
            socket.getOutputStream().write(socket.getInputStream().read());
          }
          Peer.drain(socket);
        });
  }

  private static Attempt only(Evidence.Probed probed) {
    return probed.findings().get(0).attempts().get(0);
  }

  @Test
  void whatIsAnsweredTheSecondTimeSaysSo() throws Exception {
    try (Peer peer = silentAtFirst(1);
        Roll roll = new Roll().limits(SHORT, 8, 1)) {
      Evidence.Probed probed = roll.probed(rule("a", question(), at(peer.address())));
      assertEquals(1, probed.findings().get(0).attempts().size());
      List<Observation> seen = new ArrayList<>(Probes.answered(only(probed)).observations());
      seen.remove(Observation.Note.SMALL_PACKETS);
      assertEquals(1, seen.size());
      assertTrue(((Observation.Note) seen.get(0)).tellsLoss(), seen::toString);
      assertTrue(
          seen.toString().contains("a first try ended in EXCHANGE TIMED_OUT"), seen::toString);
      assertEquals(2, peer.connections());
    }
  }

  @Test
  void aPortThatOnlyOpensIsNoLoss() throws Exception {
    Ask<?> question =
        ask(
            session -> {
              Connection connection = session.dial();
              connection.write(new byte[] {7});
              try {
                connection.read(1);
              } catch (SocketTimeoutException e) {
                if (!Silence.closesWithUs(session)) {
                  throw e;
                }
                session.concern(Concern.Kind.UNPROVEN, "only opens");
              }
            });
    try (Peer peer = silentAtFirst(2);
        Roll roll = new Roll().limits(SHORT, 8, 1)) {
      Attempt attempt = only(roll.probed(rule("a", question, at(peer.address()))));
      assertEquals("UNPROVEN", Probes.concerns(attempt));
      assertFalse(attempt.outcome().toString().contains("a first try"), attempt::toString);
      assertEquals(2, peer.connections());
    }
  }

  @Test
  void silenceTwiceFailsWithoutAThirdAttempt() throws Exception {
    try (Peer peer = silentAtFirst(2);
        Roll roll = new Roll().limits(SHORT, 8, 3)) {
      Attempt attempt = only(roll.probed(rule("a", question(), at(peer.address()))));
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, attempt);
      assertEquals(Optional.of(Clue.SILENT_SERVICE), fault.clue());
      assertTrue(
          fault.evidence().endsWith("a first try, from another port, ended the same way"),
          fault::evidence);
      assertEquals(2, peer.connections());
    }
  }

  @Test
  void theRunsDeadlineLeavesNoTimeForIt() throws Exception {
    try (Peer peer = silentAtFirst(1);
        Roll roll = new Roll().limits(SHORT, 8, 1).deadline(Duration.ofSeconds(3))) {
      Evidence.Probed probed = roll.probed(rule("a", question(), at(peer.address())));
      Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, only(probed));
      assertTrue(probed.finished());
      assertEquals(1, peer.connections());
    }
  }

  @Test
  void aQuestionAfterALoginIsNotRepeated() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Ask<?> login =
        ask(
            session -> {
              asked.incrementAndGet();
              session
                  .credentials()
                  .authenticate(Login.Cover.PROTOCOL, Login.Times.ONCE, (account, secret) -> {});
              session.dial().read(1);
            });
    try (Peer peer = Peer.that(Misbehaviour.SILENT);
        Roll roll =
            new Roll()
                .limits(SHORT, 8, 1)
                .keyring(
                    LoginsTest.keyring(
                        new Remembering(), LoginsTest.grant("a", "svc", LoginsTest.HELD)))) {
      Probes.assertFault(
          Phase.EXCHANGE,
          FaultKind.TIMED_OUT,
          only(roll.probed(rule("a", login, at(peer.address())))));
      assertEquals(1, asked.get());
    }
  }

  private static Attempt made(Fault fault, Duration took) {
    return Attempt.bare(Instant.EPOCH, took, "", new Outcome.Failed(fault, List.of(), List.of()));
  }

  @Test
  void onlySilenceOfAnOpenConnectionIsWorthIt() {
    Duration all = Duration.ofSeconds(5);
    Rule any = rule("a", question()).rule();
    SecondAttempt second = new SecondAttempt(any, all);
    assertTrue(second.isWorthwhile(made(STALLED, all), Transport.TCP, false));
    assertFalse(second.isWorthwhile(made(STALLED, all), Transport.UDP, false));
    // A proxy that answers "time-out" at once was not silent.
    assertFalse(second.isWorthwhile(made(STALLED, Duration.ofSeconds(1)), Transport.TCP, false));
    assertFalse(second.isWorthwhile(made(DROPPED, all), Transport.TCP, false));
    assertTrue(second.isWorthwhile(made(DROPPED, all), Transport.TCP, true));
    Fault busy = new Fault(Phase.TLS, FaultKind.TIMED_OUT, "busy", Clue.HOST_BUSY);
    assertFalse(second.isWorthwhile(made(busy, all), Transport.TCP, true));
    Fault cut = new Fault(Phase.TLS, FaultKind.RESET, "cut");
    assertFalse(second.isWorthwhile(made(cut, all), Transport.TCP, true));
    Fault late = cut.with(Optional.of(Clue.HOST_BUSY), "this host was late");
    assertTrue(second.isWorthwhile(made(late, Duration.ZERO), Transport.TCP, false));
    assertFalse(
        second.isWorthwhile(
            made(late, all).withLogin(Optional.of(new LoginResult.Proven("svc"))),
            Transport.TCP,
            false));
  }

  @Test
  void itEndsBeforeTheRunDoes() {
    SecondAttempt second = new SecondAttempt(rule("a", question()).rule(), Duration.ofSeconds(5));
    assertEquals(Optional.of(Duration.ofSeconds(5)), second.time(Optional.empty()));
    assertEquals(
        Optional.of(Duration.ofSeconds(5)), second.time(Optional.of(Duration.ofMinutes(1))));
    assertEquals(
        Optional.of(Duration.ofMillis(2500)), second.time(Optional.of(Duration.ofSeconds(6))));
    assertEquals(Optional.empty(), second.time(Optional.of(Duration.ofSeconds(4))));
  }

  @Test
  void aServiceThatThenAcceptsNothingHasAFullQueue() {
    Attempt both =
        SecondAttempt.merged(
            made(STALLED, Duration.ofSeconds(5)), made(DROPPED, Duration.ofSeconds(5)));
    Fault fault = Probes.assertFault(Phase.TLS, FaultKind.TIMED_OUT, both);
    assertEquals(Optional.of(Clue.SILENT_SERVICE), fault.clue());
    assertTrue(fault.evidence().contains("queue of connections may be full"), fault::evidence);
  }

  @Test
  void aSpareConnectionOpensWhileAnotherWaits() throws Exception {
    ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
    try (Peer dropping = Peer.dropping();
        Peer open = Peer.that(Misbehaviour.SILENT);
        Session waiting = Probes.session(dropping, Duration.ofSeconds(30));
        SpareConnections spare =
            new SpareConnections(
                Probes.route(open.address(), Transport.TCP),
                Optional.of(InetAddress.getLoopbackAddress()),
                watchdog);
        SpareConnections lost =
            new SpareConnections(
                Probes.route(dropping.address(), Transport.TCP), Optional.empty(), watchdog)) {
      Thread dialling = new Thread(() -> Probes.attempt(waiting, Session::dial));
      dialling.start();
      spare.beside(waiting, () -> {});
      lost.beside(waiting, () -> {});
      open.awaitConnection();
      while (!spare.opened()) {
        Thread.sleep(5);
      }
      assertFalse(lost.opened());
      waiting.abort();
      dialling.join();
    } finally {
      watchdog.shutdownNow();
    }
  }
}
