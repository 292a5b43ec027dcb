package dev.rollcall.plan;

import dev.rollcall.catalogue.bind.Server;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.site.SiteValue;
import dev.rollcall.catalogue.template.Catalogue;
import java.net.InetAddress;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the site's servers this host is.
 *
 * @param server the one that this host is, if any
 * @param absent the servers that it could be, and has no address of
 * @param objection why a run from here may prove the firewall rules of another host
 */
record ServerMatch(Optional<Server> server, List<String> absent, Optional<String> objection) {

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
    if (asked.isEmpty() || asked.stream().anyMatch(one -> isHere(one, here))) {
      return new ServerMatch(server, List.of(), Optional.empty());
    }
    boolean allKnown = asked.stream().noneMatch(one -> addresses(one, here).isEmpty());
    if (allKnown && !here.addresses().isEmpty()) {
      List<String> names = asked.stream().map(Server::name).toList();
      return new ServerMatch(
          server,
          names,
          Optional.of(
              "this host has no address of "
                  + String.join(", ", names)
                  + ": what is allowed or blocked for another source address is not tested from"
                  + " here"));
    }
    return new ServerMatch(
        server,
        List.of(),
        server.isPresent()
            ? Optional.empty()
            : Optional.of(
                "cannot tell which of the servers this host is; set self, or the servers'"
                    + " addresses, in the site file"));
  }

  private static boolean isHere(Server server, HostIdentity here) {
    return !Collections.disjoint(addresses(server, here), here.addresses());
  }

  private static Set<InetAddress> addresses(Server server, HostIdentity here) {
    Set<InetAddress> known = new HashSet<>();
    server.address().ifPresent(known::add);
    if (known.isEmpty()) {
      known.addAll(here.resolved().getOrDefault(server.name(), List.of()));
    }
    return known;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
