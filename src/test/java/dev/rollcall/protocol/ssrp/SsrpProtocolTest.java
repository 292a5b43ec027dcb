package dev.rollcall.protocol.ssrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.sqlserver.SqlBrowserServer;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.UdpPeer;
import dev.rollcall.probe.attempt.Prober;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SsrpProtocolTest {
  /** On a busy host, too, the last of seven sendings comes before the deadline. */
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Map<String, Integer> INSTANCES = instances();

  private static Map<String, Integer> instances() {
    Map<String, Integer> instances = new LinkedHashMap<>();
    instances.put("MSSQLSERVER", 1433);
    instances.put("APPS", 51433);
    return instances;
  }

  private static Attempt attempt(String instance, int port, UdpPeer.Script script)
      throws IOException {
    return attempt(instance, port, script, TIMEOUT);
  }

  private static Attempt attempt(String instance, int port, UdpPeer.Script script, Duration timeout)
      throws IOException {
    SsrpSettings settings =
        new SsrpSettings(
            instance.isEmpty() ? Optional.empty() : Optional.of(instance),
            port == 0 ? Optional.empty() : Optional.of(port));
    try (UdpPeer peer = UdpPeer.answering(script)) {
      return Probes.attempt(new SsrpProtocol(), settings, peer, timeout);
    }
  }

  private static UdpPeer.Script standIn(Map<String, Integer> instances) {
    SqlBrowserServer standIn = new SqlBrowserServer(instances);
    return (request, turn) -> {
      byte[] answer = standIn.answer(request);
      return answer.length == 0 ? List.of() : List.of(answer);
    };
  }

  @Test
  void theInstancesAreReported() throws IOException {
    Attempt attempt = attempt("", 1433, standIn(INSTANCES));
    Probes.answered(attempt);
    assertEquals("MSSQL", Probes.fact(attempt, "ssrp.server"));
    assertEquals("16.0.1000.6, port 1433", Probes.fact(attempt, "ssrp.instance.MSSQLSERVER"));
    assertEquals("16.0.1000.6, port 51433", Probes.fact(attempt, "ssrp.instance.APPS"));
    assertEquals("", Probes.concerns(attempt));
    assertEquals(List.of(), attempt.followUps());
    assertEquals(1, attempt.sent());
    assertEquals(1, attempt.phases().size(), attempt::toString);
  }

  @Test
  void aNamedInstancesPortIsFollowed() throws IOException {
    Attempt attempt = attempt("apps", 1433, standIn(INSTANCES));
    Probes.answered(attempt);
    assertEquals(
        List.of(
            new FollowUp(
                "tds",
                new Target(Probes.HOST, Port.tcp(51433)),
                "the SQL Server Browser says that the instance apps listens there",
                true)),
        attempt.followUps());
    assertEquals("", Probes.concerns(attempt));
    assertTrue(
        attempt.outcome().observations().stream()
            .anyMatch(
                seen ->
                    seen instanceof Observation.Note note
                        && note.text().startsWith("the firewall must allow 51433/tcp as well")),
        attempt::toString);
    assertEquals(1, attempt.sent());
  }

  @Test
  void anUnknownInstanceDiffersFromSilence() throws IOException {
    Attempt attempt = attempt("OTHER", 0, standIn(INSTANCES));
    Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, attempt);
    assertEquals(
        "there is no instance OTHER; the SQL Server Browser knows MSSQLSERVER (port 1433), APPS"
            + " (port 51433). It does not list an instance that is hidden (HideInstance): if this"
            + " one is, give its port (sql.port) instead of its name, and the SQL Server Browser"
            + " is not asked",
        fault.evidence());
    assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), fault.clue());
    assertEquals(2, attempt.sent());
    assertEquals(Optional.of(0), attempt.lost());
    assertEquals(List.of(), attempt.followUps());
  }

  @Test
  void aLostFirstAnswerChangesNothing() throws IOException {
    UdpPeer.Script whole = standIn(INSTANCES);
    Attempt attempt =
        attempt("APPS", 0, (request, turn) -> turn == 0 ? List.of() : whole.answers(request, turn));
    Probes.answered(attempt);
    assertEquals(1, attempt.followUps().size());
    assertEquals(2, attempt.sent());
  }

  @Test
  void silenceSaysWhatItMayMean() throws IOException {
    Fault named =
        Probes.assertFault(
            Phase.EXCHANGE,
            FaultKind.TIMED_OUT,
            attempt("APPS", 0, (request, turn) -> List.of(), SHORT));
    assertEquals(
        "no answer to any datagram, neither to the question for the instance APPS (an unknown one"
            + " gets no answer either) nor to the one for all instances: lost on the way there or"
            + " back, or the SQL Server Browser service does not run",
        named.evidence());
    assertEquals(Optional.of(Clue.SILENT_DATAGRAM), named.clue());
    Attempt attempt = attempt("", 0, (request, turn) -> List.of());
    Fault all = Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, attempt);
    assertEquals(
        "no answer to any datagram: lost on the way there or back, or the SQL Server Browser"
            + " service does not run",
        all.evidence());
    assertEquals(7, attempt.sent());
  }

  @Test
  void anotherPortThanTheSiteFilesIsAConcern() throws IOException {
    Attempt moved = attempt("", 1433, standIn(Map.of("MSSQLSERVER", 1533)));
    Probes.answered(moved);
    assertEquals("SITE_VALUE", Probes.concerns(moved));
    assertEquals(
        "the site file says port 1433; the SQL Server Browser says that the default instance has"
            + " port 1533",
        moved.outcome().concerns().get(0).text());
    Attempt named = attempt("", 1433, standIn(Map.of("APPS", 51433)));
    assertEquals(
        "the site file says port 1433; the SQL Server Browser says that there is no default"
            + " instance, only APPS (port 51433)",
        named.outcome().concerns().get(0).text());
    assertEquals("", Probes.concerns(attempt("", 51433, standIn(Map.of("APPS", 51433)))));
  }

  @Test
  void anInstanceWithoutTcpIsUnexpected() throws IOException {
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE,
            FaultKind.UNEXPECTED,
            attempt(
                "YUKONDEV",
                0,
                (request, turn) -> List.of(SqlInstanceTest.response(SqlInstanceTest.ALL))));
    assertEquals(
        "the instance YUKONDEV listens on no TCP port: TCP/IP is not enabled for it",
        fault.evidence());
  }

  @Test
  void aBrowserWithoutInstancesIsUnexpected() throws IOException {
    Probes.assertFault(
        Phase.EXCHANGE,
        FaultKind.UNEXPECTED,
        attempt("", 0, (request, turn) -> List.of(SqlInstanceTest.response(""))));
  }

  @Test
  void anImpossibleNameIsNotSent() throws IOException {
    Attempt attempt = attempt("A".repeat(33), 0, standIn(INSTANCES));
    Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, attempt);
    assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), fault.clue());
    assertEquals(0, attempt.sent());
  }

  /** A failover cluster is asked at its own address, and its active node answers. */
  @Test
  void anAnswerFromAnotherAddressIsAnAnswer() throws Exception {
    InetSocketAddress cluster = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (DatagramSocket asked = new DatagramSocket(cluster);
        DatagramSocket node =
            new DatagramSocket(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), 0))) {
      Thread server =
          new Thread(
              () -> {
                try {
                  DatagramPacket request = new DatagramPacket(new byte[100], 100);
                  asked.receive(request);
                  byte[] answer = new SqlBrowserServer(INSTANCES).answer(new byte[] {3});
                  byte[] noise = {1, 2, 3};
                  node.send(new DatagramPacket(noise, 3, request.getSocketAddress()));
                  node.send(new DatagramPacket(answer, answer.length, request.getSocketAddress()));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      server.start();
      Attempt attempt =
          Prober.attempt(
              new SsrpProtocol(),
              new SsrpSettings(Optional.of("APPS"), Optional.empty()),
              Probes.session(
                  Probes.route((InetSocketAddress) asked.getLocalSocketAddress(), Transport.UDP),
                  TIMEOUT,
                  Probes.policy()));
      server.join();
      Outcome.Answered answered = Probes.answered(attempt);
      assertEquals("SERVER_CONFIGURATION", Probes.concerns(attempt));
      String text = answered.concerns().get(0).text();
      assertTrue(text.contains("from 127.0.0.2 instead of 127.0.0.1"), text);
      assertEquals("127.0.0.2", Probes.fact(attempt, "ssrp.answered-by"));
      // Where it listens is asked at the cluster's own address.
      assertEquals(
          List.of(new Target(Probes.HOST, Port.tcp(51433))),
          attempt.followUps().stream().map(FollowUp::target).toList());
      assertFalse(attempt.followUps().get(0).decisive());
    }
  }
}
