package dev.rollcall.plan;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of this host, to find out which of the site's servers it is.
 *
 * @param names its own names, in lower case
 * @param addresses its own addresses
 * @param resolved addresses of the site's servers by name, as far as the caller resolved them; not
 *     needed for addresses that the site file fixes
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
