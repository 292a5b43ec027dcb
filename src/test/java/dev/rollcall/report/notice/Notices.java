package dev.rollcall.report.notice;

import dev.rollcall.model.Change;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notices for tests. */
final class Notices {
  private static final Instant THEN = Instant.parse("2026-11-01T06:00:00Z");

  private Notices() {}

  static Notice without(Run run) {
    return new Notice(run, Optional.empty());
  }

  /** Every rule of the run has changed, in the words that the run has for it. */
  static Notice changed(Run run) {
    List<Drift.Standing> standing = new ArrayList<>();
    run.results()
        .forEach(
            result ->
                standing.add(
                    fresh(
                        change(
                            result.rule().id(), result.verdict().summary(), Change.Rank.CHANGED))));
    return new Notice(run, Optional.of(drift(standing, standing, List.of())));
  }

  /** One rule broke, another works again, a third keeps changing. */
  static Notice some(Run run) {
    Change broken =
        new Change(
            "files.smb",
            Change.Aspect.VERDICT,
            "",
            "PASS",
            "FAIL: CONNECT DROPPED",
            Change.Rank.BROKEN);
    Change back =
        new Change(
            "time.0",
            Change.Aspect.VERDICT,
            "",
            "PASS",
            "FAIL: EXCHANGE TIMED_OUT",
            Change.Rank.BROKEN);
    Change flaps = change("sql.tds", "16.0.4165 <or> 16.0.4175", Change.Rank.CHANGED);
    return new Notice(
        run,
        Optional.of(
            drift(
                List.of(fresh(broken), old(flaps)),
                List.of(fresh(back)),
                List.of(flapping(flaps, Drift.Flapping.State.BEGAN)))));
  }

  static Change change(String rule, String text, Change.Rank rank) {
    return new Change(rule, Change.Aspect.FACT, text, text, text, rank);
  }

  static Drift.Standing fresh(Change change) {
    return new Drift.Standing(change, THEN, true);
  }

  static Drift.Standing old(Change change) {
    return new Drift.Standing(change, THEN, false);
  }

  static Drift.Flapping flapping(Change change, Drift.Flapping.State state) {
    return new Drift.Flapping(change, List.of(Status.PASS, Status.FAIL), state);
  }

  static Drift drift(
      List<Drift.Standing> standing, List<Drift.Standing> ended, List<Drift.Flapping> flapping) {
    return new Drift(
        "2026-11-22T182005.000Z-appsanywhere",
        new Drift.Basis("2026-11-01T060000.000Z-appsanywhere", THEN, Optional.empty()),
        standing,
        ended,
        flapping);
  }
}
