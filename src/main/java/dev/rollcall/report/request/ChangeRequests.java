package dev.rollcall.report.request;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.text.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes change requests from runs. */
public final class ChangeRequests {
  private ChangeRequests() {}

  /**
   * What each team must change so that the failing rules pass. A rule is in the section of its
   * verdict's owner, and in no other.
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
      for (RuleResult result : run.results()) {
        RuleRows drafts = new RuleRows(run, result, services);
        Optional<Owner> team = Teams.of(result);
        team.ifPresent(owner -> rows.addAll(drafts.failing(owner)));
        boolean open =
            team.isPresent()
                && result.rule().judging().expectation() instanceof Expectation.Blocked;
        if (whole && !open) {
          rows.addAll(drafts.needed());
        }
        if (team.isEmpty()) {
          left(result, whole).ifPresent(why -> left.add(result.rule().id() + ": " + why));
        }
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
        + (run.interrupted() ? ", ended early: rules are missing" : "");
  }

  /** Why a rule is not part of the request. */
  private static Optional<String> left(RuleResult result, boolean whole) {
    if (Teams.fails(result)) {
      return Optional.of(
          "fails, for the "
              + result.verdict().owner().map(Owner::title).orElse("person in charge"));
    }
    if (result.verdict().status() == Status.INCONCLUSIVE) {
      String cause = result.verdict().cause().map(fault -> fault.cause() + ": ").orElse("");
      return Optional.of("not decided: " + cause + result.verdict().summary());
    }
    return whole && result.evidence() instanceof Evidence.Skipped skipped
        ? Optional.of("not probed: " + skipped.reason())
        : Optional.empty();
  }
}
