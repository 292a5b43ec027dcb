package dev.rollcall.engine.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.net.FlowLog;
import dev.rollcall.probe.path.PathSearches;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The report has every packet that a look at the path sent. */
@Timeout(60)
class PathLookTest {
  private final InetSocketAddress remote =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

  /** A search may have begun while the answer was on its way. */
  @Test
  void whatASearchSentBeforeTheAnswerCameIsInTheReport() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Peer peer = Peer.serving(Peer::drain)) {
      Session session = Probes.session(peer, Duration.ofSeconds(30));
      Attempt answered = Probes.attempt(session, Session::dial);
      FlowLog log = session.dialler().flows();
      log.begin(Flow.Purpose.PATH, Transport.TCP, 7, remote);
      Route route = Probes.route(peer.address(), Transport.TCP);
      try (PathLook look =
          new PathLook(new PathSearches(), threads, true, route, Optional.empty())) {
        assertEquals(
            List.of(Flow.Purpose.QUESTION, Flow.Purpose.PATH),
            look.finished(answered, session.dialler()).flows().stream()
                .map(Flow::purpose)
                .toList());
      }
      assertThrows(IOException.class, () -> log.begin(Transport.TCP, 7, remote));
      assertThrows(IOException.class, () -> log.secondLook().begin(Transport.TCP, 7, remote));
    } finally {
      threads.shutdownNow();
    }
  }
}
