package dev.rollcall.report.text;

import dev.rollcall.model.Change;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Drift.Flapping;
import dev.rollcall.model.Drift.Standing;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.text.CommandName;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a run differs from its baseline, for a terminal and for a mail: what, since when, and what to
 * do. Short enough for a mail: of many changes, only the gravest are shown.
 */
public final class DriftReport {
  /** The most rules that are shown; the others are only counted. */
  private static final int MOST_RULES = 20;

  /** The longest value that is shown, in characters. */
  private static final int LONGEST = 300;

  private final ConsoleStyle style;
  private final String history;

  /** For readers who know the folder of the history. */
  public DriftReport(ConsoleStyle style) {
    this(style, "DIR");
  }

  /**
   * @param history the folder of the stored runs, as a shell reads it
   */
  public DriftReport(ConsoleStyle style, String history) {
    this.style = style;
    this.history = history;
  }

  /**
   * Only what the previous run did not report; ends in a line feed.
   *
   * @param run the run document, for its advice
   * @return empty if nothing is new
   */
  public String news(Drift drift, Run run) {
    if (!drift.isNews()) {
      return "";
    }
    List<Standing> fresh = drift.standing().stream().filter(Standing::fresh).toList();
    List<Flapping> flapping =
        drift.flapping().stream().filter(one -> one.state() != Flapping.State.GOES_ON).toList();
    ConsolePage page = new ConsolePage(style);
    page.heading(
        run.origin().title()
            + ", from "
            + run.origin().vantage().word()
            + " on "
            + run.origin().host()
            + ": "
            + sum(fresh, drift.ended(), flapping));
    page.text(0, "run of " + Times.readable(run.startedAt()));
    body(fresh, drift.ended(), flapping, Optional.of(run), page);
    page.blank();
    basis(drift, page);
    return page.toString();
  }

  /**
   * Everything that differs, with new changes marked; ends in a line feed.
   *
   * @param run the run document, for its advice, if it is still stored
   */
  public String whole(Drift drift, Optional<Run> run) {
    ConsolePage page = new ConsolePage(style);
    page.heading("Drift: " + sum(drift.standing(), drift.ended(), drift.flapping()));
    page.text(0, "run " + drift.run());
    run.ifPresent(one -> stillFailing(drift, one, "the baseline", page));
    body(drift.standing(), drift.ended(), drift.flapping(), run, page);
    page.blank();
    basis(drift, page);
    return page.toString();
  }

  /**
   * Everything that differs between two runs that the user named; ends in a line feed.
   *
   * @param run the newer run's document, for its advice, if it is still stored
   */
  public String between(Drift drift, Optional<Run> run) {
    ConsolePage page = new ConsolePage(style);
    String parts = parts(drift.standing(), drift.ended(), drift.flapping());
    page.heading("Drift: " + (parts.isEmpty() ? "nothing differs" : parts));
    page.text(0, "run " + drift.run());
    run.ifPresent(one -> stillFailing(drift, one, "the older run", page));
    body(drift.standing(), drift.ended(), drift.flapping(), run, page);
    page.blank();
    page.text(0, "Compared with the run of " + Times.readable(drift.basis().at()) + ".");
    return page.toString();
  }

  /** Names rules that fail in the baseline too: "no difference" alone would look like success. */
  private static void stillFailing(Drift drift, Run run, String before, ConsolePage page) {
    List<String> failing =
        run.with(Status.FAIL).stream()
            .map(result -> result.rule().id())
            .filter(
                id ->
                    drift.standing().stream()
                        .noneMatch(one -> one.change().rule().equals(id) && judged(one)))
            .toList();
    if (!failing.isEmpty()) {
      page.text(
          0,
          "still failing, as in "
              + before
              + ": "
              + failing.stream().limit(MOST_RULES).collect(Collectors.joining(", "))
              + (failing.size() > MOST_RULES
                  ? " and " + (failing.size() - MOST_RULES) + " more"
                  : ""));
    }
  }

  /** {@code 1 broken, 2 changed, 1 recovered}. */
  public static String sum(List<Standing> standing, List<Standing> ended, List<Flapping> flapping) {
    String parts = parts(standing, ended, flapping);
    return parts.isEmpty() ? "nothing differs from the baseline" : parts;
  }

