package dev.rollcall.report.request;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.model.rule.Severity;
import dev.rollcall.text.LiteralAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The rows of one rule in one run, one for each path. */
final class RuleRows {
  private static final ServiceNames PROXY = ServiceNames.of("http-proxy", "http-proxy");

  /** What an advice asks a team, which is not to do something. */
  private static final Pattern QUESTION = Pattern.compile("(which|what|why|whether) ");

  private final Run run;
  private final RuleResult result;
  private final Rule rule;
  private final Map<String, ServiceNames> services;
  private final Sources sources;

  /**
   * @param services what firewalls call the protocols, by their words
   */
  RuleRows(Run run, RuleResult result, Map<String, ServiceNames> services) {
    this.run = run;
    this.result = result;
    this.rule = result.rule();
    this.services = services;
    this.sources = new Sources(run);
  }

  /** What the team must change so that the rule passes. */
  List<Row> failing(Owner team) {
    boolean blocked = rule.judging().expectation() instanceof Expectation.Blocked;
    Action action =
        blocked
            ? Action.DENY
            : (team == Owner.FIREWALL || team == Owner.PROXY) && !cutsIdle()
                ? Action.ALLOW
                : Action.CORRECT;
    List<Row> rows = new ArrayList<>();
    if (result.evidence() instanceof Evidence.Probed probed) {
      if (team == Owner.DNS) {
        probed.names().stream()
            .filter(name -> name.fault().isPresent())
            .forEach(name -> rows.add(unresolved(action, name)));
      }
      if (rows.isEmpty()) {
        Culprits.of(result, probed)
            .forEach(finding -> rows.add(row(team, action, probed, finding)));
      }
    }
    if (rows.isEmpty()) {
      Places.of(rule).forEach(place -> rows.add(row(team, action, place)));
    }
    return rows;
  }

  /** Whether the traffic is allowed, and only the state of idle connections ends too soon. */
  private boolean cutsIdle() {
    return result.verdict().cause().filter(fault -> fault.kind() == FaultKind.IDLE_CUT).isPresent();
  }

  /** What must be open, or blocked, for the rule at all. */
  List<Row> needed() {
    List<Row> rows = new ArrayList<>();
    Action action =
        rule.judging().expectation() instanceof Expectation.Blocked
            ? Action.KEEP_BLOCKED
            : Action.ALLOW;
    if (result.evidence() instanceof Evidence.Probed probed) {
      probed.findings().stream()
          .flatMap(Finding::withFollowUps)
          .filter(Culprits::tried)
          .forEach(finding -> rows.addAll(needed(action, probed, finding)));
      if (rows.isEmpty()) {
        Places.of(rule).forEach(place -> rows.add(unprobed(action, place)));
      }
    }
    return rows;
  }

  private List<Row> needed(Action action, Evidence.Probed probed, Finding finding) {
    if (!(finding.route() instanceof Route.ViaProxy via)) {
      return List.of(
          seen(path(Owner.FIREWALL, action, finding, Places.of(probed, finding)), finding));
    }
    Place target = new Place(via.target().host(), List.of(), List.of());
    return List.of(
        seen(proxied(action, finding), finding), path(Owner.PROXY, action, finding, target).row());
  }

  /** With the evidence, if the rule fails because the firewall's part of the path is not open. */
  private Row seen(Draft draft, Finding finding) {
    boolean shut =
        Teams.fails(result)
            && finding.attempts().stream()
                .allMatch(
                    attempt ->
                        attempt
                            .fault()
                            .filter(fault -> fault.phase() == Phase.CONNECT)
                            .isPresent());
    return shut
        ? draft.shut(EvidenceLines.of(rule, finding, sources.elsewhere(finding)))
        : draft.row();
  }

  private Draft proxied(Action action, Finding finding) {
    return new Draft(
        Owner.FIREWALL,
        action,
        Direction.INTERNAL,
        sources.of(finding),
        Places.proxy(finding),
        finding.route().dialled().target().port(),
        PROXY,
        false);
  }

  private Draft path(Owner team, Action action, Finding finding, Place place) {
    return new Draft(
        team,
        action,
        Direction.of(run.origin().vantage(), rule.judging().external()),
        sources.of(finding),
        place,
        finding.route().target().port(),
        names(finding.protocol()),
        byName(team, place));
  }

