package dev.rollcall.plan;

import dev.rollcall.model.path.Port;
import dev.rollcall.probe.Protocol;
import java.util.List;
import java.util.Objects;

/**
 * A port to answer on, for all rules that share it.
 *
 * @param settings of the rules, each once; at least one
 * @param rules their ids, in the order of the catalogue
 * @param hosts the names that it stands in for, this host's own first; empty if only a site file
 *     could name them
 */
public record StandInPort<S extends Record>(
    Port port, Protocol<S> protocol, List<S> settings, List<String> rules, List<String> hosts) {
  public StandInPort {
    Objects.requireNonNull(port);
    Objects.requireNonNull(protocol);
    settings = List.copyOf(settings);
    rules = List.copyOf(rules);
    hosts = List.copyOf(hosts);
  }
}
