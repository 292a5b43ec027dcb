package dev.rollcall.report.request;

import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.RequestDetails;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
 * @param tasks what to do; none for a rule that does not fail
 * @param rechecks the commands that prove the change; none of a demonstration
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
    List<ToDo> tasks,
    List<Recheck> rechecks,
    Source.Peers peers) {
  public Row {
    sources = List.copyOf(sources);
    places = List.copyOf(places);
    ports = List.copyOf(ports);
    services = List.copyOf(services);
    applications = List.copyOf(applications);
    reasons = List.copyOf(reasons);
    rules = List.copyOf(rules);
    evidence = List.copyOf(evidence);
    tasks = List.copyOf(tasks);
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

  /** What to do, a sentence each. */
  public List<String> toDo() {
    return tasks.stream().map(task -> task.of(this)).distinct().toList();
  }

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
        Lists.union(tasks, other.tasks),
        Recheck.merged(rechecks, other.rechecks),
        peers.with(other.peers));
  }

  /**
   * What a team is asked to do: one short sentence about the connection. Rows that become one have
   * the same sentence once, so that it names the sources and places of them all.
   *
   * @param text with {@code {from}}, {@code {to}} and {@code {port}} for those of the row, and
   *     {@code {seen}}
   * @param seen of another's making: not expanded again
   */
  public record ToDo(String text, String seen) {
    private static final Pattern PLACE = Pattern.compile("\\{(from|to|port|seen)}");

    ToDo(String text) {
      this(text, "");
    }

    /** The sentence for a row. */
    String of(Row row) {
      return PLACE
          .matcher(text)
          .replaceAll(found -> Matcher.quoteReplacement(part(row, String.valueOf(found.group(1)))));
    }

    private String part(Row row, String place) {
      return switch (place) {
        case "from" -> one(row.sources(), Source::shortest, "source");
        case "to" -> one(row.places(), Place::name, "destination");
        case "port" -> row.ports().stream().map(Object::toString).collect(Collectors.joining(", "));
        default -> seen;
      };
    }

    /** The only one by its name; the row lists several. */
    private static <T> String one(List<T> all, Function<T, String> name, String word) {
      List<String> names = all.stream().map(name).distinct().toList();
      return names.size() == 1 ? names.get(0) : (names.isEmpty() ? "the " : "each ") + word;
    }
  }
}