  private Row row(Owner team, Action action, Evidence.Probed probed, Finding finding) {
    Draft draft =
        Places.endsAtProxy(finding)
            ? proxied(action, finding)
            : path(team, action, finding, Places.of(probed, finding));
    return draft.failing(EvidenceLines.of(rule, finding, sources.elsewhere(finding)));
  }

  private Row row(Owner team, Action action, Place place) {
    return draft(team, action, List.of(), place)
        .failing(List.of(rule.id() + ": " + result.verdict().summary()));
  }

  private Row unresolved(Action action, NameEvidence name) {
    return draft(Owner.DNS, action, sources.unresolved(name.host()), Places.of(name))
        .failing(EvidenceLines.of(rule, name, sources.elsewhere()));
  }

  private Row unprobed(Action action, Place place) {
    Draft draft = draft(Owner.FIREWALL, action, List.of(), place);
    return Teams.fails(result)
        ? draft.shut(List.of(rule.id() + ": " + result.verdict().summary()))
        : draft.row();
  }

  private Draft draft(Owner team, Action action, List<Source> from, Place place) {
    return new Draft(
        team,
        action,
        Direction.of(run.origin().vantage(), rule.judging().external()),
        from,
        place,
        rule.port(),
        names(rule.protocol()),
        byName(team, place));
  }

  /**
   * A rule of addresses would soon be wrong; a proxy and a name server are asked by name anyway.
   */
  private boolean byName(Owner team, Place place) {
    return team == Owner.FIREWALL
        && (rule.judging().rotating() || rule.judging().external())
        && !LiteralAddress.isOne(place.name());
  }

  private ServiceNames names(String protocol) {
    return services.getOrDefault(protocol, ServiceNames.of(protocol));
  }

  /** A row before it is known whether it fails. */
  private final class Draft {
    private final Row.Ask ask;
    private final List<Source> sources;
    private final Place place;
    private final Port port;
    private final ServiceNames names;

    Draft(
        Owner team,
        Action action,
        Direction direction,
        List<Source> sources,
        Place place,
        Port port,
        ServiceNames names,
        boolean byName) {
      String apart =
          team == Owner.LOAD_BALANCER ? rule.id() : team == Owner.DNS ? place.name() : "";
      this.ask =
          new Row.Ask(
              team,
              action,
              direction,
              byName,
              apart,
              rule.request().orElse(RequestDetails.NONE).with(ServiceNames.NONE));
      this.sources = sources;
      this.place = place;
      this.port = port;
      this.names = names;
    }

    Row row() {
      return row(Priority.NORMAL, List.of(), List.of());
    }

    /** The rule fails here, though its verdict may be another owner's. */
    Row shut(List<String> evidence) {
      return row(priority(), evidence, List.of());
    }

    private Priority priority() {
      return rule.judging().severity() == Severity.ADVISORY ? Priority.LOW : Priority.HIGH;
    }

    Row failing(List<String> evidence) {
      String advice = addressed(result.verdict().advice());
      return row(priority(), evidence, advice.isBlank() ? List.of() : List.of(advice));
    }

    /** What a verdict says to the person who ran the check, as said to the team. */
    private String addressed(String advice) {
      String start = "Ask the " + ask.team().title() + " ";
      if (!advice.startsWith(start)) {
        return advice;
      }
      String rest = advice.substring(start.length());
      if (QUESTION.matcher(rest).lookingAt()) {
        return "Find out " + rest.replaceFirst(", and to ", ", and ");
      }
      return rest.startsWith("to ") && rest.length() > 3
          ? rest.substring(3, 4).toUpperCase(Locale.ROOT) + rest.substring(4)
          : advice;
    }

    private Row row(Priority priority, List<String> evidence, List<String> advice) {
      return new Row(
          ask,
          sources,
          List.of(place),
          List.of(port),
          names.service().isEmpty() ? List.of() : List.of(names.service()),
          names.applications(),
          rule.usage().isBlank() ? List.of() : List.of(rule.usage()),
          List.of(rule.id()),
          priority,
          run.startedAt(),
          evidence,
          advice,
          List.of(Recheck.of(run, rule)));
    }
  }
}
