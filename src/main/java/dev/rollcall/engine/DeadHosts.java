package dev.rollcall.engine;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.fault.LateAnswer;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges one address alike for all rules: if any attempt showed that there is no such host, silence
 * at the same address means the same for every other rule. Over UDP, and behind a firewall that
 * drops, nothing else shows a dead host.
 */
final class DeadHosts {
  private final Map<InetAddress, Fault> dead = new HashMap<>();

  private DeadHosts(List<Gathered> gathered) {
    Set<InetAddress> alive = new HashSet<>();
    gathered.stream()
        .flatMap(one -> findings(one.evidence()).stream())
        .flatMap(Finding::withFollowUps)
        .forEach(finding -> learn(finding, alive));
    dead.keySet().removeAll(alive);
  }

  /** The same evidence, with every address judged alike. */
  static List<Gathered> agreed(List<Gathered> gathered) {
    DeadHosts hosts = new DeadHosts(gathered);
    return hosts.dead.isEmpty() ? gathered : gathered.stream().map(hosts::agreed).toList();
  }

  private static List<Finding> findings(Evidence evidence) {
    return evidence instanceof Evidence.Probed probed ? probed.findings() : List.of();
  }

  private void learn(Finding finding, Set<InetAddress> alive) {
    InetAddress address = finding.route().dialled().address();
    for (Attempt attempt : finding.attempts()) {
      Optional<Fault> fault = attempt.fault();
      if (fault.flatMap(Fault::clue).filter(Clue.NO_NEIGHBOUR::equals).isPresent()) {
        dead.putIfAbsent(address, fault.get());
      } else if (fault.isEmpty() || !isSilence(fault.get())) {
        alive.add(address);
      }
    }
  }

  /**
   * Whether it could be a dead host: nothing came back, or a late answer whose ICMP message is
   * unknown.
   */
  private static boolean isSilence(Fault fault) {
    boolean datagram = fault.has(Clue.SILENT_DATAGRAM);
    boolean request = fault.kind() == FaultKind.DROPPED && fault.clue().isEmpty();
    return datagram || request || LateAnswer.is(fault) || fault.saysNothing();
  }

  private Gathered agreed(Gathered one) {
    if (!(one.evidence() instanceof Evidence.Probed probed)) {
      return one;
    }
    List<Finding> findings = probed.findings().stream().map(this::agreed).toList();
    return one.with(probed.with(findings));
  }

  private Finding agreed(Finding finding) {
    Fault known = dead.get(finding.route().dialled().address());
    return finding.with(
        known == null
            ? finding.attempts()
            : finding.attempts().stream().map(attempt -> agreed(attempt, known)).toList(),
        finding.mapFollowUps(this::agreed));
  }

  private static Attempt agreed(Attempt attempt, Fault known) {
    if (!(attempt.outcome() instanceof Outcome.Failed failed)
        || !isSilence(failed.fault())
        || failed.fault().saysNothing()) {
      return attempt;
    }
    Fault same =
        new Fault(
            known.phase(),
            known.kind(),
            failed.fault().evidence() + "; another rule of this run: " + known.evidence(),
            known.clue());
    return attempt.with(new Outcome.Failed(same, failed.observations(), failed.concerns()));
  }
}