  private static String parts(
      List<Standing> standing, List<Standing> ended, List<Flapping> flapping) {
    List<String> parts = new ArrayList<>();
    for (Change.Rank rank : List.of(Change.Rank.BROKEN, Change.Rank.CHANGED, Change.Rank.ROUTINE)) {
      Summary.add(
          parts, standing.stream().filter(one -> one.change().rank() == rank).count(), word(rank));
    }
    long recovered = ended.stream().filter(DriftReport::wasBroken).count();
    Summary.add(parts, recovered, "recovered");
    Summary.add(parts, ended.size() - recovered, "as before again");
    Summary.add(parts, flapping.stream().filter(DriftReport::settled).count(), "settled");
    Summary.add(parts, flapping.stream().filter(one -> !settled(one)).count(), "flapping");
    return String.join(", ", parts);
  }

  private static String word(Change.Rank rank) {
    return switch (rank) {
      case BROKEN -> "broken";
      case CHANGED -> "changed";
      case ROUTINE -> "routine";
    };
  }

  private static boolean wasBroken(Standing ended) {
    return ended.change().rank() == Change.Rank.BROKEN;
  }

  static boolean settled(Flapping one) {
    return one.state() == Flapping.State.SETTLED;
  }

  private void body(
      List<Standing> standing,
      List<Standing> ended,
      List<Flapping> flapping,
      Optional<Run> run,
      ConsolePage page) {
    Map<String, List<Standing>> rules = new LinkedHashMap<>();
    standing.forEach(
        one -> rules.computeIfAbsent(one.change().rule(), id -> new ArrayList<>()).add(one));
    int shown = 0;
    for (Map.Entry<String, List<Standing>> rule : rules.entrySet()) {
      if (shown++ == MOST_RULES) {
        page.blank();
        page.text(
            0,
            "and "
                + (rules.size() - MOST_RULES)
                + " more rules: see "
                + CommandName.words()
                + " drift");
        break;
      }
      page.blank();
      DriftRows.rule(rule.getKey(), rule.getValue(), run, page);
    }
    DriftRows.ended(ended, page);
    DriftRows.flapping(flapping, page);
  }

  /** Whether the rule is new, or its verdict is another than the baseline's. */
  private static boolean judged(Standing one) {
    return one.change().aspect() == Change.Aspect.CATALOGUE || verdict(one);
  }

  static boolean verdict(Standing one) {
    return one.change().aspect() == Change.Aspect.VERDICT
        && one.change().rank() != Change.Rank.ROUTINE;
  }

  /** The status whose sign a rank has. */
  public static Status sign(Change.Rank rank) {
    return switch (rank) {
      case BROKEN -> Status.FAIL;
      case CHANGED -> Status.WARN;
      case ROUTINE -> Status.PASS;
    };
  }

  /** What of the rule has changed, in a word. */
  public static String label(Change change) {
    return switch (change.aspect()) {
      case VERDICT -> "verdict";
      case ADDRESSES -> "addresses";
      case CERTIFICATE -> "cert";
      case FACT -> "server";
      case LATENCY -> "time";
      case CATALOGUE -> "rule";
    };
  }

  /** What it is now, in a line. */
  public static String said(Change change) {
    String subject = change.subject().isEmpty() ? "" : brief(change.subject()) + ": ";
    return subject + brief(change.now());
  }

  /** A value in a line. */
  public static String brief(String text) {
    return Printable.line(text, LONGEST);
  }

  private void basis(Drift drift, ConsolePage page) {
    boolean same = drift.standing().isEmpty();
    page.text(0, basis(drift.basis()) + (same ? "." : ". If this is intended, accept it:"));
    if (!same) {
      page.text(2, CommandName.words() + " drift accept --history " + history);
    }
  }

  /** What a baseline with failures means, after a space; empty if no rule fails in it. */
  public static String accepted(long failing) {
    return failing == 0
        ? ""
        : " "
            + Counted.of(failing, "rule")
            + (failing == 1
                ? " fails in it: this failure no longer counts as drift, but check still exits 1"
                    + " for it."
                : " fail in it: these failures no longer count as drift, but check still exits 1"
                    + " for them.");
  }

  /** {@code Compared with the run of 2026-11-22 18:20:05 UTC, accepted by …}. */
  public static String basis(Drift.Basis basis) {
    String who =
        basis
            .accepted()
            .map(by -> "accepted by " + by.by() + " on " + Times.readable(by.at()))
            .orElse("the first complete one, as none has been accepted yet");
    return "Compared with the run of " + Times.readable(basis.at()) + ", " + who;
  }
}
