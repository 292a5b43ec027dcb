package dev.rollcall.probe.login;

import java.util.Locale;
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
    String name = bare(host);
    return hosts.stream().anyMatch(own -> bare(own).equals(name))
        || domain.filter(below -> name.endsWith("." + bare(below))).isPresent();
  }

  private static String bare(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
