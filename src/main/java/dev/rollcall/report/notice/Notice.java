package dev.rollcall.report.notice;

import dev.rollcall.model.Change;
import dev.rollcall.model.Drift;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.report.cause.FailureGroup;
import dev.rollcall.report.text.DriftReport;
import dev.rollcall.report.text.FailedWay;
import dev.rollcall.report.text.Summary;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Printable;
import dev.rollcall.text.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What is said of a run to people who did not start it.
 *
 * @param drift how it differs from the baseline; empty if there was nothing to compare with
 */
public record Notice(Run run, Optional<Drift> drift) {
  /** The most characters of a text. */
  static final int TEXT = 300;

  /** A change that the previous run did not report. */
  record News(Change change, Kind kind) {
    /** What became of it. */
    enum Kind {
      /** It is there for the first time. */
      NEW("new"),
      /** It is over. */
      OVER("over"),
      /** It began to change back and forth. */
      FLAPPING("flapping"),
      /** It is stable again. */
      SETTLED("settled");

      private final String word;

      Kind(String word) {
        this.word = word;
      }

      String word() {
        return word;
      }
    }

    boolean matters() {
      return change.rank() != Change.Rank.ROUTINE;
    }

    /** What it is now, and what it was. */
    String text() {
      String label = DriftReport.label(change);
      return switch (kind) {
        case NEW -> label + ": " + DriftReport.said(change) + "; was: " + brief(change.before());
        case OVER -> label + ": " + brief(change.before()) + " again; had been: " + now();
        case FLAPPING -> label + " keeps changing, now: " + now();
        case SETTLED -> label + " is stable again: " + now();
      };
    }

    private String now() {
      return brief(change.now());
    }
  }

  /**
   * A line on a rule.
   *
   * @param where its way or destination; may be empty
   * @param what was seen, from a server perhaps: any character
   */
  record Line(String rule, String where, String what) {}

  /**
   * Lines that belong together.
   *
   * @param size how many there are
   * @param line makes one of them, as there may be far more than are shown
   */
  record Part(String heading, int size, IntFunction<Line> line) {
    /** The first ones. */
    List<Line> first(int most) {
      return IntStream.range(0, Math.min(most, size)).mapToObj(line).toList();
    }
  }

  /**
   * Whether a notification is due.
   *
   * @param newsOnly whether only what is new is reported: a change that needs a look, or the end of
   *     one; where there was nothing to compare with, a run that is not ready
   */
  public boolean due(boolean newsOnly) {
    return !newsOnly
        || (drift.isPresent() ? news().stream().anyMatch(News::matters) : !run.isReady());
  }

  /** What the previous run did not report, worst first. */
  List<News> news() {
    List<News> news = new ArrayList<>();
    if (drift.isPresent()) {
      Drift seen = drift.get();
      seen.standing().stream()
          .filter(Drift.Standing::fresh)
          .forEach(one -> news.add(new News(one.change(), News.Kind.NEW)));
      seen.ended().forEach(one -> news.add(new News(one.change(), News.Kind.OVER)));
      for (Drift.Flapping one : seen.flapping()) {
        if (one.state() != Drift.Flapping.State.GOES_ON) {
          boolean began = one.state() == Drift.Flapping.State.BEGAN;
          news.add(new News(one.change(), began ? News.Kind.FLAPPING : News.Kind.SETTLED));
        }
      }
    }
    return news;
  }

  /** The verdict in a sentence. */
  String sentence() {
    return Printable.line(Summary.sentence(run), TEXT);
  }

  /** What changed, if anything did, and the verdict. */
  String headline() {
    return news().isEmpty() ? sentence() : sum(drift.orElseThrow()) + ": " + sentence();
  }

  /** What ran, where and when, and the counts. */
  String facts() {
    return Printable.line(
        run.origin().title()
            + ", from "
            + run.origin().vantage().word()
            + ", on "
            + run.origin().host()
            + ", "
            + Times.readable(run.startedAt())
            + ". "
            + Summary.counts(run),
        TEXT);
  }

  /** The rules that fail, by who must act and by cause. */
  List<FailureGroup> failing() {
    return FailureGroup.of(run.with(Status.FAIL));
  }

  /** The rules that could not be decided, likewise. */
  List<FailureGroup> undecided() {
    return FailureGroup.of(run.with(Status.INCONCLUSIVE));
  }

  /** What changed, what fails, what could not be decided. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    List<News> news = news();
    if (drift.isPresent() && !news.isEmpty()) {
      parts.add(
          new Part(
              "Changed: " + sum(drift.get()),
              news.size(),
              at -> new Line(news.get(at).change().rule(), "", news.get(at).text())));
    }
    parts.addAll(parts("To act", run.with(Status.FAIL)));
    parts.addAll(parts("Not decided", run.with(Status.INCONCLUSIVE)));
    return parts;
  }

  private static String sum(Drift drift) {
    return DriftReport.sum(
        drift.standing().stream().filter(Drift.Standing::fresh).toList(),
        drift.ended(),
        drift.flapping().stream()
            .filter(one -> one.state() != Drift.Flapping.State.GOES_ON)
            .toList());
  }

  /** A part for each owner; the cause is in its heading, or in each line if there are several. */
  private static List<Part> parts(String before, List<RuleResult> results) {
    List<Part> parts = new ArrayList<>();
    FailureGroup.byOwner(results)
        .forEach(
            (title, groups) -> {
              boolean one = groups.size() == 1;
              String cause = one ? groups.get(0).cause() : "";
              List<RuleResult> rules =
                  groups.stream().flatMap(group -> group.rules().stream()).toList();
              parts.add(
                  new Part(
                      before
                          + ": "
                          + title
                          + ", "
                          + Counted.of(rules.size(), "rule")
                          + (cause.isEmpty() ? "" : ", " + cause),
                      rules.size(),
                      at -> line(rules.get(at), !one)));
            });
    return parts;
  }

  private static Line line(RuleResult result, boolean withCause) {
    Optional<String> cause = result.verdict().cause().map(Fault::cause).filter(any -> withCause);
    return new Line(
        result.rule().id(),
        where(result),
        brief(cause.map(word -> word + ": ").orElse("") + what(result)));
  }

  /** The way of a rule that fails. */
  static String where(RuleResult result) {
    return brief(FailedWay.of(result).toString());
  }

  /** What was seen of a rule. */
  static String what(RuleResult result) {
    return brief(result.verdict().cause().map(Fault::evidence).orElse(result.verdict().summary()));
  }

  static String brief(String text) {
    return Printable.line(text, TEXT);
  }
}
