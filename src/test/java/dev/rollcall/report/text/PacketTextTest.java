package dev.rollcall.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the evidence says of an attempt's packets. */
class PacketTextTest {
  private static Attempt attempt(Fault fault, String source) {
    Flow flow =
        new Flow(
            Flow.Purpose.QUESTION,
            Transport.TCP,
            source,
            40_000,
            "192.0.2.1",
            1433,
            Instant.EPOCH,
            Instant.EPOCH,
            Optional.of(1),
            List.of());
    return Attempt.bare(
            Instant.EPOCH, Duration.ZERO, source, new Outcome.Failed(fault, List.of(), List.of()))
        .withPackets(List.of(flow), Optional.empty());
  }

  /** The advice says so, and the evidence must not say otherwise. */
  @Test
  void noPacketIsClaimedThatDidNotLeaveThisHost() {
    Fault local = new Fault(Phase.CONNECT, FaultKind.NO_ROUTE, "no route", Clue.LOCAL_ROUTE);
    for (String source : List.of("", "10.1.2.3")) {
      assertEquals(List.of("packets: none left this host"), PacketText.of(attempt(local, source)));
    }
    Fault far = new Fault(Phase.CONNECT, FaultKind.NO_ROUTE, "a router answered");
    assertEquals(
        List.of(
            "packets: from 10.1.2.3:40000 to 192.0.2.1:1433/tcp, 1 connection request,"
                + " 1970-01-01 00:00:00.000 UTC"),
        PacketText.of(attempt(far, "10.1.2.3")));
  }

  private static final Instant START = Instant.parse("2026-11-22T18:20:05.123Z");

  private static Flow flow(Flow.Purpose purpose, String source, int port) {
    return new Flow(
        purpose,
        Transport.TCP,
        source,
        port,
        "10.77.0.41",
        1433,
        START,
        START.plusMillis(2),
        Optional.of(1),
        List.of());
  }

  private static List<String> lines(Flow... flows) {
    Fault fault = new Fault(Phase.CONNECT, FaultKind.NO_ROUTE, "no route");
    return PacketText.of(
        new Attempt(
            START,
            Duration.ofMillis(2),
            Map.of(),
            "",
            0,
            Optional.empty(),
            new Outcome.Failed(fault, List.of(), List.of()),
            List.of(),
            Optional.empty(),
            List.of(flows),
            Optional.empty()));
  }

  /** The system counts a request that it never sent. */
  @Test
  void whatDidNotLeaveThisHostIsNoPacket() {
    assertEquals(
        List.of(
            "packets: none left this host to 10.77.0.41:1433/tcp, 2026-11-22 18:20:05.123 UTC",
            "path search: no packet left this host"),
        lines(
            flow(Flow.Purpose.QUESTION, "", 49873),
            flow(Flow.Purpose.PATH, "", 36083),
            flow(Flow.Purpose.PATH, "", 36084)));
  }

  @Test
  void aSearchCountsWhatLeft() {
    assertEquals(
        List.of(
            "path search: 1 connection request to 10.77.0.41 from port 36084, 2026-11-22"
                + " 18:20:05.123 to 18:20:05.125 UTC"),
        lines(flow(Flow.Purpose.PATH, "", 36083), flow(Flow.Purpose.PATH, "198.18.1.10", 36084)));
  }
}
