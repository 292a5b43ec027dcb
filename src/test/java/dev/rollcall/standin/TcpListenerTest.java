package dev.rollcall.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.standin.certificate.StandInCertificate;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A connection that is accepted while the stand-in ends is in the log, and is no failure of it. */
class TcpListenerTest {
  private final BlockingQueue<Visit> visits = new LinkedBlockingQueue<>();
  private final StandInLogger logbook = new StandInLogger(100_000, visits::add);

  private String visit(SharedState state) throws Exception {
    StandInCertificate certificate = StandInCertificate.selfMade(List.of(Probes.HOST));
    StandInIdentity identity =
        new StandInIdentity(
            List.of(Probes.HOST), Probes.HOST, Optional.empty(), certificate.fingerprint());
    StandIn.Streams standIn = caller -> {};
    try (TcpListener listener =
            new TcpListener(
                Standing.assignment("made-up", standIn), standIn, certificate, identity, state);
        Socket caller = new Socket()) {
      // It ends when the listener is closed.
      new Thread(listener, "accepts").start();
      caller.connect(listener.address());
      assertEquals(-1, caller.getInputStream().read(), "it is closed");
      Visit visit = visits.poll(60, TimeUnit.SECONDS);
      return visit == null ? "not in the log" : visit.ended();
    }
  }

  @Test
  void aConversationThatHasJustBegunEndsWithTheStandIn() throws Exception {
    try (SharedState state = new SharedState(StandInLimits.usual(), logbook)) {
      state.clock().shutdownNow();
      assertEquals("ended with the stand-in", visit(state));
    }
    assertEquals(List.of(), logbook.incidents());
  }

  @Test
  void aConnectionThatIsNotServedAnyMoreEndsWithTheStandIn() throws Exception {
    SharedState state = new SharedState(StandInLimits.usual(), logbook);
    state.close();
    assertEquals("ended with the stand-in", visit(state));
    assertEquals(List.of(), logbook.incidents());
  }
}
