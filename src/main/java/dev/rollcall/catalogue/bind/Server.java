package dev.rollcall.catalogue.bind;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** {@code appsanywhere02.uni.edu 10.1.2.4}, or its name alone. */
  public String nameAndAddress() {
    return name + address.map(known -> " " + known.getHostAddress()).orElse("");
  }

  /** Its name and its known addresses, parted by spaces: by these others may call it. */
  public String aliases() {
    return Stream.concat(
            Stream.of(name),
            Stream.of(address, publicAddress)
                .flatMap(Optional::stream)
                .map(InetAddress::getHostAddress))
        .collect(Collectors.joining(" "));
  }
}
