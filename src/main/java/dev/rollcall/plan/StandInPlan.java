package dev.rollcall.plan;

import dev.rollcall.catalogue.bind.Server;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.template.SettingsTemplate;
import dev.rollcall.catalogue.template.Values;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Vantage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ports that stand-ins answer on.
 *
 * @param ports each once, in the order of the catalogue
 * @param server which of the site's servers this host is, if it is one
 * @param health path of the health check, if the site file has it
 * @param remarks which rules have no stand-in, and why
 */
public record StandInPlan(
    List<StandInPort<?>> ports,
    Optional<String> server,
    Optional<String> health,
    List<String> remarks) {
  public StandInPlan {
    Objects.requireNonNull(server);
    ports = List.copyOf(ports);
    remarks = List.copyOf(remarks);
  }

  /**
   * Plans the stand-ins. Pure: no port is opened, no name resolved.
   *
   * @param site without it, only rules whose port and settings need no value get a stand-in
   * @param words as {@link Selection} reads them
   * @throws SelectionException if a word matches nothing, if a rule cannot have a stand-in, or if
   *     two protocols would share a port
   * @throws ComplaintException if a value of the site does not fit where the catalogue puts it
   */
  public static StandInPlan plan(
      Catalogue catalogue, Optional<Site> site, HostIdentity here, List<String> words)
      throws SelectionException, ComplaintException {
    Optional<Server> self = ServerMatch.among(catalogue, site, here).server();
    Values values = Values.of(catalogue, site, self);
    Selection selection = Selection.of(catalogue, values, words);
    Map<Port, List<RuleTemplate>> rules = new LinkedHashMap<>();
    for (RuleTemplate rule : selection.rules()) {
      for (Port port : rule.ports(values)) {
        rules.computeIfAbsent(port, one -> new ArrayList<>()).add(rule);
      }
    }
    complainOfSharing(rules);
    List<StandInPort<?>> ports = new ArrayList<>();
    for (Map.Entry<Port, List<RuleTemplate>> port : rules.entrySet()) {
      Set<String> hosts = new LinkedHashSet<>();
      for (RuleTemplate rule : port.getValue()) {
        hosts.addAll(hosts(rule, port.getKey(), values, site));
      }
      List<String> mine = mine(hosts, self, site);
      ports.add(standInPort(port.getKey(), port.getValue(), values, mine));
    }
    return new StandInPlan(
        ports, self.map(Server::name), catalogue.healthCheck(values), selection.remarks());
  }

  private static void complainOfSharing(Map<Port, List<RuleTemplate>> ports)
      throws SelectionException {
    List<String> shared = new ArrayList<>();
    ports.forEach(
        (port, rules) -> {
          Map<String, List<String>> byProtocol =
              rules.stream()
                  .collect(
                      Collectors.groupingBy(
                          rule -> rule.probing().ask().protocol().name(),
                          LinkedHashMap::new,
                          Collectors.mapping(RuleTemplate::id, Collectors.toList())));
          if (byProtocol.size() > 1) {
            shared.add(
                port
                    + ": "
                    + byProtocol.entrySet().stream()
                        .map(one -> one.getKey() + " (" + String.join(", ", one.getValue()) + ")")
                        .collect(Collectors.joining(" and "))
                    + " cannot share a port; leave one of them out");
          }
        });
    if (!shared.isEmpty()) {
      throw new SelectionException(String.join("; ", shared));
    }
  }

  /** All rules have the protocol of the first one. */
  private static StandInPort<?> standInPort(
      Port port, List<RuleTemplate> rules, Values values, List<String> hosts)
      throws ComplaintException {
    return standInPort(rules.get(0).probing().ask(), port, rules, values, hosts);
  }

  private static <S extends Record> StandInPort<S> standInPort(
      SettingsTemplate<S> first,
      Port port,
      List<RuleTemplate> rules,
      Values values,
      List<String> hosts)
      throws ComplaintException {
    Set<S> settings = new LinkedHashSet<>();
    for (RuleTemplate rule : rules) {
      settings.add(first.protocol().settings().cast(rule.probing().ask().bind(values)));
    }
    return new StandInPort<>(
        port,
        first.protocol(),
        List.copyOf(settings),
        rules.stream().map(RuleTemplate::id).toList(),
        hosts);
  }

  /** The rule's destinations at that port, from any of its vantages. */
  private static Set<String> hosts(
      RuleTemplate rule, Port port, Values values, Optional<Site> site) {
    Optional<String> instead =
        site.map(s -> s.amendments().get(rule.id())).flatMap(Site.Amendment::host);
    Set<String> hosts = new LinkedHashSet<>();
    for (Vantage vantage : rule.from()) {
      if (rule.port(values, vantage).equals(port)) {
        new RoutePlanner(values, vantage, Optional.empty())
            .find(rule, port, instead).destinations().stream()
                .map(destination -> destination.target().host())
                .forEach(hosts::add);
      }
    }
    return hosts;
  }

  /** This server's name first; the other servers' only if there is nothing else. */
  private static List<String> mine(Set<String> hosts, Optional<Server> self, Optional<Site> site) {
    if (self.isEmpty() || !hosts.contains(self.get().name())) {
      return List.copyOf(hosts);
    }
    String name = self.get().name();
    Set<String> servers =
        site.map(Site::servers).orElse(List.of()).stream()
            .map(Server::name)
            .collect(Collectors.toSet());
    return Stream.concat(Stream.of(name), hosts.stream().filter(host -> !servers.contains(host)))
        .toList();
  }
}
