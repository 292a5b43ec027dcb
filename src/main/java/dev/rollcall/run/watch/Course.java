package dev.rollcall.run.watch;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The course of a watch, as remarks of its run. Pure. */
final class Course {
  /** The most changes that a run document lists; a path may flap for hours. */
  static final int MOST = 200;

  private final Instant began;
  private final List<StateChange> changes = new ArrayList<>();
  private int dropped;

  Course(Instant began) {
    this.began = began;
  }

  void add(StateChange change) {
    changes.add(change);
    if (changes.size() > MOST) {
      changes.remove(0);
      dropped++;
    }
  }

  /**
   * The remarks; all but a login that was never made are neutral.
   *
   * @param why the watch ended, in a phrase
   */
  List<Run.Remark> remarks(
      Collection<WatchedRule> rules, Duration every, Instant ended, String why) {
    List<Run.Remark> remarks = new ArrayList<>();
    remarks.add(
        neutral(
            "watched "
                + Counted.of(rules.size(), "rule")
                + " every "
                + Times.seconds(every)
                + " s, from "
                + Times.readable(began)
                + " to "
                + Times.readable(ended)
                + ": "
                + why));
    if (dropped > 0) {
      remarks.add(
          neutral(
              Counted.of(dropped, "earlier change")
                  + (dropped == 1 ? " is" : " are")
                  + " not listed"));
    }
    changes.forEach(
        change -> remarks.add(neutral(Times.readable(change.at()) + " " + change.text("→"))));
    rules.stream()
        .filter(rule -> !rule.state().passes())
        .forEach(
            rule ->
                remarks.add(
                    neutral(
                        rule.id()
                            + ": "
                            + rule.state().text()
                            + " since "
                            + Times.readable(rule.since())
                            + ", probed "
                            + Counted.times(rule.probed())
                            + ", last until "
                            + Times.readable(rule.last()))));
    return remarks;
  }

  /** Warns of a login that no round made, as the path was not there in the first. */
  static List<Run.Remark> logins(RuleResult result) {
    boolean watched =
        result.evidence() instanceof Evidence.Probed probed
            && probed.findings().stream()
                .flatMap(Finding::withFollowUps)
                .flatMap(finding -> finding.attempts().stream())
                .flatMap(attempt -> attempt.right().stream())
                .anyMatch(
                    right ->
                        right instanceof LoginResult.Untried untried
                            && untried.reason() == LoginResult.Reason.WATCHED);
    String id = result.rule().id();
    return watched
        ? List.of(
            new Run.Remark(
                Status.WARN,
                id
                    + ": the path works now, and no login was tried, as watching makes none; check"
                    + " it with: check --only "
                    + id))
        : List.of();
  }

  private static Run.Remark neutral(String text) {
    return new Run.Remark(Status.SKIPPED, text);
  }
}
