package dev.rollcall.probe.login;

import dev.rollcall.text.HostNames;
import java.util.Optional;
import java.util.Set;

/**
 * A rule's credentials, and where they may be shown.
 *
 * @param rule the rule's id
 * @param hosts the hosts that the site file names
 * @param domain hosts below it may be shown them as well, where the rule finds hosts by the
 *     domain's service records
 */
public record Grant(
    String rule, Account account, Secret secret, Set<String> hosts, Optional<String> domain) {
  public Grant {
    hosts = Set.copyOf(hosts);
  }

  /** Whether the credentials may be shown to that host. */
  public boolean covers(String host) {
    String name = HostNames.plain(host);
    return hosts.stream().anyMatch(own -> HostNames.same(own, name))
        || domain.filter(below -> name.endsWith("." + HostNames.plain(below))).isPresent();
  }
}
