package dev.rollcall.verdict;

import dev.rollcall.model.Evidence;
import dev.rollcall.model.NameEvidence;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The routes and names of a rule, sorted by result.
 *
 * @param weighty failing, and counted by the rule's policy
 * @param light failing, and worth a warning at most: a merely discovered host beside declared ones,
 *     IPv6 beside the same host's working IPv4
 */
record RouteResults(
    List<RouteResult> answering,
    List<RouteResult> weighty,
    List<RouteResult> light,
    List<RouteResult> undecided,
    List<RouteResult> skipped,
    List<NameEvidence> unresolved) {

  static RouteResults of(Evidence.Probed probed) {
    List<RouteResult> all = probed.findings().stream().map(RouteResult::of).toList();
    List<RouteResult> answering = all.stream().filter(RouteResult::answers).toList();
    List<RouteResult> failing = all.stream().filter(RouteResult::fails).toList();
    Set<String> aliveOverIpv4 =
        answering.stream()
            .filter(RouteResult::ipv4)
            .map(RouteResult::host)
            .collect(Collectors.toSet());
    boolean declared = all.stream().anyMatch(standing -> standing.finding().declared());
    List<RouteResult> light =
        failing.stream()
            .filter(
                standing ->
                    (declared && !standing.finding().declared())
                        || (standing.ipv6() && aliveOverIpv4.contains(standing.host())))
            .toList();
    return new RouteResults(
        answering,
        failing.stream().filter(standing -> !light.contains(standing)).toList(),
        light,
        all.stream().filter(standing -> standing.undecided().isPresent()).toList(),
        all.stream().filter(RouteResult::skipped).toList(),
        probed.names().stream().filter(name -> name.fault().isPresent()).toList());
  }
}
