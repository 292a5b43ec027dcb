package dev.rollcall.report.request;

import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.RequestDetails;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One rule that a team is asked for: every source may reach every place on these ports.
 *
 * @param sources empty if it is not known from where
 * @param ports one, but several for a name that is needed for several
 * @param services as IANA calls them, or the protocols' own names
 * @param applications as firewalls that inspect call them
 * @param reasons the vendor's descriptions of the purpose
 * @param rules ids
 * @param start of the last run
 * @param evidence what was seen, a line each
 * @param advice what to do, in sentences; none for a rule that does not fail
 */
public record Row(
    Ask ask,
    List<Source> sources,
    List<Place> places,
    List<Port> ports,
    List<String> services,
    List<String> applications,
    List<String> reasons,
    List<String> rules,
    Priority priority,
    Instant start,
    List<String> evidence,
    List<String> advice,
    List<Recheck> rechecks) {
  public Row {
    sources = List.copyOf(sources);
    places = List.copyOf(places);
    ports = List.copyOf(ports);
    services = List.copyOf(services);
    applications = List.copyOf(applications);
    reasons = List.copyOf(reasons);
    rules = List.copyOf(rules);
    evidence = List.copyOf(evidence);
    advice = List.copyOf(advice);
    rechecks = List.copyOf(rechecks);
  }

  /**
   * What rows that become one must have in common, beside their traffic.
   *
   * @param byName whether the addresses of the places change, so that the rule must name them
   * @param apart what keeps this row separate: empty, a rule's id or a host name
   */
  public record Ask(
      Owner team,
      Action action,
      Direction direction,
      boolean byName,
      String apart,
      RequestDetails details) {}

  /** Both rows as one. */
  Row with(Row other) {
    List<Place> all = new ArrayList<>(places);
    for (Place place : other.places) {
      int same = 0;
      while (same < all.size() && !all.get(same).isNamed(place.name())) {
        same++;
      }
      if (same == all.size()) {
        all.add(place);
      } else {
        all.set(same, all.get(same).with(place));
      }
    }
    return new Row(
        ask,
        Lists.union(sources, other.sources),
        all,
        Lists.union(ports, other.ports),
        Lists.union(services, other.services),
        Lists.union(applications, other.applications),
        Lists.union(reasons, other.reasons),
        Lists.union(rules, other.rules),
        priority.orHigher(other.priority),
        start.isAfter(other.start) ? start : other.start,
        Lists.union(evidence, other.evidence),
        Lists.union(advice, other.advice),
        Recheck.merged(rechecks, other.rechecks));
  }
}
