package dev.rollcall.probe.attempt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.idle.KeptOpen;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Real connections that idle for a moment. */
class IdleProbeTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration IDLE = Duration.ofMillis(60);

  private static void answer(Socket socket) throws IOException {
    socket.getInputStream().read();
    socket.getOutputStream().write('!');
  }

  private static IdleEnd end(Duration idle, Duration timeout, Peer.Service service)
      throws IOException {
    return end(new OneByte(), idle, timeout, service);
  }

  private static IdleEnd end(
      Protocol<Probes.None> protocol, Duration idle, Duration timeout, Peer.Service service)
      throws IOException {
    AtomicInteger opened = new AtomicInteger();
    try (Peer peer = Peer.serving(service)) {
      IdleProbe<Probes.None> probe =
          new IdleProbe<>(protocol, idle, opened::incrementAndGet, System::nanoTime);
      Attempt attempt = Prober.attempt(probe, new Probes.None(), Probes.session(peer, timeout));
      Probes.answered(attempt);
      assertEquals(1, opened.get());
      assertEquals(1, attempt.flows().size(), "no second look");
      return probe.end().orElseThrow();
    }
  }

  @Test
  void anAnswerAfterTheIdleTime() throws IOException {
    IdleEnd end =
        end(
            IDLE,
            LONG,
            socket -> {
              answer(socket);
              answer(socket);
              socket.getInputStream().read();
            });
    assertEquals(IdleEnd.Kind.ANSWERED, end.kind());
    assertTrue(end.idled().compareTo(IDLE) >= 0, end::toString);
  }

  /** A connection that takes up its timeout almost to the end. */
  private static final class SlowToOpen extends OneByte {
    @Override
    public KeptOpen keepOpen(Session session, Probes.None settings) throws IOException {
      KeptOpen open = super.keepOpen(session, settings);
      while (session.deadline().remaining().toMillis() > 100) {
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
      return open;
    }
  }

  /**
   * The question has the whole timeout, although the connection took most of it to open, and idled
   * longer than that.
   */
  @Test
  void silenceAfterTheIdleTime() throws IOException {
    IdleEnd end =
        end(
            new SlowToOpen(),
            Duration.ofMillis(700),
            Duration.ofMillis(600),
            socket -> {
              answer(socket);
              socket.getInputStream().readAllBytes();
            });
    assertEquals(IdleEnd.Kind.DEAD, end.kind());
    assertEquals(FaultKind.TIMED_OUT, end.fault().orElseThrow().kind());
    assertTrue(end.took().compareTo(Duration.ofMillis(600)) >= 0, end::toString);
  }

  @Test
  void aPeerThatClosesIsSeenAtOnce() throws IOException {
    IdleEnd end =
        end(
            LONG.multipliedBy(3),
            LONG,
            socket -> {
              answer(socket);
              Peer.closeInOrder(socket);
            });
    assertEquals(IdleEnd.Kind.CLOSED, end.kind());
    assertTrue(end.idled().compareTo(LONG) < 0, end::toString);
  }

  @Test
  void aFarewellBelongsToTheClose() throws IOException {
    IdleEnd end =
        end(
            LONG.multipliedBy(3),
            LONG,
            socket -> {
              answer(socket);
              socket.getOutputStream().write("421 4.4.2 timeout".getBytes(US_ASCII));
              Peer.closeInOrder(socket);
            });
    assertEquals(IdleEnd.Kind.CLOSED, end.kind());
  }

  @Test
  void aResetWhileIdle() throws IOException {
    IdleEnd end =
        end(
            LONG.multipliedBy(3),
            LONG,
            socket -> {
              answer(socket);
              socket.setSoLinger(true, 0);
              socket.close();
            });
    assertEquals(IdleEnd.Kind.RESET, end.kind());
  }

  @Test
  void oneThatIsGivenUpIsNotAsked() throws IOException {
    try (Peer peer =
        Peer.serving(
            socket -> {
              answer(socket);
              assertEquals(-1, socket.getInputStream().read());
            })) {
      List<IdleProbe<?>> self = new CopyOnWriteArrayList<>();
      IdleProbe<Probes.None> probe =
          new IdleProbe<>(
              new OneByte(), LONG, () -> self.forEach(IdleProbe::giveUp), System::nanoTime);
      self.add(probe);
      Prober.attempt(probe, new Probes.None(), Probes.session(peer, LONG));
      assertEquals(IdleEnd.Kind.GIVEN_UP, probe.end().orElseThrow().kind());
      assertEquals(List.of(), peer.failures());
    }
  }
}
