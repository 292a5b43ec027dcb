package dev.rollcall.catalogue;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * One server of the product.
 *
 * @param name its host name
 * @param address where the site file fixes it; nothing is resolved then
 * @param publicAddress the address that it has seen from outside, where there is one
 */
public record Server(
    String name, Optional<InetAddress> address, Optional<InetAddress> publicAddress) {
  public Server {
    Objects.requireNonNull(name);
    Objects.requireNonNull(address);
    Objects.requireNonNull(publicAddress);
  }
}
