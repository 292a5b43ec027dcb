package dev.rollcall.run.host;

import dev.rollcall.catalogue.bind.Server;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.engine.names.NameBook;
import dev.rollcall.plan.HostIdentity;
import dev.rollcall.probe.net.LocalNetwork;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** This host's name and addresses. */
public final class Host {
  private Host() {}

  /**
   * The host's name. Java's own method could wait for a name server; it is only used if the system
   * does not say the name.
   */
  public static String name() {
    Optional<String> own = LocalNetwork.hostName();
    try {
      return own.isPresent() ? own.get() : InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /**
   * What identifies this host among the site's servers.
   *
   * @param resolved the addresses of the site's servers, as far as they are known
   */
  public static HostIdentity here(Map<String, List<InetAddress>> resolved) {
    return new HostIdentity(
        Set.of(name().toLowerCase(Locale.ROOT)), Set.copyOf(addresses()), resolved);
  }

  /** The site's servers whose addresses the site file does not have. */
  public static List<String> unaddressed(Optional<Site> site) {
    return site.map(Site::servers).orElse(List.of()).stream()
        .filter(server -> server.address().isEmpty())
        .map(Server::name)
        .toList();
  }

  /** Their addresses, as far as they are known so soon after the look-up began. */
  public static Map<String, List<InetAddress>> addresses(
      List<String> servers, NameBook names, Duration most) {
    servers.forEach(names::begin);
    Map<String, List<InetAddress>> resolved = new HashMap<>();
    servers.forEach(server -> resolved.put(server, names.addressesWithin(server, most)));
    return resolved;
  }

  /**
   * Why nothing can be sent from that address; empty if it can. An address that the system accepts
   * without having it, such as one that a cluster moves, is none to object to.
   */
  public static Optional<String> objection(InetAddress source) {
    if (LocalNetwork.canSendFrom(source)) {
      return Optional.empty();
    }
    String own =
        addresses().stream()
            .filter(address -> !address.isLinkLocalAddress())
            .map(InetAddress::getHostAddress)
            .sorted()
            .collect(Collectors.joining(", "));
    return Optional.of(
        "source: this host has no address "
            + source.getHostAddress()
            + (own.isEmpty() ? "" : "; it has " + own));
  }

  /** The addresses of this host's interfaces that are up, loopback left out. */
  private static List<InetAddress> addresses() {
    return LocalNetwork.interfaces().stream()
        .flatMap(network -> network.getInterfaceAddresses().stream())
        .map(InterfaceAddress::getAddress)
        .toList();
  }
}
