package dev.rollcall.report.request;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.report.cause.Teams;
import dev.rollcall.text.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes change requests from runs. */
public final class ChangeRequests {
  private ChangeRequests() {}

  /**
   * What each team must change so that the failing rules pass. A rule is in the sections of those
   * who must act on one of its addresses or names, each with these only.
   *
   * @param runs at least one, witnesses merged
   * @param whole whether the firewall's section lists every rule, also those that pass: what must
   *     be open, and what must stay blocked
   */
  public static ChangeRequest of(List<Run> runs, boolean whole) {
    Map<String, ServiceNames> services = services(runs);
    List<Row> rows = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (Run run : runs) {
      boolean demonstration = isDemonstration(run);
      for (RuleResult result : run.results()) {
        RuleRows drafts = new RuleRows(run, result, services, demonstration);
        List<Owner> teams = Teams.of(result);
        teams.forEach(team -> rows.addAll(drafts.failing(team)));
        boolean open =
            !teams.isEmpty()
                && result.rule().judging().expectation() instanceof Expectation.Blocked;
        if (whole && !open) {
          rows.addAll(drafts.needed());
        }
        left(result, whole).forEach(why -> left.add(result.rule().id() + ": " + why));
      }
    }
    List<ChangeRequest.Section> sections = new ArrayList<>();
    for (Owner team : Teams.ALL) {
      List<Row> own = rows.stream().filter(row -> row.ask().team() == team).toList();
      if (!own.isEmpty()) {
        sections.add(new ChangeRequest.Section(team, RowMerge.merged(own)));
      }
    }
    Run first = runs.get(0);
    return new ChangeRequest(
        first.origin().title(),
        first.origin().version(),
        runs.stream().map(ChangeRequests::origin).toList(),
        whole,
        sections,
        left.stream().distinct().toList());
  }

  /** By the words of the protocols, from the rules that use them. */
  private static Map<String, ServiceNames> services(List<Run> runs) {
    Map<String, ServiceNames> services = new HashMap<>();
    for (Run run : runs) {
      for (RuleResult result : run.results()) {
        result
            .rule()
            .request()
            .map(RequestDetails::service)
            .filter(names -> !names.equals(ServiceNames.NONE))
            .ifPresent(names -> services.put(result.rule().protocol(), names));
      }
    }
    return services;
  }

  private static String origin(Run run) {
    return run.origin().host()
        + ", vantage "
        + run.origin().vantage().word()
        + ", "
        + Times.readable(run.startedAt())
        + (run.interrupted() ? ", ended early: rules are missing" : "")
        + (isDemonstration(run) ? "; " + Draft.DEMONSTRATION : "");
  }

  /** Whether stand-ins of the probing host answered in place of the destinations. */
  private static boolean isDemonstration(Run run) {
    return run.results().stream()
        .flatMap(
            result ->
                result.evidence() instanceof Evidence.Probed probed
                    ? probed.findings().stream()
                    : Stream.empty())
        .anyMatch(finding -> finding.route() instanceof Route.Detour);
  }

  /** Why a rule, or some of its addresses, is not part of the request. */
  private static List<String> left(RuleResult result, boolean whole) {
    if (Teams.fails(result)) {
      return others(result);
    }
    return unproven(result, whole).stream().toList();
  }

  /** Who else must act. */
  private static List<String> others(RuleResult result) {
    Verdict verdict = result.verdict();
    if (verdict.tasks().isEmpty()) {
      return Teams.of(result).isEmpty()
          ? List.of("fails, for the " + verdict.who().orElse("person in charge"))
          : List.of();
    }
    Map<Owner, List<String>> places = new LinkedHashMap<>();
    verdict.tasks().stream()
        .filter(task -> !Teams.ALL.contains(task.owner()))
        .forEach(
            task ->
                places.computeIfAbsent(task.owner(), owner -> new ArrayList<>()).add(place(task)));
    List<String> left = new ArrayList<>();
    places.forEach(
        (owner, where) ->
            left.add("fails at " + String.join(", ", where) + ", for the " + owner.title()));
    return left;
  }

  /** {@code 198.18.1.5 (dc1.uni.edu)}. */
  private static String place(Verdict.Task task) {
    String host = task.target().host();
    return task.address()
        .filter(address -> !new Endpoint(task.target(), address).byAddress())
        .map(address -> address.getHostAddress() + " (" + host + ")")
        .orElse(host);
  }

  private static Optional<String> unproven(RuleResult result, boolean whole) {
    if (result.verdict().status() == Status.INCONCLUSIVE) {
      String cause = result.verdict().cause().map(fault -> fault.cause() + ": ").orElse("");
      return Optional.of("not decided: " + cause + result.verdict().summary());
    }
    return whole && result.evidence() instanceof Evidence.Skipped skipped
        ? Optional.of("not probed: " + skipped.reason())
        : Optional.empty();
  }
}
