package dev.rollcall.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a second look tells of a connection that went dead. */
class SecondTryTest {
  private static final Duration TIMEOUT = Duration.ofMillis(900);

  /** What stands on the path decides by the ClientHello. */
  private interface Filter {
    /** True to pass it on to a good server. */
    boolean passes(String hello);
  }

  private static Peer.Service behind(Filter filter, boolean resets) {
    return socket -> {
      socket.setSoTimeout(20_000);
      byte[] hello = new byte[16384];
      int count = socket.getInputStream().read(hello);
      if (count < 0) {
        return;
      }
      if (filter.passes(new String(hello, 0, count, StandardCharsets.ISO_8859_1))) {
        // handshake_failure: any answer of TLS shows that the path lives.
        socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 40});
        Peer.closeInOrder(socket);
      } else if (resets) {
        Peer.reset(socket);
      } else {
        Peer.drain(socket);
      }
    };
  }

  private static Attempt handshake(Peer.Service service) throws IOException {
    try (Peer peer = Peer.serving(service)) {
      return Probes.attempt(Probes.session(peer, TIMEOUT), each -> each.dial().startTls());
    }
  }

  private static void assertClue(FaultKind kind, Clue clue, Attempt attempt) {
    Fault fault = Probes.assertFault(Phase.TLS, kind, attempt);
    assertEquals(Optional.of(clue), fault.clue(), fault::toString);
  }

  @Test
  void aNameFilterThatResets() throws IOException {
    Filter nameless = hello -> !hello.contains(Probes.HOST);
    assertClue(FaultKind.RESET, Clue.SERVER_NAME_FILTER, handshake(behind(nameless, true)));
  }

  @Test
  void aNameFilterThatIsSilent() throws IOException {
    Filter nameless = hello -> !hello.contains(Probes.HOST);
    assertClue(FaultKind.TIMED_OUT, Clue.SERVER_NAME_FILTER, handshake(behind(nameless, false)));
  }

  @Test
  void aNameFilterThatCloses() throws IOException {
    Peer.Service filter =
        socket -> {
          byte[] hello = new byte[16384];
          int count = socket.getInputStream().read(hello);
          String text = new String(hello, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
          if (!text.contains(Probes.HOST)) {
            socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 40});
          }
          Peer.closeInOrder(socket);
        };
    assertClue(FaultKind.CLOSED, Clue.SERVER_NAME_FILTER, handshake(filter));
  }

  @Test
  void everyHelloIsReset() throws IOException {
    assertClue(
        FaultKind.RESET, Clue.CUT_AFTER_FIRST_PAYLOAD, handshake(behind(hello -> false, true)));
  }

  @Test
  void everyHelloIsMetWithSilence() throws IOException {
    assertClue(FaultKind.TIMED_OUT, Clue.SYN_PROXY, handshake(behind(hello -> false, false)));
  }

  @Test
  void onlySmallAnswersPass() throws IOException {
    // A hello that offers no suite but the null one gets an alert, every other one a certificate
    // that is lost on the way.
    Filter small = hello -> hello.startsWith("\u0000\u0002\u0000\u0000", 44);
    assertClue(FaultKind.TIMED_OUT, Clue.MTU_BLACK_HOLE, handshake(behind(small, false)));
  }

  @Test
  void aServerThatClosesInOrderIsNoFilter() throws IOException {
    Attempt attempt = handshake(Peer::closeInOrder);
    Fault fault = Probes.assertFault(Phase.TLS, FaultKind.CLOSED, attempt);
    assertEquals(Optional.empty(), fault.clue());
  }

  @Test
  void aPlaintextPeerNeedsNoSecondLook() throws IOException {
    try (Peer peer =
        Peer.serving(
            socket -> {
              socket.getOutputStream().write("220 hello\r\n".getBytes(StandardCharsets.US_ASCII));
              Peer.drain(socket);
            })) {
      Attempt attempt =
          Probes.attempt(Probes.session(peer, TIMEOUT), each -> each.dial().startTls());
      assertClue(FaultKind.MALFORMED, Clue.PLAINTEXT_PEER, attempt);
      assertEquals(1, peer.connections());
    }
  }

  @Test
  void withoutTlsTheFirstPayloadTells() throws IOException {
    try (Peer silent = Peer.that(Misbehaviour.SILENT);
        Peer cutting = Peer.that(Misbehaviour.RESETS_AFTER_PAYLOAD)) {
      Probes.Steps ask =
          session -> {
            Connection connection = session.dial();
            connection.write(new byte[] {1});
            connection.read(1);
          };
      Fault nothing =
          Probes.assertFault(
              Phase.EXCHANGE,
              FaultKind.TIMED_OUT,
              Probes.attempt(Probes.session(silent, TIMEOUT), ask));
      assertEquals(Optional.of(Clue.SYN_PROXY), nothing.clue());
      Fault cut =
          Probes.assertFault(
              Phase.EXCHANGE,
              FaultKind.RESET,
              Probes.attempt(Probes.session(cutting, TIMEOUT), ask));
      assertEquals(Optional.of(Clue.CUT_AFTER_FIRST_PAYLOAD), cut.clue());
    }
  }
}
