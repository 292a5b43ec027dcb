package dev.rollcall.report.page.view;

import dev.rollcall.model.Change;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Drift.Flapping;
import dev.rollcall.model.Drift.Standing;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.report.text.DriftReport;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a run differs from its baseline, and what of it the previous run did not have.
 *
 * @param sum {@code 1 broken, 1 recovered}
 * @param basis what it was compared with
 * @param changes what is new first
 */
public record ChangesView(String sum, String basis, List<Line> changes) {
  public ChangesView {
    changes = List.copyOf(changes);
  }

  /**
   * One change.
   *
   * @param fresh whether the previous run did not have it
   * @param anchor of the rule; empty if it is not in the run
   * @param what which part of the rule
   * @param now what it is now, or was until it ended
   * @param before what it was in the baseline
   */
  public record Line(
      StatusView status,
      boolean fresh,
      Optional<String> anchor,
      String rule,
      String what,
      String now,
      String before,
      String since) {}

  static ChangesView of(Drift drift, Run run, RuleViews rules) {
    List<Line> lines = new ArrayList<>();
    for (boolean fresh : new boolean[] {true, false}) {
      for (Standing one : drift.standing()) {
        if (one.fresh() == fresh) {
          lines.add(
              line(
                  DriftReport.sign(one.change().rank()),
                  fresh,
                  one.change(),
                  DriftReport.said(one.change()),
                  Times.readable(one.since()),
                  run,
                  rules));
        }
      }
      if (fresh) {
        for (Standing one : drift.ended()) {
          String again = "as before again, after: " + DriftReport.said(one.change());
          lines.add(line(Status.PASS, true, one.change(), again, "", run, rules));
        }
      }
      for (Flapping one : drift.flapping()) {
        if (fresh == (one.state() != Flapping.State.GOES_ON)) {
          String course =
              (one.state() == Flapping.State.SETTLED ? "is stable again: " : "keeps changing: ")
                  + one.course().stream().map(Status::name).collect(Collectors.joining(" "));
          lines.add(line(Status.WARN, fresh, one.change(), course, "", run, rules));
        }
      }
    }
    return new ChangesView(
        DriftReport.sum(drift.standing(), drift.ended(), drift.flapping()),
        Printable.line(DriftReport.basis(drift.basis())),
        lines);
  }

  private static Line line(
      Status status,
      boolean fresh,
      Change change,
      String now,
      String since,
      Run run,
      RuleViews rules) {
    return new Line(
        StatusView.of(status),
        fresh,
        run.results().stream()
            .filter(result -> result.rule().id().equals(change.rule()))
            .findFirst()
            .map(result -> rules.link(result).anchor()),
        Printable.line(change.rule()),
        DriftReport.label(change),
        Printable.line(now),
        DriftReport.brief(change.before()),
        since);
  }
}
