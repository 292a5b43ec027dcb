package dev.rollcall.report.page.view;

import dev.rollcall.model.Past;
import dev.rollcall.model.Status;
import dev.rollcall.text.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A rule over the last runs: a strip of its statuses, and the times of its answers.
 *
 * @param runs how many of them had the rule
 * @param points a place for each, from left to right; none if there are too few to draw
 * @param low where the band of most answers begins (its tenth percentile), from the top
 * @param high where it ends (its ninetieth)
 * @param median where the median stands
 * @param usual the same in words; empty if nothing answered
 * @param probed whether any of the runs probed it
 * @param time the median; empty if too few runs were answered
 */
public record CourseView(
    int runs,
    List<Point> points,
    int low,
    int high,
    int median,
    String usual,
    boolean probed,
    Optional<Duration> time) {
  /** Fewer runs are no course. */
  static final int LEAST = 3;

  private static final int WIDTH = 1000;

  /** The height of the times' part. */
  private static final int HEIGHT = 100;

  public CourseView {
    points = List.copyOf(points);
  }

  /**
   * A run.
   *
   * @param x where its place begins
   * @param width of its place
   * @param answered whether it has a time; else it is drawn as a cross
   * @param y where its time stands, from the top
   */
  public record Point(
      String at, StatusView status, int x, int width, boolean answered, int y, String answer) {
    /** The middle of its place. */
    public int middle() {
      return x + width / 2;
    }
  }

  static CourseView of(String rule, List<Past.Moment> moments) {
    List<Past.Moment> own = moments.stream().filter(one -> one.rules().containsKey(rule)).toList();
    List<Duration> times = new ArrayList<>();
    for (Past.Moment moment : own) {
      answer(moment, rule).ifPresent(times::add);
    }
    Collections.sort(times);
    boolean drawn = own.size() >= LEAST;
    boolean probed =
        own.isEmpty() || own.stream().anyMatch(one -> status(one, rule) != Status.SKIPPED);
    Duration longest = times.isEmpty() ? Duration.ofMillis(1) : times.get(times.size() - 1);
    List<Point> points = new ArrayList<>();
    for (int i = 0; drawn && i < own.size(); i++) {
      int x = i * WIDTH / own.size();
      Optional<Duration> answer = answer(own.get(i), rule);
      points.add(
          new Point(
              Times.readable(own.get(i).at()),
              StatusView.of(status(own.get(i), rule)),
              x,
              (i + 1) * WIDTH / own.size() - x,
              answer.isPresent(),
              answer.map(time -> y(time, longest)).orElse(HEIGHT),
              answer.map(Times::readable).orElse(unanswered(own.get(i), rule))));
    }
    if (times.isEmpty()) {
      return new CourseView(own.size(), points, 0, 0, 0, "", probed, Optional.empty());
    }
    Duration low = percentile(times, 10);
    Duration high = percentile(times, 90);
    Duration median = percentile(times, 50);
    return new CourseView(
        own.size(),
        points,
        y(low, longest),
        y(high, longest),
        y(median, longest),
        "median "
            + Times.readable(median)
            + ", most "
            + Times.readable(low)
            + " to "
            + Times.readable(high),
        true,
        times.size() >= LEAST ? Optional.of(median) : Optional.empty());
  }

  private static Optional<Duration> answer(Past.Moment moment, String rule) {
    return Optional.ofNullable(moment.rules().get(rule)).flatMap(Past.State::answer);
  }

  /** What warns or is not decided may have had no value in the site file. */
  private static String unanswered(Past.Moment moment, String rule) {
    return switch (status(moment, rule)) {
      case SKIPPED -> "not probed";
      case WARN, INCONCLUSIVE -> "no answer, or not probed";
      case PASS, FAIL -> "no answer";
    };
  }

  private static Status status(Past.Moment moment, String rule) {
    return Optional.ofNullable(moment.rules().get(rule))
        .map(Past.State::status)
        .orElse(Status.SKIPPED);
  }

  /** The nearest rank. */
  private static Duration percentile(List<Duration> sorted, int percent) {
    int rank = (sorted.size() * percent + 99) / 100;
    return sorted.get(Math.max(0, Math.min(sorted.size() - 1, rank - 1)));
  }

  /** Zero stands at the bottom, the longest answer near the top. */
  private static int y(Duration time, Duration longest) {
    double share = (double) Math.max(0, time.toNanos()) / Math.max(1, longest.toNanos());
    return HEIGHT - (int) Math.round(share * (HEIGHT - 10));
  }
}
