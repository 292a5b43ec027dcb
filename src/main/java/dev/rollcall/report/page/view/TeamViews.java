package dev.rollcall.report.page.view;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.report.cause.CauseText;
import dev.rollcall.report.cause.FailureGroup;
import dev.rollcall.report.text.EvidenceText;
import dev.rollcall.report.text.FailedWay;
import dev.rollcall.report.text.FullRules;
import dev.rollcall.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the views of who must act, from what failed and what could not be decided. */
final class TeamViews {
  private final Anchors anchors;
  private final RuleViews rules;
  private final Set<Owner> asked;

  /**
   * @param asked the teams that have a change request in the page
   */
  TeamViews(Anchors anchors, RuleViews rules, Set<Owner> asked) {
    this.anchors = anchors;
    this.rules = rules;
    this.asked = asked;
  }

  /** Failures first; the team with most to do comes first. */
  List<TeamView> of(Run run) {
    Map<Optional<Owner>, List<Part>> teams = new LinkedHashMap<>();
    for (Status status : List.of(Status.FAIL, Status.INCONCLUSIVE)) {
      List<RuleResult> open = run.with(status).stream().filter(FullRules::inFull).toList();
      for (FailureGroup group : FailureGroup.of(open)) {
        teams
            .computeIfAbsent(group.owner(), owner -> new ArrayList<>())
            .add(new Part(status, group));
      }
    }
    return teams.entrySet().stream().map(team -> team(team.getKey(), team.getValue())).toList();
  }

  private record Part(Status status, FailureGroup group) {}

  private TeamView team(Optional<Owner> owner, List<Part> parts) {
    Set<Link> causes = new LinkedHashSet<>();
    parts.forEach(part -> part.group().fault().map(RuleViews::cause).ifPresent(causes::add));
    return new TeamView(
        owner.map(anchors::team).orElse(anchors.place("team-none")),
        capital(parts.get(0).group().title()),
        count(parts, Status.FAIL),
        count(parts, Status.INCONCLUSIVE),
        List.copyOf(causes),
        owner.filter(asked::contains).map(Anchors::request),
        parts.stream().map(this::group).toList());
  }

  private static int count(List<Part> parts, Status status) {
    return parts.stream()
        .filter(part -> part.status() == status)
        .mapToInt(part -> part.group().rules().size())
        .sum();
  }

  /** {@code Firewall team}. */
  static String capital(String title) {
    return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }

  private TeamView.Group group(Part part) {
    FailureGroup group = part.group();
    List<FailedWay> ways = group.rules().stream().map(FailedWay::of).toList();
    List<String> general =
        ways.stream().map(way -> way.general(way.result().verdict().advice())).distinct().toList();
    boolean together = ways.size() > 1 && general.size() == 1 && !general.get(0).isEmpty();
    List<String> common = new ArrayList<>();
    if (together) {
      common.add(Printable.line(general.get(0)));
    }
    group.commonRemarks().forEach(remark -> common.add(Printable.line(remark)));
    return new TeamView.Group(
        StatusView.of(part.status()),
        group.fault().map(RuleViews::cause),
        Printable.line(
            group
                .evidence()
                .or(() -> group.fault().map(cause -> CauseText.of(cause.kind()).meaning()))
                .orElse("")),
        common,
        ways.stream().map(way -> line(way, group, !together)).toList());
  }

  private TeamView.Line line(FailedWay way, FailureGroup group, boolean withAdvice) {
    RuleResult result = way.result();
    Verdict verdict = result.verdict();
    List<String> more = new ArrayList<>();
    way.more(verdict).ifPresent(more::add);
    if (group.evidence().isEmpty()) {
      verdict.cause().map(Fault::evidence).map(Printable::line).ifPresent(more::add);
    }
    EvidenceText.sides(result).forEach(side -> more.add(Printable.line(side)));
    EvidenceText.unfinished(result).ifPresent(more::add);
    verdict.remarks().stream()
        .filter(remark -> !group.commonRemarks().contains(remark))
        .forEach(remark -> more.add(EvidenceText.withoutCause(remark, result)));
    return new TeamView.Line(
        rules.link(result),
        way.toString(),
        more,
        withAdvice ? Printable.line(verdict.advice()) : "");
  }
}
