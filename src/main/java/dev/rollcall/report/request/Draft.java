package dev.rollcall.report.request;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.model.rule.Severity;
import dev.rollcall.model.rule.Vantage;
import java.util.List;

/**
 * A row before it is known whether it fails.
 *
 * @param demonstration whether stand-ins of the demonstration answered
 */
record Draft(
    Run run,
    RuleResult result,
    Row.Ask ask,
    List<Source> sources,
    List<Place> places,
    List<Port> ports,
    ServiceNames names,
    boolean demonstration) {
  /** That nothing must be sent. */
  static final String DEMONSTRATION =
      "a demonstration: a stand-in of this host answered, not the destination; do not send this";

  /** The rule does not fail. */
  Row row() {
    return row(Priority.NORMAL, List.of(), List.of());
  }

  /** The rule fails here, though its verdict may be another owner's. */
  Row shut(List<String> evidence) {
    return row(priority(), evidence, List.of());
  }

  /** The rule fails here, and this team must act. */
  Row failing(List<String> evidence, Row.ToDo task) {
    return row(priority(), evidence, List.of(task));
  }

  private Priority priority() {
    return result.rule().judging().severity() == Severity.ADVISORY ? Priority.LOW : Priority.HIGH;
  }

  private Row row(Priority priority, List<String> evidence, List<Row.ToDo> tasks) {
    Rule rule = result.rule();
    return new Row(
        ask,
        sources,
        places,
        ports,
        names.service().isEmpty() ? List.of() : List.of(names.service()),
        names.applications(),
        rule.usage().isBlank() ? List.of() : List.of(rule.usage()),
        List.of(rule.id()),
        priority,
        run.startedAt(),
        demonstration ? Lists.union(List.of(DEMONSTRATION), evidence) : evidence,
        tasks,
        demonstration ? List.of() : List.of(Recheck.of(run, rule)),
        peers());
  }

  /** Where a server asks for a path to be opened. */
  private Source.Peers peers() {
    return ask.action() == Action.ALLOW && run.origin().vantage() == Vantage.APPSANYWHERE
        ? new Sources(run).peers(sources, places.get(0))
        : Source.Peers.NONE;
  }
}
