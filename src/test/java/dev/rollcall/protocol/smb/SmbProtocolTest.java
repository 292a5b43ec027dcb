package dev.rollcall.protocol.smb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmbProtocolTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final SmbSettings PLAIN =
      new SmbSettings(Optional.empty(), List.of(), Optional.empty());

  /** Takes one message and sends one back. */
  private static void answer(Socket socket, byte[] message) throws IOException {
    int length = ByteBuffer.wrap(socket.getInputStream().readNBytes(4)).getInt();
    socket.getInputStream().readNBytes(length);
    ByteBuffer out = ByteBuffer.allocate(4 + message.length);
    socket.getOutputStream().write(out.putInt(message.length).put(message).array());
    socket.getOutputStream().flush();
  }

  private static Attempt attempt(SmbSettings settings, Peer.Service service) throws IOException {
    try (Peer peer = Peer.serving(service)) {
      Attempt attempt = Probes.attempt(new SmbProtocol(), settings, peer, LONG);
      assertEquals(List.of(), peer.failures());
      return attempt;
    }
  }

  private static Attempt answered(SmbSettings settings, Duration ahead) throws IOException {
    Attempt attempt =
        attempt(
            settings,
            socket -> {
              Instant now = Instant.now().plus(ahead);
              long ticks = (now.getEpochSecond() + 11_644_473_600L) * 10_000_000L;
              long stamp = ticks + now.getNano() / 100;
              answer(
                  socket, NegotiateTest.changed(NegotiateTest.SAMBA, m -> m.putLong(104, stamp)));
              assertEquals(-1, socket.getInputStream().read());
            });
    Probes.answered(attempt);
    return attempt;
  }

  private static Observation.Clock clock(Attempt attempt) {
    return attempt.outcome().observations().stream()
        .filter(Observation.Clock.class::isInstance)
        .map(Observation.Clock.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void dialectSigningAndClockAreReported() throws IOException {
    Attempt attempt = answered(PLAIN, Duration.ofSeconds(-100));
    assertEquals("3.1.1", Probes.fact(attempt, "smb.dialect"));
    assertEquals("enabled", Probes.fact(attempt, "smb.signing"));
    assertEquals("yes", Probes.fact(attempt, "smb.dfs"));
    assertEquals("NTLM", Probes.fact(attempt, "smb.authentication"));
    assertEquals("656c6966-0073-0000-0000-000000000000", Probes.fact(attempt, "smb.server-guid"));
    Observation.Clock clock = clock(attempt);
    assertEquals("smb", clock.source());
    Duration wrong = clock.offset().plusSeconds(100).abs();
    assertTrue(wrong.compareTo(clock.uncertainty()) <= 0, clock::toString);
    assertEquals("", Probes.concerns(attempt));
    assertEquals(Set.of(Phase.CONNECT, Phase.EXCHANGE), attempt.phases().keySet());
    assertEquals(List.of(), attempt.followUps());
  }

  @Test
  void aClockThatKerberosDoesNotBearIsAConcern() throws IOException {
    Attempt attempt = answered(PLAIN, Duration.ofSeconds(330));
    assertEquals("CLOCK", Probes.concerns(attempt));
    assertTrue(clock(attempt).offset().toSeconds() >= 329, attempt::toString);
  }

  /** Every number of 64 bits but zero is some time. */
  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1, 1})
  void aClockOutOfRangeIsAFact(long ticks) throws IOException {
    try (Peer peer = SmbClockPeer.telling(ticks)) {
      Attempt attempt = Probes.attempt(new SmbProtocol(), PLAIN, peer, LONG);
      Probes.answered(attempt);
      assertEquals("CLOCK", Probes.concerns(attempt));
      assertTrue(
          attempt.outcome().concerns().get(0).text().startsWith("the file server's clock says "));
      assertTrue(Probes.fact(attempt, "smb.clock").contains("more than 100 years"));
      assertTrue(
          attempt.outcome().observations().stream()
              .noneMatch(
                  seen ->
                      seen instanceof Observation.Clock
                          || (seen instanceof Observation.Note
                              && !seen.equals(Observation.Note.SMALL_PACKETS))));
    }
  }

  @Test
  void aServerThatSendsNoTimeHasNoClock() throws IOException {
    try (Peer peer = SmbClockPeer.telling(0)) {
      Attempt attempt = Probes.attempt(new SmbProtocol(), PLAIN, peer, LONG);
      Probes.answered(attempt);
      assertEquals("", Probes.concerns(attempt));
    }
  }

  @Test
  void aNamespaceWithoutTargetsIsAConcern() throws IOException {
    Attempt attempt =
        answered(
            new SmbSettings(Optional.of("Peer.Rollcall.Test."), List.of(), Optional.empty()),
            Duration.ZERO);
    assertEquals("SITE_VALUE", Probes.concerns(attempt));
    assertTrue(
        attempt.outcome().concerns().get(0).text().startsWith("DFS namespace; targets unknown"));
    Attempt other =
        answered(
            new SmbSettings(Optional.of("rollcall.test"), List.of(), Optional.empty()),
            Duration.ZERO);
    assertEquals("", Probes.concerns(other));
  }

  @Test
  void aNamespacesTargetsAreFollowed() throws IOException {
    List<String> targets = List.of("files1.uni.edu", "files2.uni.edu");
    Attempt attempt =
        answered(
            new SmbSettings(Optional.of(Probes.HOST), targets, Optional.empty()), Duration.ZERO);
    assertEquals("", Probes.concerns(attempt));
    Port port = attempt.followUps().get(0).target().port();
    String reason = "the site file names it as a file server behind " + Probes.HOST;
    assertEquals(
        List.of(
            new FollowUp("smb", new Target("files1.uni.edu", port), reason, true),
            new FollowUp("smb", new Target("files2.uni.edu", port), reason, true)),
        attempt.followUps());
    // What a follow-up itself asks, with the same settings.
    List<String> own = List.of(Probes.HOST, "files2.uni.edu");
    assertEquals(
        List.of(),
        answered(new SmbSettings(Optional.empty(), own, Optional.empty()), Duration.ZERO)
            .followUps());
  }

  @Test
  void smb1OnlyDiffersFromAClosedPath() throws IOException {
    AtomicInteger turn = new AtomicInteger();
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE,
            FaultKind.UNEXPECTED,
            attempt(
                PLAIN,
                socket -> {
                  if (turn.getAndIncrement() == 0) {
                    assertTrue(socket.getInputStream().read() >= 0);
                    Peer.closeInOrder(socket);
                    return;
                  }
                  byte[] smb1 = new byte[37];
                  ByteBuffer.wrap(smb1).putInt(0xff534d42).put((byte) 0x72);
                  answer(socket, smb1);
                  Peer.drain(socket);
                }));
    assertEquals(
        "the server speaks SMB 1 only: it cut SMB 2 off, and answered SMB 1 when asked again",
        fault.evidence());
  }

  @Test
  void aResetOnBothWaysHasTheClueOfAFilter() throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE,
            FaultKind.RESET,
            attempt(
                PLAIN,
                socket -> {
                  // The last connection only looks whether it is reset unasked, and sends nothing.
                  if (socket.getInputStream().read(new byte[4096]) >= 0) {
                    Peer.reset(socket);
                  }
                }));
    assertEquals(Optional.of(Clue.CUT_AFTER_FIRST_PAYLOAD), fault.clue());
  }

  @Test
  void aHostThatIsKeptOutIsDenied() throws IOException {
    // What Samba says to a host outside of its "hosts allow".
    Attempt attempt =
        attempt(
            PLAIN,
            socket -> {
              socket.getOutputStream().write(new byte[] {(byte) 0x83, 0, 0, 1, (byte) 0x81});
              Peer.drain(socket);
            });
    Probes.assertFault(Phase.EXCHANGE, FaultKind.DENIED, attempt);
  }

  @Test
  void sizesAreHeld() throws IOException {
    for (int length : new int[] {3, 65_537, 0xffffff}) {
      Attempt attempt =
          attempt(
              PLAIN,
              socket -> {
                socket.getOutputStream().write(ByteBuffer.allocate(4).putInt(length).array());
                Peer.drain(socket);
              });
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, attempt);
      assertEquals("a message of " + length + " bytes answers NEGOTIATE", fault.evidence());
    }
    Probes.assertFault(
        Phase.EXCHANGE,
        FaultKind.CLOSED,
        attempt(
            PLAIN,
            socket -> {
              socket.getOutputStream().write(ByteBuffer.allocate(5).putInt(100).array());
              socket.getInputStream().read(new byte[4096]);
              Peer.closeInOrder(socket);
            }));
  }
}
