package dev.rollcall.engine;

import static dev.rollcall.engine.Roll.ask;
import static dev.rollcall.engine.Roll.at;
import static dev.rollcall.engine.Roll.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.plan.Destination;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.probe.fault.ProbeException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All rules that meet one address judge it alike. Nothing is dialled. */
@Timeout(60)
class DeadHostsTest {
  private static final Fault ABSENT =
      new Fault(Phase.CONNECT, FaultKind.UNREACHABLE, "nothing answers ARP", Clue.NO_NEIGHBOUR);
  private static final Fault SILENT =
      new Fault(Phase.EXCHANGE, FaultKind.TIMED_OUT, "no answer", Clue.SILENT_DATAGRAM);
  private static final Fault DROPPED =
      new Fault(Phase.CONNECT, FaultKind.DROPPED, "no answer of any kind");
  private static final Fault LATE =
      new Fault(Phase.CONNECT, FaultKind.UNREACHABLE, "host unreachable or prohibited, late");
  private static final Fault REFUSED = new Fault(Phase.CONNECT, FaultKind.REFUSED, "a reset");

  private static Destination host(int last, int port) {
    return at(new InetSocketAddress("192.0.2." + last, port), Transport.TCP);
  }

  private static PlannedRule failing(String id, Fault fault, Destination at) {
    return rule(
        id,
        ask(
            session -> {
              throw new ProbeException(fault);
            }),
        at);
  }

  private static List<Fault> faults(PlannedRule... rules) throws Exception {
    try (Roll roll = new Roll()) {
      return roll.run(rules).stream()
          .map(gathered -> ((Evidence.Probed) gathered.evidence()).findings().get(0))
          .map(finding -> ((Outcome.Failed) finding.attempts().get(0).outcome()).fault())
          .toList();
    }
  }

  @Test
  void aDeadHostIsDeadForItsSilentPortsToo() throws Exception {
    List<Fault> faults =
        faults(
            failing("udp", SILENT, host(1, 88)),
            failing("tcp", ABSENT, host(1, 389)),
            failing("dropped", DROPPED, host(1, 445)),
            failing("late", LATE, host(1, 636)),
            failing("other", SILENT, host(2, 88)));
    for (Fault fault : faults.subList(0, 4)) {
      assertEquals("CONNECT UNREACHABLE", fault.cause());
      assertEquals(Optional.of(Clue.NO_NEIGHBOUR), fault.clue());
    }
    assertEquals(
        "no answer; another rule of this run: nothing answers ARP", faults.get(0).evidence());
    assertEquals(SILENT, faults.get(4));
  }

  @Test
  void aHostThatShowsLifeIsNotDead() throws Exception {
    assertEquals(
        List.of(SILENT, ABSENT, REFUSED),
        faults(
            failing("udp", SILENT, host(1, 88)),
            failing("tcp", ABSENT, host(1, 389)),
            failing("alive", REFUSED, host(1, 445))));
  }
}
