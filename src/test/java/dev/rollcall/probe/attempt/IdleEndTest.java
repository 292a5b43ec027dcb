package dev.rollcall.probe.attempt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.budget.LimitException;
import dev.rollcall.probe.budget.OutOfTimeException;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.idle.KeptOpen;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** What the end of an idle connection is called. */
class IdleEndTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration IDLE = Duration.ofMillis(60);

  /** A connection that opens at once, on a clock of its own. */
  private static final class MadeUp extends OneByte {
    private final Optional<Exception> watching;
    private final Optional<Exception> asking;
    private long now;
    private int looks;

    MadeUp(Optional<Exception> watching, Optional<Exception> asking) {
      this.watching = watching;
      this.asking = asking;
    }

    @Override
    public KeptOpen keepOpen(Session session, Probes.None settings) {
      session.enter(Phase.EXCHANGE);
      return new KeptOpen(
          most -> {
            looks++;
            now += most.toNanos();
            fail(watching);
            return false;
          },
          InputStream.nullInputStream(),
          () -> fail(asking));
    }

    private static <E extends Exception> void fail(Optional<Exception> with) throws E {
      if (with.isPresent()) {
        @SuppressWarnings("unchecked")
        E thrown = (E) with.get();
        throw thrown;
      }
    }

    IdleEnd end(Duration idle) throws IOException {
      try (Peer peer = Peer.serving(socket -> {})) {
        IdleProbe<Probes.None> probe = new IdleProbe<>(this, idle, () -> {}, () -> now);
        Prober.attempt(probe, new Probes.None(), Probes.session(peer, LONG));
        return probe.end().orElseThrow();
      }
    }
  }

  private static IdleEnd.Kind asking(Exception thrown) throws IOException {
    return new MadeUp(Optional.empty(), Optional.of(thrown)).end(IDLE).kind();
  }

  private static IdleEnd.Kind watching(Exception thrown) throws IOException {
    return new MadeUp(Optional.of(thrown), Optional.empty()).end(IDLE).kind();
  }

  private static Exception busy() {
    return ProbeException.of(FaultKind.TIMED_OUT, "this host had no memory", Clue.HOST_BUSY);
  }

  @Test
  void onlySilenceAResetOrABrokenPathIsDead() throws IOException {
    assertEquals(IdleEnd.Kind.DEAD, asking(new SocketTimeoutException("Read timed out")));
    assertEquals(IdleEnd.Kind.DEAD, asking(new SocketException("Connection reset")));
    assertEquals(IdleEnd.Kind.DEAD, asking(new NoRouteToHostException("No route to host")));
    assertEquals(IdleEnd.Kind.CLOSED, asking(new EOFException("closed")));
    // These came on this connection.
    assertEquals(IdleEnd.Kind.ANSWERED, asking(ProbeException.malformed("not the protocol")));
    assertEquals(IdleEnd.Kind.ANSWERED, asking(new LimitException("more than 4 MiB")));
    assertEquals(IdleEnd.Kind.ANSWERED, asking(new SSLException("bad record MAC")));
    // These are this host's.
    assertEquals(IdleEnd.Kind.ENDED_HERE, asking(busy()));
    assertEquals(IdleEnd.Kind.ENDED_HERE, asking(new OutOfTimeException()));
  }

  @Test
  void whileItIsIdleOnlyAnEndOfStreamIsAClose() throws IOException {
    assertEquals(IdleEnd.Kind.CLOSED, watching(new EOFException("closed")));
    assertEquals(IdleEnd.Kind.RESET, watching(new SocketException("Connection reset")));
    assertEquals(IdleEnd.Kind.SPOKE, watching(new LimitException("more than 4 MiB")));
    assertEquals(IdleEnd.Kind.SPOKE, watching(new SSLException("bad record MAC")));
    assertEquals(IdleEnd.Kind.ENDED_HERE, watching(new OutOfTimeException()));
  }

  /** Each look needs processor time. */
  @Test
  void aLongIdleTimeIsWatchedSeldom() throws IOException {
    MadeUp minute = new MadeUp(Optional.empty(), Optional.empty());
    assertEquals(IdleEnd.Kind.ANSWERED, minute.end(Duration.ofMinutes(1)).kind());
    assertEquals(30, minute.looks);
    MadeUp day = new MadeUp(Optional.empty(), Optional.empty());
    assertEquals(IdleEnd.Kind.ANSWERED, day.end(Duration.ofHours(24)).kind());
    assertEquals(10_000, day.looks);
  }
}
