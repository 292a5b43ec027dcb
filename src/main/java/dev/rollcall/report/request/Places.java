package dev.rollcall.report.request;

import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.report.cause.OwnerShares;
import dev.rollcall.text.HostNames;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where the traffic of a finding goes: what a firewall's rule must name. */
final class Places {
  private Places() {}

  /** Whether the packets end at a proxy, and the firewall's part of the path with them. */
  static boolean endsAtProxy(Finding finding) {
    return finding.route() instanceof Route.ViaProxy
        && OwnerShares.faults(finding).anyMatch(fault -> fault.phase() == Phase.CONNECT);
  }

  /**
   * The proxy, if it is not reached; else the destination, which a proxy is asked for by name.
   *
   * @param listed which other addresses of the destination's name are part of it
   */
  static Place of(Evidence.Probed probed, Finding finding, Predicate<InetAddress> listed) {
    Route route = finding.route();
    if (endsAtProxy(finding)) {
      return proxy(finding);
    }
    return route instanceof Route.ViaProxy
        ? new Place(route.target().host(), List.of(), List.of())
        : place(probed, route.dialled(), listed);
  }

  /** The proxy that a finding's route goes through. */
  static Place proxy(Finding finding) {
    Endpoint proxy = finding.route().dialled();
    return new Place(proxy.target().host(), List.of(proxy.address().getHostAddress()), List.of());
  }

  /** The hosts of a rule that has no finding. */
  static List<Place> of(Rule rule) {
    return Arrays.stream(rule.destination().split(", ", -1))
        .map(host -> new Place(host, List.of(), List.of()))
        .toList();
  }

  /** A name that has no address. */
  static Place of(NameEvidence name) {
    return new Place(name.host(), List.of(), aliases(List.of(name)));
  }

  /** The listed addresses of the name, as far as the source can use them. */
  private static Place place(
      Evidence.Probed probed, Endpoint dialled, Predicate<InetAddress> listed) {
    String host = dialled.target().host();
    List<NameEvidence> names =
        probed.names().stream().filter(name -> HostNames.same(name.host(), host)).toList();
    List<String> addresses =
        Stream.concat(
                Stream.of(dialled.address()),
                names.stream()
                    .flatMap(name -> name.addresses().stream())
                    .filter(address -> sameFamily(address, dialled.address()))
                    .filter(listed))
            .map(InetAddress::getHostAddress)
            .distinct()
            .sorted()
            .toList();
    return new Place(host, addresses, aliases(names));
  }

  private static boolean sameFamily(InetAddress one, InetAddress other) {
    return one.getAddress().length == other.getAddress().length;
  }

  /** The first chain that a name server gave. */
  private static List<String> aliases(List<NameEvidence> names) {
    return names.stream()
        .flatMap(name -> name.servers().stream())
        .map(NameEvidence.ServerAnswer::canonical)
        .filter(chain -> !chain.isEmpty())
        .findFirst()
        .orElse(List.of());
  }
}
