package dev.rollcall.report.text;

import dev.rollcall.model.Change;
import dev.rollcall.model.Drift.Flapping;
import dev.rollcall.model.Drift.Standing;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.text.Times;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of a report on drift: the changes of a rule, what is over, what flaps. */
final class DriftRows {
  private DriftRows() {}

  /** Whether it begins in this run; not if an earlier run had it and did not report it. */
  private static boolean begins(Standing one, Optional<Run> run) {
    return run.filter(now -> one.since().isBefore(now.startedAt().truncatedTo(ChronoUnit.MILLIS)))
        .isEmpty();
  }

  static void rule(String rule, List<Standing> changes, Optional<Run> run, ConsolePage page) {
    Optional<RuleResult> result =
        run.stream()
            .flatMap(one -> one.results().stream())
            .filter(one -> one.rule().id().equals(rule))
            .findFirst();
    Change.Rank gravest =
        changes.stream().map(one -> one.change().rank()).max(Change.Rank::compareTo).orElseThrow();
    page.remark(
        sign(gravest, changes),
        rule + result.map(one -> ": " + EvidenceText.destination(one)).orElse(""));
    for (Standing one : changes) {
      Change change = one.change();
      page.field(4, DriftReport.label(change), DriftReport.said(change));
      page.field(4, "", "was: " + DriftReport.brief(change.before()));
      page.field(
          4,
          "",
          "since "
              + Times.readable(one.since())
              + (one.fresh() && begins(one, run) ? ", seen for the first time" : ""));
    }
    boolean judged =
        gravest == Change.Rank.BROKEN || changes.stream().anyMatch(DriftReport::verdict);
    Optional<RuleResult> advised =
        result.filter(one -> judged && !one.verdict().advice().isEmpty());
    if (advised.isPresent()) {
      page.field(4, "owner", advised.get().verdict().who().orElse(Owner.CHECKER));
      page.field(4, "advice", advised.get().verdict().advice());
    } else {
      page.field(4, "advice", DriftAdvice.of(changes));
    }
  }

  /** That of the verdict, if it changed: a rule that fails no longer may still warn. */
  private static Status sign(Change.Rank gravest, List<Standing> changes) {
    Status sign = DriftReport.sign(gravest);
    return changes.stream()
        .map(Standing::change)
        .filter(change -> change.aspect() == Change.Aspect.VERDICT)
        .flatMap(change -> status(change.now()))
        .filter(now -> now.compareTo(sign) > 0)
        .max(Status::compareTo)
        .orElse(sign);
  }

  /** The status that {@code WARN: not identified} begins with. */
  private static Stream<Status> status(String verdict) {
    return Stream.of(Status.values()).filter(one -> verdict.split(": ", 2)[0].equals(one.name()));
  }

  static void ended(List<Standing> ended, ConsolePage page) {
    if (ended.isEmpty()) {
      return;
    }
    page.heading("As before again");
    for (Standing one : ended) {
      Change change = one.change();
      String subject = change.subject().isEmpty() ? "" : ", " + DriftReport.brief(change.subject());
      page.remark(
          Status.PASS,
          change.rule()
              + subject
              + ": "
              + DriftReport.brief(change.before())
              + " again; since "
              + Times.readable(one.since())
              + " it had been: "
              + DriftReport.brief(change.now()));
    }
  }

  static void flapping(List<Flapping> flapping, ConsolePage page) {
    if (flapping.isEmpty()) {
      return;
    }
    page.heading("Flapping");
    for (Flapping one : flapping) {
      Change change = one.change();
      String what =
          switch (one.state()) {
            case BEGAN -> "keeps changing; it is reported again when it is stable: ";
            case GOES_ON -> "still keeps changing: ";
            case SETTLED -> "is stable again: ";
          };
      page.remark(
          DriftReport.settled(one) && !one.course().isEmpty()
              ? one.course().get(one.course().size() - 1)
              : Status.WARN,
          change.rule() + ", " + DriftReport.label(change) + " " + what + course(one));
    }
  }

  /** {@code PASS FAIL PASS FAIL (oldest first)}. */
  private static String course(Flapping one) {
    return one.course().stream().map(Status::name).collect(Collectors.joining(" "))
        + " (oldest first)";
  }
}
