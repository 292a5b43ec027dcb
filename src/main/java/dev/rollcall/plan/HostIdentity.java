package dev.rollcall.plan;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of this host, for telling which of the site's servers it is.
 *
 * @param names its own names, as it calls itself, in lower case
 * @param addresses its own addresses
 * @param resolved addresses of the site's servers by name, where the caller has resolved them;
 *     those that the site file fixes need not be there
 */
public record HostIdentity(
    Set<String> names, Set<InetAddress> addresses, Map<String, List<InetAddress>> resolved) {
  /** Nothing is known. */
  public static final HostIdentity UNKNOWN = new HostIdentity(Set.of(), Set.of(), Map.of());

  public HostIdentity {
    names = Set.copyOf(names);
    addresses = Set.copyOf(addresses);
    resolved = Map.copyOf(resolved);
  }
}
