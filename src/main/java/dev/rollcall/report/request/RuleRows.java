package dev.rollcall.report.request;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Verdict;
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
import dev.rollcall.report.cause.OwnerShares;
import dev.rollcall.report.cause.Teams;
import dev.rollcall.text.LiteralAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows of one rule in one run, one for each path. */
final class RuleRows {
  private static final ServiceNames PROXY = ServiceNames.of("http-proxy", "http-proxy");

  private static final ServiceNames NAMES = ServiceNames.of("domain", "dns");

  private final Run run;
  private final RuleResult result;
  private final Rule rule;
  private final Map<String, ServiceNames> services;
  private final Sources sources;
  private final boolean demonstration;

  /**
   * @param services what firewalls call the protocols, by their words
   * @param demonstration whether the run is one
   */
  RuleRows(Run run, RuleResult result, Map<String, ServiceNames> services, boolean demonstration) {
    this.demonstration = demonstration;
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
      boolean shared = !result.verdict().tasks().isEmpty();
      if (team == Owner.DNS || shared) {
        names(team, probed).forEach(name -> rows.add(unresolved(team, action, name)));
      }
      if (rows.isEmpty() || shared) {
        Culprits.of(result, team, probed)
            .forEach(finding -> rows.add(row(team, action, probed, finding)));
      }
      if (rows.isEmpty() && team == Owner.FIREWALL) {
        names(team, probed).forEach(name -> rows.add(unresolved(team, action, name)));
      }
    }
    if (rows.isEmpty()) {
      Places.of(rule).forEach(place -> rows.add(row(team, action, place)));
    }
    return rows;
  }

  /** Those without an address that the team must act on. */
  private List<NameEvidence> names(Owner team, Evidence.Probed probed) {
    Verdict verdict = result.verdict();
    return probed.names().stream()
        .filter(name -> name.fault().isPresent())
        .filter(name -> verdict.tasks().isEmpty() || OwnerShares.has(verdict, team, name))
        .toList();
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
          seen(
              path(Owner.FIREWALL, action, finding, Places.of(probed, finding, all -> true)),
              finding));
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
    return draft(
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
    return draft(
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
            : path(
                team,
                action,
                finding,
                Places.of(probed, finding, address -> !isOthers(team, finding, address)));
    List<String> packets = EvidenceLines.of(rule, finding, sources.elsewhere(finding));
    return draft.failing(
        team == Owner.DNS
            ? Lists.union(EvidenceLines.ofName(result, probed, finding), packets)
            : packets,
        Requests.of(team, action, finding));
  }

  /** Whether only others must act on this address of the finding's name. */
  private boolean isOthers(Owner team, Finding finding, InetAddress address) {
    List<Owner> acting =
        result.verdict().tasks().stream()
            .filter(task -> task.target().equals(finding.route().target()))
            .filter(task -> task.address().filter(address::equals).isPresent())
            .map(Verdict.Task::owner)
            .toList();
    return !acting.isEmpty() && !acting.contains(team);
  }

  private Row row(Owner team, Action action, Place place) {
    return draft(team, action, List.of(), place)
        .failing(List.of(rule.id() + ": " + result.verdict().summary()), Requests.of(action));
  }

  private Row unresolved(Owner team, Action action, NameEvidence name) {
    List<String> evidence = EvidenceLines.of(rule, name, sources.elsewhere());
    List<Source> from = sources.unresolved(name.host());
    if (team == Owner.FIREWALL && !name.servers().isEmpty()) {
      return new Draft(
              run,
              result,
              ask(team, action, Direction.INTERNAL, "", false),
              from,
              NameRequests.servers(name),
              NameRequests.ports(name),
              NAMES,
              demonstration)
          .failing(evidence, NameRequests.blocked());
    }
    return draft(team, action, from, Places.of(name))
        .failing(evidence, NameRequests.of(rule, name));
  }

  private Row unprobed(Action action, Place place) {
    Draft draft = draft(Owner.FIREWALL, action, List.of(), place);
    return Teams.fails(result) && result.verdict().owners().contains(Owner.FIREWALL)
        ? draft.shut(List.of(rule.id() + ": " + result.verdict().summary()))
        : draft.row();
  }

  private Draft draft(Owner team, Action action, List<Source> from, Place place) {
    return draft(
        team,
        action,
        Direction.of(run.origin().vantage(), rule.judging().external()),
        from,
        place,
        rule.port(),
        names(rule.protocol()),
        byName(team, place));
  }

  private Draft draft(
      Owner team,
      Action action,
      Direction direction,
      List<Source> from,
      Place place,
      Port port,
      ServiceNames names,
      boolean byName) {
    String apart = team == Owner.LOAD_BALANCER ? rule.id() : team == Owner.DNS ? place.name() : "";
    return new Draft(
        run,
        result,
        ask(team, action, direction, apart, byName),
        from,
        List.of(place),
        List.of(port),
        names,
        demonstration);
  }

  private Row.Ask ask(
      Owner team, Action action, Direction direction, String apart, boolean byName) {
    return new Row.Ask(
        team,
        action,
        direction,
        byName,
        apart,
        rule.request().orElse(RequestDetails.NONE).with(ServiceNames.NONE));
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
}
