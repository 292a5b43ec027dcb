package dev.rollcall.plan;

import dev.rollcall.model.Run;
import dev.rollcall.model.Servers;
import dev.rollcall.model.rule.Vantage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What one run does.
 *
 * @param catalogue the catalogue's name
 * @param title the catalogue's title, for headings
 * @param rules those of the vantage, in the order of the catalogue
 * @param remarks on the run as a whole
 * @param absent the servers that the run takes the place of, if this host has an address of none of
 *     them: firewall rules made for their addresses are not proven from here
 * @param servers those in whose place the run is made, if it takes a server's place
 */
public record Plan(
    String catalogue,
    String title,
    Vantage vantage,
    List<PlannedRule> rules,
    List<Run.Remark> remarks,
    List<String> absent,
    Optional<Servers> servers) {
  public Plan {
    Objects.requireNonNull(catalogue);
    Objects.requireNonNull(title);
    Objects.requireNonNull(vantage);
    rules = List.copyOf(rules);
    remarks = List.copyOf(remarks);
    absent = List.copyOf(absent);
    Objects.requireNonNull(servers);
  }

  /** From one of the servers, or from a host that takes no server's place. */
  public Plan(
      String catalogue,
      String title,
      Vantage vantage,
      List<PlannedRule> rules,
      List<Run.Remark> remarks) {
    this(catalogue, title, vantage, rules, remarks, List.of(), Optional.empty());
  }

  /** Only the rules with a matching id; possibly none. */
  public Plan narrowed(Predicate<String> wanted) {
    return new Plan(
        catalogue,
        title,
        vantage,
        rules.stream().filter(planned -> wanted.test(planned.rule().id())).toList(),
        remarks,
        absent,
        servers);
  }

  /** The same rules without credentials, and with a remark that says why. */
  public Plan withoutLogins(Run.Remark why) {
    return new Plan(
        catalogue,
        title,
        vantage,
        rules.stream().map(PlannedRule::withoutLogin).toList(),
        Stream.concat(remarks.stream(), Stream.of(why)).toList(),
        absent,
        servers);
  }
}
