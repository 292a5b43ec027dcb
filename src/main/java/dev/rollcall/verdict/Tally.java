package dev.rollcall.verdict;

import dev.rollcall.model.Evidence;
import dev.rollcall.model.NameEvidence;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The routes and names of a rule, sorted by how they stand.
 *
 * @param weighty failing, and counted by the rule's policy
 * @param light failing, and worth a warning at most: a merely discovered host beside declared ones,
 *     IPv6 beside the same host's working IPv4
 */
record Tally(
    List<Standing> answering,
    List<Standing> weighty,
    List<Standing> light,
    List<Standing> undecided,
    List<Standing> skipped,
    List<NameEvidence> unresolved) {

  static Tally of(Evidence.Probed probed) {
    List<Standing> all = probed.findings().stream().map(Standing::of).toList();
    List<Standing> answering = all.stream().filter(Standing::answers).toList();
    List<Standing> failing = all.stream().filter(Standing::fails).toList();
    Set<String> aliveOverIpv4 =
        answering.stream().filter(Standing::ipv4).map(Standing::host).collect(Collectors.toSet());
    boolean declared = all.stream().anyMatch(standing -> standing.finding().declared());
    List<Standing> light =
        failing.stream()
            .filter(
                standing ->
                    (declared && !standing.finding().declared())
                        || (standing.ipv6() && aliveOverIpv4.contains(standing.host())))
            .toList();
    return new Tally(
        answering,
        failing.stream().filter(standing -> !light.contains(standing)).toList(),
        light,
        all.stream().filter(standing -> standing.undecided().isPresent()).toList(),
        all.stream().filter(Standing::skipped).toList(),
        probed.names().stream().filter(name -> name.fault().isPresent()).toList());
  }
}
