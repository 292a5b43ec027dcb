package dev.rollcall.protocol.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.ProtocolContract;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.TryNumber;
import dev.rollcall.probe.attempt.Prober;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TcpProtocolTest extends ProtocolContract<TcpSettings> {
  private static final TcpProtocol TCP = new TcpProtocol();
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final int TLS_HANDSHAKE = 22;

  @Override
  protected Protocol<TcpSettings> protocol() {
    return TCP;
  }

  @Override
  protected TcpSettings settings() {
    return new TcpSettings();
  }

  @Override
  protected Beginning beginning() {
    return Beginning.CLIENT;
  }

  @Override
  protected Optional<Expected> expected(Misbehaviour how) {
    return switch (how) {
      // A byte is a byte, and a port that opens is a warning.
      case SILENT, GARBAGE, ENDLESS_LINE, DRIP, FLOOD -> Optional.empty();
      // Asked in HTTP it hung up, and so it does when it is asked in TLS.
      case CLOSES_AFTER_PAYLOAD -> Optional.of(new Expected(Phase.TLS, FaultKind.CLOSED));
      case RESETS_AFTER_PAYLOAD -> Optional.of(new Expected(Phase.TLS, FaultKind.RESET));
      default -> usual(how);
    };
  }

  private static Attempt against(Misbehaviour how) throws IOException {
    try (Peer peer = Peer.that(how)) {
      return Probes.attempt(TCP, new TcpSettings(), peer, Duration.ofMillis(800));
    }
  }

  /** Answers the first bytes that come. */
  private static Peer.Service answering(String answer) {
    return socket -> {
      if (socket.getInputStream().read(new byte[4096]) > 0) {
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      }
      Peer.closeInOrder(socket);
    };
  }

  @Test
  void aPortThatOnlyOpensIsUnproven() throws IOException {
    assertEquals("UNPROVEN", Probes.concerns(against(Misbehaviour.SILENT)));
  }

  @Test
  void aPortThatDoesNotEvenCloseFails() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (Peer peer = Peer.serving(socket -> end.await())) {
      Attempt attempt = Probes.attempt(TCP, new TcpSettings(), peer, Duration.ofMillis(800));
      Fault fault = Probes.assertFault(Phase.TLS, FaultKind.TIMED_OUT, attempt);
      assertEquals(Optional.of(Clue.SILENT_SERVICE), fault.clue());
      assertTrue(fault.evidence().contains("the process is stopped"), fault::evidence);
      end.countDown();
    }
  }

  @Test
  void aPeerThatHangsUpOnSilenceTooHasNoFaultOfTls() throws IOException {
    AtomicInteger connections = new AtomicInteger();
    Peer.Service closes =
        socket -> {
          if (connections.incrementAndGet() == 1) {
            // Slower than the wait for a banner: the request is there already.
            socket.getInputStream().read();
          }
          Peer.closeInOrder(socket);
        };
    try (Peer peer = Peer.serving(closes)) {
      Probes.assertFault(
          Phase.EXCHANGE, FaultKind.CLOSED, Probes.attempt(TCP, new TcpSettings(), peer, LONG));
    }
  }

  @Test
  void aFirstTryDecidesNothing() throws IOException {
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Session first = Probes.session(peer, Duration.ofMillis(800)).as(TryNumber.FIRST);
      Probes.assertFault(
          Phase.TLS, FaultKind.TIMED_OUT, Prober.attempt(TCP, new TcpSettings(), first));
    }
  }

  @Test
  void bytesOfNoKnownProtocolAreNotIdentified() throws IOException {
    for (Misbehaviour how : new Misbehaviour[] {Misbehaviour.GARBAGE, Misbehaviour.DRIP}) {
      Attempt attempt = against(how);
      assertEquals("NOT_IDENTIFIED", Probes.concerns(attempt));
      assertFalse(Probes.fact(attempt, "tcp.banner").isEmpty());
    }
    try (Peer peer = Peer.serving(answering("what?\n"))) {
      Attempt attempt = Probes.attempt(TCP, new TcpSettings(), peer, LONG);
      assertEquals("NOT_IDENTIFIED", Probes.concerns(attempt));
      assertEquals("what?\\u000a", Probes.fact(attempt, "tcp.banner"));
    }
  }

  @Test
  void httpProves() throws IOException {
    try (Peer peer = Peer.serving(answering("HTTP/1.1 404 Not Found\r\n\r\n"))) {
      Attempt attempt = Probes.attempt(TCP, new TcpSettings(), peer, LONG);
      Probes.answered(attempt);
      assertEquals("", Probes.concerns(attempt));
      assertEquals("HTTP/1.1 404 Not Found", Probes.fact(attempt, "tcp.http"));
    }
  }

  /** As one whose answer to the HTTP request was lost. */
  @Test
  void anAnswerInPlaceOfTlsProvesToo() throws IOException {
    for (String answer : List.of("HTTP/1.1 400 Bad Request\r\n\r\n", "what is this?\n")) {
      try (Peer peer =
          Peer.serving(
              socket -> {
                if (socket.getInputStream().read() == TLS_HANDSHAKE) {
                  socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                }
                socket.getInputStream().readAllBytes();
              })) {
        Attempt attempt = Probes.attempt(TCP, new TcpSettings(), peer, Duration.ofMillis(1600));
        assertEquals(answer.startsWith("HTTP") ? "" : "NOT_IDENTIFIED", Probes.concerns(attempt));
      }
    }
  }

  @Test
  void tlsProves() throws IOException {
    try (Peer peer = Peer.servingTls(TestAuthority.peer().context(), Peer::drain)) {
      Attempt attempt = Probes.attempt(TCP, new TcpSettings(), peer, LONG);
      Probes.answered(attempt);
      assertEquals("", Probes.concerns(attempt));
      assertTrue(Probes.tls(attempt).nameMatches());
    }
  }

  @Test
  void theCertificateIsJudgedByTheRule() throws IOException {
    TestAuthority.Leaf own = TestAuthority.selfSigned(Probes.HOST);
    try (Peer peer = Peer.servingTls(own.context(), Peer::drain)) {
      Probes.assertFault(
          Phase.TLS, FaultKind.UNTRUSTED, Probes.attempt(TCP, new TcpSettings(), peer, LONG));
      Session reporting =
          Probes.session(
              Probes.route(peer.address(), Transport.TCP),
              LONG,
              Probes.policy(CertificatePolicy.REPORT));
      Attempt attempt = Prober.attempt(TCP, new TcpSettings(), reporting);
      assertEquals("CERTIFICATE", Probes.concerns(attempt));
    }
  }
}
