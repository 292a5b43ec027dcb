package dev.rollcall.standin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.model.VisitFacts;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.standin.certificate.StandInCertificate;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UdpListenerTest {
  private static Standing standing(StandIn.Datagrams standIn) throws IOException {
    return Standing.of("made-up", standIn, Optional.empty(), StandInLimits.usual());
  }

  /** How many answers come to that many datagrams. */
  private static int answers(InetSocketAddress at, int times) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(at);
      for (int count = 0; count < times; count++) {
        socket.send(new DatagramPacket(new byte[] {1, 2}, 2));
      }
      socket.setSoTimeout(500);
      int answers = 0;
      try {
        for (; ; answers++) {
          socket.receive(new DatagramPacket(new byte[100], 100));
        }
      } catch (SocketTimeoutException noMore) {
        return answers;
      }
    }
  }

  @Test
  void answersThatAreLargerAreFewer() throws Exception {
    try (Standing same = standing((request, identity) -> Optional.of(request));
        Standing larger = standing((request, identity) -> Optional.of(new byte[50]))) {
      int many = answers(same.address(), 60);
      int few = answers(larger.address(), 60);
      assertTrue(many >= 10 && many <= 30, () -> "as large: " + many);
      assertTrue(few >= 3 && few <= 9, () -> "larger: " + few);
      assertTrue(
          larger.awaitVisits(60).stream()
              .map(Visit::ended)
              .anyMatch("not answered: too many datagrams whose answer is larger"::equals));
    }
  }

  @Test
  void anAnswerThatThrowsIsSilence() throws Exception {
    StandIn.Datagrams moody =
        (request, identity) -> {
          if (request.length == 1) {
            throw new IllegalStateException("a mistake");
          }
          return Optional.of(request);
        };
    try (Standing standing = standing(moody);
        DatagramSocket socket = new DatagramSocket()) {
      socket.connect(standing.address());
      socket.send(new DatagramPacket(new byte[1], 1));
      socket.send(new DatagramPacket(new byte[] {3, 4}, 2));
      socket.setSoTimeout(10_000);
      DatagramPacket packet = new DatagramPacket(new byte[100], 100);
      socket.receive(packet);
      assertArrayEquals(new byte[] {3, 4}, Arrays.copyOf(packet.getData(), packet.getLength()));
      List<Visit> visits = standing.awaitVisits(2);
      assertEquals("not answered: not a made-up request", visits.get(0).ended());
      assertEquals("answered", visits.get(1).ended());
    }
  }

  @Test
  void theWildcardIsAnsweredFromTheAddressThatWasAsked() throws Exception {
    StandIn.Datagrams echo = (request, identity) -> Optional.of(request);
    PortAssignment assignment =
        new PortAssignment(
            new InetSocketAddress(0).getAddress(),
            0,
            List.of(),
            List.of(),
            new PortAssignment.Served("made-up", VisitFacts.NONE, echo),
            PortAssignment.Options.NONE);
    try (StandInServer stand =
        StandInServer.open(
            List.of(assignment),
            StandInCertificate.selfMade(List.of()),
            Optional.empty(),
            StandInLimits.usual(),
            visit -> {})) {
      InetSocketAddress at =
          new InetSocketAddress(
              InetAddress.getLoopbackAddress(), stand.addresses().get(0).getPort());
      assertEquals(1, answers(at, 1));
      assertEquals("127.0.0.1", stand.log("test", "test").visits().get(0).target());
    }
  }

  @Test
  void whatWouldAnswerTheAnswerGetsNone() {
    for (int service : new int[] {0, 7, 13, 17, 19, 53, 69, 123, 161, 389, 1900, 5353, 11211}) {
      assertTrue(UdpListener.loops(service, 88), () -> "port " + service);
    }
    assertTrue(UdpListener.loops(88, 88));
    assertTrue(UdpListener.loops(1434, 1434));
    assertFalse(UdpListener.loops(123, 123), "a client of NTP may use the server's port");
    assertFalse(UdpListener.loops(50_000, 88));
  }

  @Test
  void anAnswerThatCannotBeSentIsLoggedAsSuch() throws Exception {
    try (Standing standing = standing((request, identity) -> Optional.of(new byte[66_000]));
        DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(new byte[1], 1, standing.address()));
      String ended = standing.awaitVisits(1).get(0).ended();
      assertTrue(ended.startsWith("not answered: the answer could not be sent: "), ended);
    }
  }

  @Test
  void aDelayedAnswerIsLoggedWhenItIsSentOrWhenTheStandInCloses() throws Exception {
    StandIn.Datagrams echo = (request, identity) -> Optional.of(request);
    assertEquals(List.of("answered"), ends(Duration.ofMillis(50), echo, true));
    assertEquals(
        List.of("not answered: the stand-in was closed first"),
        ends(Duration.ofMinutes(5), echo, false));
  }

  /** How a visit ended, after the answer or after the request alone. */
  private static List<String> ends(Duration delay, StandIn.Datagrams standIn, boolean answered)
      throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    PortAssignment assignment =
        Standing.assignment(
            PortAssignment.Options.NONE.withDelay(delay),
            "made-up",
            (StandIn.Datagrams)
                (request, identity) -> {
                  asked.countDown();
                  return standIn.answer(request, identity);
                });
    CountDownLatch visited = new CountDownLatch(1);
    StandInServer stand =
        StandInServer.open(
            List.of(assignment),
            StandInCertificate.selfMade(List.of()),
            Optional.empty(),
            StandInLimits.usual(),
            visit -> visited.countDown());
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(stand.addresses().get(0));
      socket.send(new DatagramPacket(new byte[] {1}, 1));
      assertTrue(asked.await(20, TimeUnit.SECONDS));
      if (answered) {
        socket.setSoTimeout(20_000);
        socket.receive(new DatagramPacket(new byte[10], 10));
        assertTrue(visited.await(20, TimeUnit.SECONDS));
      }
      stand.close();
      return stand.log("test", "test").visits().stream().map(Visit::ended).toList();
    } finally {
      stand.close();
    }
  }
}
