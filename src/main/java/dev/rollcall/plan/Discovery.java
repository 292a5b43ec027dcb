package dev.rollcall.plan;

import dev.rollcall.model.Port;
import java.util.Objects;

/**
 * Where further destinations come from: every target of the SRV records becomes one that is not
 * declared, unless it is declared already.
 *
 * @param service owner name of the SRV records (RFC 2782): {@code _ldap._tcp.dc._msdcs.uni.edu}
 * @param port put for the port of the records
 */
public record Discovery(String service, Port port) {
  public Discovery {
    Objects.requireNonNull(service);
    Objects.requireNonNull(port);
  }
}
