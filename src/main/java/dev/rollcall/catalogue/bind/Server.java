package dev.rollcall.catalogue.bind;

import dev.rollcall.probe.settings.YamlKey;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One server of the product.
 *
 * @param name its host name
 * @param address if the site file fixes it; its name is then not resolved
 * @param publicAddress its address as seen from outside, if it has one
 */
public record Server(
    @YamlKey(about = "Its host name.", as = Hosts.class) String name,
    @YamlKey(about = "Its address, if its name is not to be resolved.")
        Optional<InetAddress> address,
    @YamlKey(about = "Its address as seen from outside.") Optional<InetAddress> publicAddress) {
  public Server {
    Objects.requireNonNull(name);
    Objects.requireNonNull(address);
    Objects.requireNonNull(publicAddress);
  }

  /** {@code appsanywhere02.uni.edu 10.1.2.4}, or its name alone. */
  public String nameAndAddress() {
    return name + address.map(known -> " " + known.getHostAddress()).orElse("");
  }

  /** Its name and its known addresses, separated by spaces. */
  public String aliases() {
    return Stream.concat(
            Stream.of(name),
            Stream.of(address, publicAddress)
                .flatMap(Optional::stream)
                .map(InetAddress::getHostAddress))
        .collect(Collectors.joining(" "));
  }
}
