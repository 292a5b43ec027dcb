package dev.rollcall.probe.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.PathTrace;
import dev.rollcall.model.path.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A late "no route to host": its ICMP message decides what it was, and nothing else does. */
class LateAnswerTest {
  private static final String SOURCE = "10.1.2.3";
  private static final Fault LATE = new Fault(Phase.CONNECT, FaultKind.UNREACHABLE, "late");

  private static Fault told(Fault fault, IcmpAnswer... messages) {
    Flow flow =
        new Flow(
            Flow.Purpose.PATH,
            Transport.TCP,
            SOURCE,
            40_000,
            "192.0.2.1",
            1433,
            Instant.EPOCH,
            Instant.EPOCH,
            Optional.of(1),
            List.of(messages));
    PathTrace trace =
        new PathTrace(List.of(), 0, List.of(), PathTrace.Finding.REJECTED_BY, "Rejected.");
    Attempt attempt =
        Attempt.bare(
            Instant.EPOCH,
            Duration.ofSeconds(3),
            SOURCE,
            new Outcome.Failed(fault, List.of(), List.of()));
    return LateAnswer.told(
            attempt.withPackets(
                List.of(flow), Optional.of(trace).filter(any -> messages.length > 0)))
        .fault()
        .orElseThrow();
  }

  private static void is(String cause, Optional<Clue> clue, Fault fault) {
    assertEquals(cause, fault.cause());
    assertEquals(clue, fault.clue());
  }

  @Test
  void aRouterThatLimitsItsAnswersRejects() {
    for (int code : new int[] {9, 10, 13}) {
      is(
          "CONNECT REJECTED",
          Optional.empty(),
          told(LATE, new IcmpAnswer("10.1.2.1", 3, code), new IcmpAnswer("10.1.2.1", 11, 0)));
    }
    is("CONNECT REJECTED", Optional.empty(), told(LATE, new IcmpAnswer("2001:db8::1", 1, 1)));
  }

  /** Linux reports 3/9 as it reports 3/0, to connections and to datagram sockets. */
  @ParameterizedTest
  @CsvSource({
    "10.1.2.1, 3, 9, REJECTED",
    "10.1.2.1, 3, 10, REJECTED",
    "10.1.2.1, 3, 13, REJECTED",
    "10.1.2.1, 3, 0, NO_ROUTE",
    "10.1.2.1, 3, 6, NO_ROUTE",
    "10.1.2.1, 3, 1, NO_ROUTE",
    "2001:db8::1, 1, 1, REJECTED",
    "2001:db8::1, 1, 5, REJECTED",
    "2001:db8::1, 1, 6, REJECTED",
    "2001:db8::1, 1, 0, NO_ROUTE",
    "2001:db8::1, 1, 3, NO_ROUTE"
  })
  void noRouteMayBeARejection(String sender, int type, int code, FaultKind kind) {
    for (Phase phase : List.of(Phase.CONNECT, Phase.EXCHANGE)) {
      Fault noRoute = new Fault(phase, FaultKind.NO_ROUTE, "a router answered");
      assertEquals(kind, told(noRoute, new IcmpAnswer(sender, type, code)).kind());
      Fault local = new Fault(phase, FaultKind.NO_ROUTE, "no route here", Clue.LOCAL_ROUTE);
      assertEquals(local, told(local, new IcmpAnswer(sender, type, code)));
      assertEquals(noRoute, told(noRoute));
    }
  }

  @Test
  void aRouterThatDoesNotFindTheHostSaysSo() {
    is(
        "CONNECT UNREACHABLE",
        Optional.of(Clue.NO_NEIGHBOUR),
        told(LATE, new IcmpAnswer("10.1.2.1", 3, 1)));
    is(
        "CONNECT UNREACHABLE",
        Optional.of(Clue.NO_NEIGHBOUR),
        told(LATE, new IcmpAnswer("2001:db8::1", 1, 3)));
  }

  @Test
  void thisHostThatDoesNotFindItsGatewayIsTheOwner() {
    is("CONNECT NO_ROUTE", Optional.of(Clue.LOCAL_ROUTE), told(LATE, new IcmpAnswer(SOURCE, 3, 1)));
  }

  @Test
  void withoutOneMessageNothingIsClaimed() {
    assertEquals(LATE, told(LATE));
    assertEquals(
        LATE, told(LATE, new IcmpAnswer("10.1.2.1", 3, 1), new IcmpAnswer("10.1.3.1", 3, 13)));
    Fault dropped = new Fault(Phase.CONNECT, FaultKind.DROPPED, "silence");
    assertEquals(dropped, told(dropped, new IcmpAnswer("10.1.2.1", 3, 1)));
  }
}
