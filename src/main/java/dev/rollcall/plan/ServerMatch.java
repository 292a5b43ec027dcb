package dev.rollcall.plan;

import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.bind.Server;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.site.SiteValue;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.model.Servers;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which of the site's servers this host is.
 *
 * @param server the one that this host is, if any
 * @param absent the servers that it could be, and has no address of
 * @param objection why a run from here may prove the firewall rules of another host
 * @param here the one that this host has an address of, whatever the site file's self says
 * @param servers all of them, with their addresses; empty if the catalogue has none
 */
record ServerMatch(
    Optional<Server> server,
    List<String> absent,
    Optional<String> objection,
    Optional<Server> here,
    Optional<Servers> servers) {

  static ServerMatch among(Catalogue catalogue, Optional<Site> site, HostIdentity here) {
    List<Server> servers =
        catalogue.values().stream()
            .flatMap(spec -> site.map(s -> s.values().get(spec.name())).stream())
            .filter(SiteValue.Servers.class::isInstance)
            .flatMap(value -> ((SiteValue.Servers) value).servers().stream())
            .toList();
    Optional<String> named = site.flatMap(Site::self);
    Optional<Server> server =
        servers.stream()
            .filter(
                one ->
                    named.isPresent()
                        ? one.name().equals(named.get())
                        : isHere(one, here) || here.names().contains(lower(one.name())))
            .findFirst();
    List<Server> asked = server.map(List::of).orElse(servers);
    List<String> names = asked.stream().map(Server::name).toList();
    Servers.Host host = host(asked, server.isPresent(), here);
    Optional<Server> own = servers.stream().filter(one -> isHere(one, here)).findFirst();
    boolean any = catalogue.values().stream().anyMatch(spec -> spec.kind() == Kind.SERVERS);
    return new ServerMatch(
        server,
        host == Servers.Host.NEIGHBOUR ? names : List.of(),
        names.isEmpty()
            ? Optional.empty()
            : objection(host, names, own.filter(one -> named.isPresent()).map(Server::name)),
        own,
        any ? Optional.of(new Servers(host, known(servers, here))) : Optional.empty());
  }

  private static Servers.Host host(List<Server> asked, boolean named, HostIdentity here) {
    if (asked.stream().anyMatch(one -> isHere(one, here))) {
      return Servers.Host.SERVER;
    }
    boolean allKnown = asked.stream().noneMatch(one -> addresses(one, here).isEmpty());
    if (!asked.isEmpty() && allKnown && !here.addresses().isEmpty()) {
      return Servers.Host.NEIGHBOUR;
    }
    return named ? Servers.Host.SERVER : Servers.Host.UNKNOWN;
  }

  /**
   * @param own the server that this host is, by its addresses
   */
  private static Optional<String> objection(
      Servers.Host host, List<String> names, Optional<String> own) {
    return switch (host) {
      case SERVER -> Optional.empty();
      case NEIGHBOUR ->
          Optional.of(
              own.isPresent()
                  ? "self names "
                      + String.join(", ", names)
                      + ", and this host has an address of "
                      + own.get()
                      + ": correct self in the site file"
                  : "this host has no address of "
                      + String.join(", ", names)
                      + ": what is allowed or blocked for another source address is not tested from"
                      + " here");
      case UNKNOWN ->
          Optional.of(
              "cannot tell which of the servers this host is; set self, or the servers'"
                  + " addresses, in the site file");
    };
  }

  private static List<Servers.Server> known(List<Server> servers, HostIdentity here) {
    return servers.stream()
        .map(one -> new Servers.Server(one.name(), addresses(one, here)))
        .toList();
  }

  private static boolean isHere(Server server, HostIdentity here) {
    return addresses(server, here).stream().anyMatch(here.addresses()::contains);
  }

  /** In one order, whatever that of the answer was. */
  private static List<InetAddress> addresses(Server server, HostIdentity here) {
    return server
        .address()
        .map(List::of)
        .orElseGet(
            () ->
                here.resolved().getOrDefault(server.name(), List.of()).stream()
                    .distinct()
                    .sorted(Comparator.comparing(InetAddress::getHostAddress))
                    .toList());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
