package dev.rollcall.report.page.view;

import dev.rollcall.model.Drift;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.report.text.Summary;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the view of one run. */
final class RunViews {
  private static final List<Status> WORST_FIRST =
      List.of(Status.FAIL, Status.INCONCLUSIVE, Status.WARN, Status.PASS, Status.SKIPPED);

  private RunViews() {}

  /**
   * Makes it.
   *
   * @param asked the teams that have a change request in the page
   */
  static RunView of(
      Run run,
      String name,
      Anchors anchors,
      RuleViews rules,
      Set<Owner> asked,
      Optional<Drift> drift) {
    return new RunView(
        Printable.line(name),
        anchors.place("rules"),
        StatusView.of(run.status()),
        Printable.line(Summary.sentence(run)),
        counts(run),
        facts(run),
        run.remarks().stream()
            .map(
                remark ->
                    new RunView.Remark(
                        StatusView.of(remark.status()), Printable.line(remark.text())))
            .toList(),
        Summary.missing(run).stream().map(Printable::line).toList(),
        drift.map(one -> ChangesView.of(one, run, rules)),
        new TeamViews(anchors, rules, asked).of(run),
        run.with(Status.WARN).stream().map(result -> warning(result, rules)).toList(),
        groups(run, rules));
  }

  private static List<RunView.Count> counts(Run run) {
    return WORST_FIRST.stream()
        .map(status -> new RunView.Count(StatusView.of(status), run.count(status)))
        .filter(count -> count.rules() > 0)
        .toList();
  }

  private static List<RunView.Fact> facts(Run run) {
    List<RunView.Fact> facts = new ArrayList<>();
    facts.add(
        new RunView.Fact(
            "from", Printable.line(run.origin().vantage().word() + ", " + run.origin().host())));
    facts.add(new RunView.Fact("started", Times.readable(run.startedAt())));
    facts.add(new RunView.Fact("took", Times.readable(run.took())));
    facts.add(
        new RunView.Fact(
            "site file", run.origin().site().map(Printable::line).orElse("none was given")));
    facts.add(new RunView.Fact("Rollcall", Printable.line(run.origin().version())));
    facts.add(new RunView.Fact("system", Printable.line(run.origin().platform())));
    return facts;
  }

  private static RunView.Warning warning(RuleResult result, RuleViews rules) {
    Verdict verdict = result.verdict();
    return new RunView.Warning(
        rules.link(result),
        verdict.who().orElse(""),
        Printable.line(verdict.summary()),
        Printable.line(verdict.advice()));
  }

  private static List<RunView.Group> groups(Run run, RuleViews rules) {
    Map<String, List<RuleResult>> groups = new LinkedHashMap<>();
    for (RuleResult result : run.results()) {
      groups
          .computeIfAbsent(Printable.line(result.rule().group()), title -> new ArrayList<>())
          .add(result);
    }
    List<RunView.Group> views = new ArrayList<>();
    groups.forEach(
        (title, results) ->
            views.add(
                new RunView.Group(
                    title,
                    results.stream()
                        .sorted(
                            Comparator.comparing(
                                result -> WORST_FIRST.indexOf(result.verdict().status())))
                        .map(rules::of)
                        .toList())));
    return views;
  }
}
