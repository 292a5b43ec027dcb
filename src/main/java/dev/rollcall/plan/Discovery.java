package dev.rollcall.plan;

import dev.rollcall.model.Port;
import java.util.Objects;

/**
 * The source of further destinations: every target of the SRV records becomes one, marked as not
 * declared unless the site file names it.
 *
 * @param service owner name of the SRV records (RFC 2782): {@code _ldap._tcp.dc._msdcs.uni.edu}
 * @param port replaces the port of the records
 */
public record Discovery(String service, Port port) {
  public Discovery {
    Objects.requireNonNull(service);
    Objects.requireNonNull(port);
  }
}
