package dev.rollcall.probe.fault;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.PathTrace;
import java.util.List;

/**
 * What an ICMP message decides where Java does not say which one came, and a request beside it
 * does. After a late "no route to host", without the message it stays unknown whether the host is
 * off or a device rejects. After "network unreachable", the message may be a rejection (3/9): Linux
 * reports both alike.
 */
public final class LateAnswer {
  private LateAnswer() {}

  /** Whether it is a late "no route to host". */
  public static boolean is(Fault fault) {
    return fault.phase() == Phase.CONNECT
        && fault.kind() == FaultKind.UNREACHABLE
        && fault.clue().isEmpty();
  }

  /** Whether a router reported no route, or rejected the request by 3/9. */
  public static boolean isNoRoute(Fault fault) {
    return fault.kind() == FaultKind.NO_ROUTE && fault.clue().isEmpty();
  }

  /** The attempt with the fault that its ICMP message tells; the same without one. */
  public static Attempt told(Attempt attempt) {
    if (!(attempt.outcome() instanceof Outcome.Failed failed)
        || !(is(failed.fault()) || isNoRoute(failed.fault()))
        || attempt.path().filter(LateAnswer::rejects).isEmpty()) {
      return attempt;
    }
    List<IcmpAnswer> messages =
        attempt.flows().stream()
            .filter(flow -> flow.purpose() == Flow.Purpose.PATH)
            .flatMap(flow -> flow.icmp().stream())
            .filter(icmp -> !icmp.saysTimeExceeded())
            .distinct()
            .toList();
    return messages.size() == 1 && (is(failed.fault()) || messages.get(0).saysProhibited())
        ? attempt.with(
            new Outcome.Failed(
                fault(failed.fault().phase(), messages.get(0), attempt.source()),
                failed.observations(),
                failed.concerns()))
        : attempt;
  }

  private static boolean rejects(PathTrace trace) {
    return trace.finding() == PathTrace.Finding.REJECTED_BY;
  }

  private static Fault fault(Phase phase, IcmpAnswer icmp, String source) {
    if (!icmp.saysNoHost()) {
      return new Fault(phase, FaultKind.REJECTED, "it is rejected by ICMP: " + icmp.message());
    }
    return icmp.sender().equals(source)
        ? new Fault(
            phase,
            FaultKind.NO_ROUTE,
            "this host's gateway does not answer on its network (no neighbour answer)",
            Clue.LOCAL_ROUTE)
        : new Fault(
            phase,
            FaultKind.UNREACHABLE,
            "the last router found no host of that address on its network (ICMP "
                + icmp.message()
                + ", after 1.5 s or more)",
            Clue.NO_NEIGHBOUR);
  }
}
