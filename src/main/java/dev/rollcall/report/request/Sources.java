package dev.rollcall.report.request;

import dev.rollcall.model.Run;
import dev.rollcall.model.Servers;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.report.request.Source.Basis;
import dev.rollcall.text.HostNames;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sources that a request names: the host that probed or, if it is a neighbour of the servers,
 * the servers, as firewall rules are for their addresses.
 */
final class Sources {
  private final Run run;

  Sources(Run run) {
    this.run = run;
  }

  /** Of the path that a finding is about; none if no packet left. */
  List<Source> of(Finding finding) {
    return addresses(finding).stream()
        .flatMap(address -> of(address, finding.route().target().host()))
        .distinct()
        .toList();
  }

  /**
   * The servers, where one of them made the check; the destination needs no rule to reach itself.
   */
  Source.Peers peers(List<Source> from, Place destination) {
    List<Servers.Server> all =
        run.origin()
            .servers()
            .filter(servers -> servers.host() == Servers.Host.SERVER)
            .map(Servers::all)
            .orElse(List.of());
    List<Servers.Server> checked = all.stream().filter(server -> made(server, from)).toList();
    return checked.isEmpty()
        ? Source.Peers.NONE
        : new Source.Peers(
            checked,
            all.stream()
                .filter(server -> !checked.contains(server))
                .filter(server -> !destination.isNamed(server.name()))
                .toList());
  }

  private boolean made(Servers.Server server, List<Source> from) {
    return HostNames.same(server.name(), run.origin().host())
        || literals(server)
            .anyMatch(address -> from.stream().anyMatch(one -> one.address().equals(address)));
  }

  static Stream<String> literals(Servers.Server server) {
    return server.addresses().stream().map(InetAddress::getHostAddress);
  }

  /** Of a question for a name. */
  List<Source> unresolved(String name) {
    return of("", name).toList();
  }

  /** What to search a log for, as the sources have not sent these packets. */
  Optional<String> elsewhere(Finding finding) {
    return elsewhere(addresses(finding));
  }

  /** As {@link #elsewhere(Finding)}, where no packet left. */
  Optional<String> elsewhere() {
    return elsewhere(List.of());
  }

  private Optional<String> elsewhere(List<String> addresses) {
    return servers().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the check was made from another host, "
                + run.origin().host()
                + (addresses.isEmpty() ? "" : " (" + String.join(", ", addresses) + ")")
                + ": search the log for that host");
  }

  private static List<String> addresses(Finding finding) {
    return finding.attempts().stream()
        .map(Attempt::source)
        .filter(address -> !address.isEmpty())
        .distinct()
        .toList();
  }

  /** A server needs no rule to reach itself. */
  private Stream<Source> of(String seen, String destination) {
    List<Servers.Server> servers = servers();
    if (servers.isEmpty()) {
      return Stream.of(
          Source.of(run, seen, isUnsure() && !seen.isEmpty() ? Basis.UNSURE : Basis.WIRE));
    }
    List<Servers.Server> others =
        servers.stream().filter(server -> !HostNames.same(server.name(), destination)).toList();
    return (others.isEmpty() ? servers : others).stream().flatMap(server -> of(server, seen));
  }

  /** A rule is for one family of addresses: that of the packets seen, if there were any. */
  private Stream<Source> of(Servers.Server server, String seen) {
    List<String> addresses = new ArrayList<>();
    server.addresses().stream()
        .map(InetAddress::getHostAddress)
        .filter(address -> seen.isEmpty() || isSix(address) == isSix(seen))
        .forEach(addresses::add);
    if (addresses.isEmpty()) {
      addresses.add("");
    }
    return addresses.stream()
        .map(address -> new Source(address, server.name(), run.origin().vantage(), Basis.SERVER));
  }

  private static boolean isSix(String address) {
    return address.indexOf(':') >= 0;
  }

  private boolean isUnsure() {
    return run.origin().servers().filter(s -> s.host() == Servers.Host.UNKNOWN).isPresent();
  }

  /** Those in whose place a neighbour probed; else none. */
  private List<Servers.Server> servers() {
    return run.origin()
        .servers()
        .filter(servers -> servers.host() == Servers.Host.NEIGHBOUR)
        .map(Servers::all)
        .orElse(List.of());
  }
}
