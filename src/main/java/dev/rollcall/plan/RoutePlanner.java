package dev.rollcall.plan;

import dev.rollcall.catalogue.bind.Hosts;
import dev.rollcall.catalogue.bind.Server;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.DestinationTemplate;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.template.Values;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Vantage;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the destinations of rules, and the proxy between, if any. */
final class RoutePlanner {
  private final Values values;
  private final Vantage vantage;
  private final Optional<Site.ProxySetting> proxy;

  RoutePlanner(Values values, Vantage vantage, Optional<Site.ProxySetting> proxy) {
    this.values = values;
    this.vantage = vantage;
    this.proxy = proxy;
  }

  /**
   * The destinations of a rule's {@code to}.
   *
   * @param missing names of missing values that an entry needs
   * @param description the hosts, or what is missing, for people
   * @param ourServers whether it leads to the product's own servers, never through a proxy
   * @param replaced whether the site replaced the catalogue's hosts by its own
   */
  record Found(
      List<Destination> destinations,
      Optional<Discovery> discovery,
      List<String> missing,
      String description,
      boolean ourServers,
      boolean replaced) {
    boolean leadsNowhere() {
      return destinations.isEmpty() && discovery.isEmpty();
    }

    /** The first host, or the service that names the hosts. */
    String first() {
      return destinations.stream().findFirst().map(one -> one.target().host()).orElse(description);
    }
  }

  Found find(RuleTemplate rule, Port port, Optional<String> instead) {
    Map<String, Destination> destinations = new LinkedHashMap<>();
    Set<String> missing = new LinkedHashSet<>();
    boolean ourServers = false;
    boolean replaced = false;
    for (DestinationTemplate place :
        instead.isPresent() ? List.<DestinationTemplate>of() : rule.probing().to()) {
      boolean counts =
          place.from().contains(vantage)
              && place.when().stream().allMatch(condition -> condition.holds(values));
      if (!counts) {
        continue;
      }
      Optional<String> servers = place.host().whole().filter(values::isServers);
      ourServers |= servers.isPresent();
      replaced |= place.host().names().stream().anyMatch(values::isReplaced);
      List<Destination> found =
          servers.isPresent()
              ? values.servers(servers.get()).stream().map(one -> server(one, port)).toList()
              : place.host().texts(values).stream().map(host -> host(host, port)).toList();
      found.forEach(one -> destinations.putIfAbsent(one.target().host(), one));
      if (found.isEmpty()) {
        lacking(place, servers).forEach(missing::add);
      }
    }
    instead.ifPresent(name -> destinations.put(name, host(name, port)));
    Optional<Discovery> discovery =
        rule.probing()
            .discover()
            .of(values)
            .filter(template -> instead.isEmpty())
            .flatMap(template -> template.texts(values).stream().findFirst())
            .map(service -> new Discovery(service, port));
    return new Found(
        List.copyOf(destinations.values()),
        discovery,
        List.copyOf(missing),
        description(destinations.keySet(), discovery, missing),
        ourServers,
        replaced);
  }

  private String description(
      Set<String> hosts, Optional<Discovery> discovery, Set<String> missing) {
    if (!hosts.isEmpty()) {
      return String.join(", ", hosts);
    }
    return discovery
        .map(found -> found.service() + " (SRV)")
        .orElseGet(
            () ->
                missing.stream().map(values::fillIn).distinct().collect(Collectors.joining(", ")));
  }

  private List<String> lacking(DestinationTemplate place, Optional<String> servers) {
    if (servers.isEmpty()) {
      return place.host().missing(values);
    }
    String all = values.valueOf(servers.get());
    return values.servers(all).isEmpty() ? List.of(all) : List.of();
  }

  private static Destination host(String host, Port port) {
    return new Destination(new Target(host, port), Hosts.address(host), true);
  }

  /** From outside, a server is probed at its published address. */
  private Destination server(Server server, Port port) {
    Optional<InetAddress> address =
        vantage == Vantage.OUTSIDE ? server.publicAddress() : server.address();
    return new Destination(new Target(server.name(), port), address, true);
  }

  /**
   * The proxy that the rule's requests go through. A rule that expects a blocked path is probed
   * without it.
   */
  Optional<Target> proxy(RuleTemplate rule, Found found) {
    boolean applies =
        vantage == Vantage.APPSANYWHERE
            && rule.probing().ask().protocol().usesProxy()
            && !(rule.judging().expectation() instanceof Expectation.Blocked)
            && !found.ourServers()
            && proxy.stream()
                .noneMatch(
                    setting ->
                        found.destinations().stream()
                            .anyMatch(one -> setting.excepts(one.target().host())));
    return applies ? proxy.map(Site.ProxySetting::target) : Optional.empty();
  }
}
