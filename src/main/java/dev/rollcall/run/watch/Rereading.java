package dev.rollcall.run.watch;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Route;
import dev.rollcall.probe.fault.LateAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule's new evidence, beside that of the round before. Pure.
 *
 * <p>Silence that goes on is no new evidence: the earlier attempt stays, which waited longer and
 * was explained.
 *
 * @param cut whether time ended an attempt at an address that was not silent before, so that a
 *     longer attempt may end differently
 */
record Rereading(Evidence.Probed evidence, boolean cut) {

  static Rereading of(Evidence.Probed before, Evidence.Probed after) {
    Map<Place, Finding> silent = new HashMap<>();
    before.findings().stream()
        .flatMap(Finding::withFollowUps)
        .filter(Rereading::isSilent)
        .forEach(finding -> silent.put(Place.of(finding), finding));
    Map<Place, Finding> told = new HashMap<>();
    before.findings().stream()
        .flatMap(Finding::withFollowUps)
        .filter(Rereading::isTold)
        .forEach(finding -> told.put(Place.of(finding), finding));
    List<Finding> findings = new ArrayList<>();
    for (Finding finding : after.findings()) {
      findings.add(kept(finding, silent, told));
    }
    boolean cut =
        after.findings().stream()
            .flatMap(Finding::withFollowUps)
            .anyMatch(one -> isCut(one) && !(isSilent(one) && silent.containsKey(Place.of(one))));
    return new Rereading(after.with(findings), cut);
  }

  /** Whether nothing came back from an address: a short attempt there shows as much as a long. */
  static boolean isSilent(Evidence.Probed evidence) {
    return evidence.findings().stream()
        .flatMap(Finding::withFollowUps)
        .anyMatch(Rereading::isSilent);
  }

  /** A route that was probed with a protocol. */
  record Place(Route route, String protocol) {
    static Place of(Finding finding) {
      return new Place(finding.route(), finding.protocol());
    }
  }

  private static Finding kept(
      Finding finding, Map<Place, Finding> silent, Map<Place, Finding> told) {
    Place place = Place.of(finding);
    Optional<Finding> rejected =
        Optional.ofNullable(told.get(place)).filter(Rereading::isProhibitedNetwork);
    if (rejected.isPresent() && fault(finding).filter(LateAnswer::isNoRoute).isPresent()) {
      return rejected.get();
    }
    if (isSilent(finding)) {
      boolean late = fault(finding).filter(LateAnswer::is).isPresent();
      return silent.getOrDefault(place, late ? told.getOrDefault(place, finding) : finding);
    }
    return finding.with(finding.attempts(), finding.mapFollowUps(one -> kept(one, silent, told)));
  }

  /** Whether an ICMP message may have decided, for which later rounds do not listen. */
  private static boolean isTold(Finding finding) {
    return fault(finding)
        .filter(fault -> fault.kind() == FaultKind.REJECTED || fault.kind() == FaultKind.NO_ROUTE)
        .isPresent();
  }

  /** Whether the message was 3/9, which Linux reports like a missing route. */
  private static boolean isProhibitedNetwork(Finding finding) {
    return fault(finding).filter(fault -> fault.kind() == FaultKind.REJECTED).isPresent()
        && finding.attempts().stream()
            .flatMap(attempt -> attempt.flows().stream())
            .flatMap(flow -> flow.icmp().stream())
            .anyMatch(icmp -> icmp.number().equals("3/9"));
  }

  /** Whether nothing came back at all. */
  private static boolean isSilent(Finding finding) {
    return fault(finding)
        .filter(
            fault ->
                fault.has(Clue.SILENT_DATAGRAM)
                    || (fault.phase() == Phase.CONNECT && isUnanswered(fault)))
        .isPresent();
  }

  /** A host that is off is silent too: the report that it is off comes after three seconds. */
  private static boolean isUnanswered(Fault fault) {
    return fault.has(Clue.NO_NEIGHBOUR)
        || LateAnswer.is(fault)
        || (fault.kind() == FaultKind.DROPPED && !fault.has(Clue.LOCAL_FIREWALL));
  }

  private static boolean isCut(Finding finding) {
    return isSilent(finding)
        || fault(finding).filter(fault -> fault.kind() == FaultKind.TIMED_OUT).isPresent();
  }

  private static Optional<Fault> fault(Finding finding) {
    List<Attempt> attempts = finding.attempts();
    return !attempts.isEmpty()
            && attempts.get(attempts.size() - 1).outcome() instanceof Outcome.Failed failed
        ? Optional.of(failed.fault())
        : Optional.empty();
  }
}
