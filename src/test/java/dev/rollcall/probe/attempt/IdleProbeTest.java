package dev.rollcall.probe.attempt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.idle.Idling;
import dev.rollcall.probe.idle.KeptOpen;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Real connections that idle for a moment. */
class IdleProbeTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration IDLE = Duration.ofMillis(60);

  /** Sends a byte, and waits for one. */
  private static final class OneByte implements Protocol<Probes.None> {
    @Override
    public Idling idling() {
      return Idling.ANONYMOUS;
    }

    @Override
    public KeptOpen keepOpen(Session session, Probes.None settings) throws IOException {
      Connection connection = session.dial();
      KeptOpen.Question question =
          () -> {
            connection.write(new byte[] {'?'});
            connection.read(1);
          };
      connection.write(new byte[] {'?'});
      connection.read(1);
      return new KeptOpen(connection::await, connection.in(), question);
    }

    @Override
    public void probe(Session session, Probes.None settings) {}

    @Override
    public String name() {
      return "one-byte";
    }

    @Override
    public Class<Probes.None> settings() {
      return Probes.None.class;
    }

    @Override
    public String sends() {
      return "a byte";
    }

    @Override
    public StandIn standIn(Transport transport, List<Probes.None> rules) {
      return Probes.NO_STAND_IN;
    }
  }

  private static void answer(Socket socket) throws IOException {
    socket.getInputStream().read();
    socket.getOutputStream().write('!');
  }

  private static IdleEnd end(Duration idle, Duration timeout, Peer.Service service)
      throws IOException {
    AtomicInteger opened = new AtomicInteger();
    try (Peer peer = Peer.serving(service)) {
      IdleProbe<Probes.None> probe =
          new IdleProbe<>(new OneByte(), idle, opened::incrementAndGet, System::nanoTime);
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

  /** The question has the whole timeout, although the connection idled longer than that. */
  @Test
  void silenceAfterTheIdleTime() throws IOException {
    IdleEnd end =
        end(
            Duration.ofMillis(700),
            Duration.ofMillis(600),
            socket -> {
              answer(socket);
              socket.getInputStream().readAllBytes();
            });
    assertEquals(IdleEnd.Kind.DEAD, end.kind());
    assertEquals(FaultKind.TIMED_OUT, end.fault().orElseThrow().kind());
    assertTrue(end.took().compareTo(Duration.ofMillis(100)) > 0, end::toString);
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
