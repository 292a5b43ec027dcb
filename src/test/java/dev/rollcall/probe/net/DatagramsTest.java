package dev.rollcall.probe.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.UdpPeer;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DatagramsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(500);

  /** On a busy host, too, the last sending comes before the deadline. */
  private static final Duration EVERY_SENDING = Duration.ofSeconds(4);

  private static Attempt ask(UdpPeer peer, Duration timeout, List<byte[]> answers) {
    return Probes.attempt(
        Probes.session(peer, timeout),
        session ->
            answers.add(
                session.datagrams().ask(() -> new byte[] {7}, answer -> answer[0] == 42, 4)));
  }

  @Test
  void theFirstAnswerThatIsOursCounts() throws IOException {
    List<byte[]> answers = new ArrayList<>();
    try (UdpPeer peer =
        UdpPeer.answering(
            (request, turn) -> List.of(new byte[] {1}, new byte[] {42, 1, 2, 3, 4, 5}))) {
      Attempt attempt = ask(peer, LONG, answers);
      Probes.answered(attempt);
      assertEquals(1, attempt.sent());
      assertEquals(Optional.of(0), attempt.lost());
      assertEquals("127.0.0.1", attempt.source());
      assertEquals(Set.of(Phase.EXCHANGE), attempt.phases().keySet());
    }
    assertArrayEquals(new byte[] {42, 1, 2, 3}, answers.get(0));
  }

  @Test
  void aLostDatagramIsSentAgain() throws IOException {
    try (UdpPeer peer =
        UdpPeer.answering((request, turn) -> turn < 2 ? List.of() : List.of(new byte[] {42}))) {
      Attempt attempt = ask(peer, Duration.ofSeconds(2), new ArrayList<>());
      Probes.answered(attempt);
      assertEquals(3, attempt.sent());
      assertEquals(Optional.of(2), attempt.lost());
    }
  }

  /** What the search for the place of a loss may send again. */
  @Test
  void aQuestionIsKnownUntilSomethingAnswersAndNeverIfItIsAskedOnce() throws IOException {
    List<String> seen = new ArrayList<>();
    try (UdpPeer peer =
        UdpPeer.answering((request, turn) -> List.of(new byte[] {1}, new byte[] {42}))) {
      Probes.attempt(
          Probes.session(peer, LONG),
          session -> {
            Datagrams datagrams = session.datagrams();
            seen.add(session.dialler().question() + " " + session.dialler().waiting());
            datagrams.ask(
                () -> new byte[] {7},
                answer -> {
                  seen.add("answered " + session.dialler().question());
                  return answer[0] == 42;
                },
                4);
          });
    }
    try (UdpPeer peer = UdpPeer.that(Misbehaviour.SILENT)) {
      Probes.attempt(
          Probes.session(peer, SHORT),
          session -> {
            try {
              session.datagrams().ask(() -> new byte[] {7}, answer -> true, 4);
            } finally {
              seen.add("silent " + session.dialler().question().map(Arrays::toString));
            }
          });
      Probes.attempt(
          Probes.session(peer, SHORT),
          session -> {
            try {
              session.datagrams().askOnce(new byte[] {7}, answer -> true, 4);
            } finally {
              seen.add("once " + session.dialler().question());
            }
          });
    }
    assertEquals(
        List.of(
            "Optional.empty Optional[PT0S]",
            "answered Optional.empty",
            "answered Optional.empty",
            "silent Optional[[7]]",
            "once Optional.empty"),
        seen);
  }

  @Test
  void eachSendingIsMadeAnew() throws IOException {
    AtomicInteger made = new AtomicInteger();
    try (UdpPeer peer = UdpPeer.that(Misbehaviour.SILENT)) {
      Attempt attempt =
          Probes.attempt(
              Probes.session(peer, EVERY_SENDING),
              session ->
                  session
                      .datagrams()
                      .ask(() -> new byte[] {(byte) made.getAndIncrement()}, any -> true, 4));
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, attempt);
      assertEquals(Optional.of(Clue.SILENT_DATAGRAM), fault.clue());
      assertEquals(7, attempt.sent());
      assertEquals(Optional.of(7), attempt.lost());
      assertEquals(7, made.get());
    }
  }

  @Test
  void anAnswerToALaterDatagramShowsLoss() throws IOException {
    UdpPeer.Script late =
        (request, turn) -> turn < 2 ? List.of() : List.of(new byte[] {request[0]});
    for (boolean alike : new boolean[] {true, false}) {
      try (UdpPeer peer = UdpPeer.answering(late)) {
        Attempt attempt =
            Probes.attempt(
                Probes.session(peer, Duration.ofSeconds(2)),
                session -> {
                  Datagrams datagrams = session.datagrams();
                  byte[] question = {7};
                  if (alike) {
                    datagrams.ask(() -> question, any -> true, 4);
                  } else {
                    datagrams.askInTurn(() -> question, any -> true, 4);
                  }
                });
        assertEquals(
            alike
                ? List.of(
                    new Observation.Note(
                        "packet loss: the answer came after " + attempt.sent() + " datagrams"))
                : List.of(),
            Probes.answered(attempt).observations());
        assertEquals(Optional.of(alike ? attempt.sent() - 1 : 0), attempt.lost());
      }
    }
  }

  @Test
  void aFloodOfForeignAnswersEndsAtTheDeadline() throws IOException {
    List<byte[]> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(new byte[] {1});
    }
    try (UdpPeer peer = UdpPeer.answering((request, turn) -> many)) {
      Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, ask(peer, SHORT, new ArrayList<>()));
    }
  }

  @Test
  void aFloodBeyondAllMeasureEndsBefore() throws IOException {
    List<byte[]> many = Collections.nCopies(20_000, new byte[] {1});
    try (UdpPeer peer = UdpPeer.answering((request, turn) -> many)) {
      Attempt attempt = ask(peer, Duration.ofMinutes(1), new ArrayList<>());
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, attempt);
      assertEquals("1001 datagrams came, and none answers the question", fault.evidence());
    }
  }

  @Test
  void anAnswerFromElsewhereIsNotTaken() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (DatagramSocket server = new DatagramSocket(any);
        DatagramSocket stranger = new DatagramSocket(any)) {
      Thread spoofer =
          new Thread(
              () -> {
                try {
                  DatagramPacket request = new DatagramPacket(new byte[100], 100);
                  server.receive(request);
                  byte[] lie = {42};
                  stranger.send(new DatagramPacket(lie, 1, request.getSocketAddress()));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      spoofer.start();
      Session session =
          Probes.session(
              Probes.route((InetSocketAddress) server.getLocalSocketAddress(), Transport.UDP),
              SHORT,
              Probes.policy());
      Probes.assertFault(
          Phase.EXCHANGE,
          FaultKind.TIMED_OUT,
          Probes.attempt(
              session, each -> each.datagrams().ask(() -> new byte[] {7}, answer -> true, 4)));
      spoofer.join();
    }
  }

  private static Attempt note(UdpPeer peer, List<byte[]> answers) {
    return note(peer, SHORT, answers);
  }

  private static Attempt note(UdpPeer peer, Duration timeout, List<byte[]> answers) {
    return Probes.attempt(
        Probes.session(peer, timeout),
        session ->
            answers.add(
                session
                    .datagrams(answer -> answer[0] == 42, false)
                    .ask(() -> new byte[] {7}, answer -> answer[0] == 42, 4)));
  }

  @Test
  void anAnswerFromElsewhereIsNamedAndNeverTaken() throws IOException {
    List<byte[]> answers = new ArrayList<>();
    try (UdpPeer peer =
        UdpPeer.answeringFromElsewhere((request, turn) -> List.of(new byte[] {42}))) {
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, note(peer, answers));
      assertEquals(Optional.of(Clue.OTHER_SOURCE), fault.clue());
      assertEquals(
          "no answer came from the address that was asked; an answer came from 127.0.0.2, which"
              + " clients do not accept",
          fault.evidence());
    }
    assertEquals(List.of(), answers);
  }

  @Test
  void anAnswerFromAnotherPortIsNamedWithIt() throws IOException {
    try (UdpPeer peer =
        UdpPeer.answeringFromAnotherPort((request, turn) -> List.of(new byte[] {42}))) {
      Fault fault =
          Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, note(peer, new ArrayList<>()));
      assertEquals(Optional.of(Clue.OTHER_SOURCE), fault.clue());
      assertTrue(fault.evidence().contains(" from 127.0.0.1 port "), fault.evidence());
    }
  }

  @Test
  void noiseFromElsewhereIsSilence() throws IOException {
    try (UdpPeer peer =
        UdpPeer.answeringFromElsewhere((request, turn) -> List.of(new byte[] {1}))) {
      Fault fault =
          Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, note(peer, new ArrayList<>()));
      assertEquals(Optional.of(Clue.SILENT_DATAGRAM), fault.clue());
    }
  }

  @Test
  void theDestinationsOwnAnswerCountsBesideASecondSocket() throws IOException {
    List<byte[]> answers = new ArrayList<>();
    try (UdpPeer peer = UdpPeer.answering((request, turn) -> List.of(new byte[] {42}))) {
      // Long enough for a busy host: nothing is sent again before the answer comes.
      Attempt attempt = note(peer, Duration.ofMinutes(1), answers);
      Probes.answered(attempt);
      assertEquals(1, attempt.sent());
    }
    assertArrayEquals(new byte[] {42}, answers.get(0));
  }

  /** Neither another attempt nor another program may get the answers. */
  @Test
  void thePortIsSharedWithNoFurtherSocket() throws IOException {
    try (UdpPeer peer = UdpPeer.that(Misbehaviour.SILENT);
        Session session = Probes.session(peer, SHORT)) {
      session.datagrams(answer -> true, false);
      int port = session.dialler().flows().flows().get(0).sourcePort();
      try (DatagramSocket other = new DatagramSocket(null)) {
        other.setReuseAddress(true);
        assertThrows(BindException.class, () -> other.bind(new InetSocketAddress(port)));
      }
    }
  }

  @Test
  void aClosedPortIsRefused() throws IOException {
    try (UdpPeer peer = UdpPeer.refusing()) {
      Probes.assertFault(Phase.EXCHANGE, FaultKind.REFUSED, ask(peer, LONG, new ArrayList<>()));
    }
  }
}
