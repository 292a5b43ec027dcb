package dev.rollcall.verdict;

import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.rule.Rule;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges a second port of a service, beside the rule of the first one. It counts only at the
 * addresses where the other rule is answered: a host that is down, a name that is not found or a
 * clock that is off is the other rule's matter, and must not be reported twice. What answers at the
 * second port, such as a stand-in, is its own matter.
 */
final class BesideJudge {
  private static final Set<Concern.Kind> OF_PORT =
      EnumSet.of(
          Concern.Kind.STAND_IN,
          Concern.Kind.STAND_IN_UNPROVEN,
          Concern.Kind.NOT_IDENTIFIED,
          Concern.Kind.UNPROVEN,
          Concern.Kind.LOSS,
          Concern.Kind.OWN_LOSS);

  private final Rule rule;
  private final String other;
  private final Optional<Evidence.Probed> evidence;

  /**
   * @param other id of the other rule
   * @param evidence the other rule's, if it was probed
   */
  BesideJudge(Rule rule, String other, Optional<Evidence.Probed> evidence) {
    this.rule = rule;
    this.other = other;
    this.evidence = evidence;
  }

  /**
   * @param answer judges what is left to judge
   */
  Verdict judge(Evidence.Probed probed, Function<Evidence.Probed, Verdict> answer) {
    List<RouteResult> results =
        evidence.stream()
            .flatMap(one -> one.findings().stream())
            .map(RouteResult::of)
            .filter(RouteResult::answers)
            .toList();
    Map<Place, Set<Concern.Kind>> known =
        results.stream()
            .collect(
                Collectors.toMap(
                    one -> Place.of(one.finding()), BesideJudge::ofHost, BesideJudge::both));
    List<Finding> left =
        probed.findings().stream()
            .filter(one -> known.containsKey(Place.of(one)) || RouteResult.of(one).answers())
            .map(one -> without(known.getOrDefault(Place.of(one), Set.of()), one))
            .toList();
    if (left.isEmpty()) {
      return new Verdict(
          Status.SKIPPED,
          "not judged: " + other + " has no answer that " + rule.port() + " could be compared with",
          Optional.empty(),
          Optional.empty(),
          "",
          List.of());
    }
    Verdict verdict = answer.apply(new Evidence.Probed(List.of(), left, true));
    return verdict.status() == Status.FAIL
        ? verdict.with(
            Status.FAIL, other + " is answered, " + rule.port() + " fails: " + verdict.summary())
        : verdict;
  }

  /** A host at one of its addresses. */
  private record Place(String host, InetAddress address) {
    static Place of(Finding finding) {
      Endpoint dialled = finding.route().dialled();
      return new Place(finding.route().target().host(), dialled.address());
    }
  }

  /** The concerns about the host itself. What answers at a port, and how, is that port's matter. */
  private static Set<Concern.Kind> ofHost(RouteResult result) {
    return result.concerns().stream()
        .map(Concern::kind)
        .filter(kind -> !OF_PORT.contains(kind))
        .collect(Collectors.toSet());
  }

  private static Set<Concern.Kind> both(Set<Concern.Kind> one, Set<Concern.Kind> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
  }

  /** The finding without concerns that the other rule reports for the same place. */
  private static Finding without(Set<Concern.Kind> known, Finding finding) {
    return finding.with(
        finding.attempts().stream().map(attempt -> without(known, attempt)).toList(),
        finding.followUps());
  }

  private static Attempt without(Set<Concern.Kind> known, Attempt attempt) {
    return attempt.outcome() instanceof Outcome.Answered answered
        ? attempt.with(
            new Outcome.Answered(
                answered.observations(),
                answered.concerns().stream().filter(one -> !known.contains(one.kind())).toList()))
        : attempt;
  }
}
