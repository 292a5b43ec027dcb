package dev.rollcall.model;

import java.util.List;
import java.util.Objects;

/**
 * What the host that makes a bundle knows of itself and of its network; {@code
 * checks/schema/host.schema.json} describes its document.
 *
 * @param format {@link #FORMAT}
 * @param version {@link #VERSION}
 * @param rollcall Rollcall's version
 * @param java the runtime and its version
 * @param system the operating system, its version and its processor
 * @param host its name
 * @param nameServers their addresses, in the resolver's order
 * @param searchDomains the domains in which the resolver looks for short names
 * @param resolver further lines of the resolver's configuration, without comments
 * @param addresses {@code eth0 10.1.2.3/24}
 * @param routes {@code default via 10.1.2.1 dev eth0}, where the system says them
 * @param proxies the proxy's variables in the environment, without logins
 */
public record HostFacts(
    String format,
    int version,
    String rollcall,
    String java,
    String system,
    String host,
    List<String> nameServers,
    List<String> searchDomains,
    List<String> resolver,
    List<String> addresses,
    List<String> routes,
    List<String> proxies) {
  /** The value of {@code format}. */
  public static final String FORMAT = "rollcall.host";

  /** The value of {@code version}. */
  public static final int VERSION = 1;

  public HostFacts {
    Objects.requireNonNull(format);
    Objects.requireNonNull(rollcall);
    Objects.requireNonNull(java);
    Objects.requireNonNull(system);
    Objects.requireNonNull(host);
    nameServers = List.copyOf(nameServers);
    searchDomains = List.copyOf(searchDomains);
    resolver = List.copyOf(resolver);
    addresses = List.copyOf(addresses);
    routes = List.copyOf(routes);
    proxies = List.copyOf(proxies);
  }
}
