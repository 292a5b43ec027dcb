package dev.rollcall.verdict;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.Concern;
import dev.rollcall.model.Fault;
import dev.rollcall.model.Finding;
import dev.rollcall.model.FollowUp;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.Route;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one route stands, once its attempts and follow-ups are taken together.
 *
 * @param fault why it fails; empty if it answered
 * @param concerns what needs a person although it answered
 */
record Standing(Finding finding, Optional<Fault> fault, List<Concern> concerns) {

  static Standing of(Finding finding) {
    List<Concern> concerns = new ArrayList<>();
    Optional<Fault> fault = Optional.empty();
    int answered = 0;
    for (Attempt attempt : finding.attempts()) {
      if (attempt.outcome() instanceof Outcome.Failed failed) {
        fault = fault.isPresent() ? fault : Optional.of(failed.fault());
      } else {
        answered++;
        attempt.outcome().concerns().stream()
            .filter(concern -> !concerns.contains(concern))
            .forEach(concerns::add);
      }
    }
    if (answered > 0) {
      if (fault.isPresent()) {
        int lost = finding.attempts().size() - answered;
        concerns.add(
            new Concern(
                Concern.Kind.LOSS,
                lost
                    + " of "
                    + finding.attempts().size()
                    + " samples failed: "
                    + fault.get().cause()));
      }
      fault = followUps(finding, concerns);
    }
    return new Standing(finding, fault, concerns);
  }

  private static Optional<Fault> followUps(Finding finding, List<Concern> concerns) {
    Optional<Fault> decisive = Optional.empty();
    for (Finding.Linked linked : finding.followUps()) {
      if (linked.finding().isEmpty()) {
        concerns.add(
            new Concern(Concern.Kind.UNPROVEN, "not followed up: " + linked.followUp().reason()));
        continue;
      }
      Standing standing = of(linked.finding().get());
      concerns.addAll(standing.concerns());
      if (standing.fault().isPresent()) {
        Fault named = named(standing.fault().get(), linked.followUp());
        if (linked.followUp().decisive()) {
          decisive = decisive.isPresent() ? decisive : Optional.of(named);
        } else {
          concerns.add(new Concern(Concern.Kind.UNPROVEN, named.cause() + ": " + named.evidence()));
        }
      }
    }
    return decisive;
  }

  private static Fault named(Fault fault, FollowUp followUp) {
    return new Fault(
        fault.phase(),
        fault.kind(),
        followUp.protocol()
            + " to "
            + followUp.target()
            + " ("
            + followUp.reason()
            + "): "
            + fault.evidence(),
        fault.clue());
  }

  boolean skipped() {
    return finding.skipped().isPresent();
  }

  boolean answers() {
    return !skipped() && fault.isEmpty() && !finding.attempts().isEmpty();
  }

  boolean fails() {
    return fault.isPresent();
  }

  boolean ipv6() {
    return finding.route().dialled().address() instanceof Inet6Address;
  }

  String host() {
    return finding.route().target().host();
  }

  /** The source address of the attempts, empty if unknown. */
  String source() {
    return finding.attempts().stream()
        .map(Attempt::source)
        .filter(source -> !source.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** {@code 198.18.1.5 (dc1.uni.edu)}, or the name alone behind a proxy. */
  String destination() {
    String host = host();
    String address = finding.route().dialled().address().getHostAddress();
    return finding.route() instanceof Route.ViaProxy
        ? host + " through the proxy " + address
        : address.equals(host) ? host : address + " (" + host + ")";
  }

  /** One line on what went wrong here. */
  String failure() {
    return fault
        .map(f -> destination() + ": " + f.cause() + ": " + f.evidence())
        .orElse(destination() + " answers");
  }
}
