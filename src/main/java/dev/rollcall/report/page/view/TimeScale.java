package dev.rollcall.report.page.view;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Latency;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.text.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The one scale of a page's bars: long enough for nearly every answer of its runs. */
final class TimeScale {
  private static final int WIDTH = 1000;
  private static final long MILLI = 1_000_000;
  private static final String REST = "rest";

  /** A wait that ended without an answer. */
  private static final Set<FaultKind> SILENT = EnumSet.of(FaultKind.DROPPED, FaultKind.TIMED_OUT);

  private final Duration end;

  private TimeScale(Duration end) {
    this.end = end;
  }

  /** Its end is 1, 2 or 5 times a power of ten; one answer that takes far longer is cut. */
  static TimeScale of(List<Run> runs) {
    List<Duration> answers = new ArrayList<>();
    for (Run run : runs) {
      for (RuleResult result : run.results()) {
        if (result.evidence() instanceof Evidence.Probed probed) {
          Latency.median(probed.findings()).ifPresent(answers::add);
        }
      }
    }
    if (answers.isEmpty()) {
      return new TimeScale(Duration.ofMillis(1));
    }
    Collections.sort(answers);
    Duration longest = answers.get(answers.size() - 1);
    Duration usual = answers.get((answers.size() - 1) * 9 / 10);
    boolean stray = longest.dividedBy(4).compareTo(usual) > 0;
    return new TimeScale(round(stray ? usual.multipliedBy(3).dividedBy(2) : longest));
  }

  private static Duration round(Duration least) {
    long millis = 1;
    int[] steps = {2, 5, 10};
    long decade = 1;
    int step = 0;
    while (Duration.ofMillis(millis).compareTo(least) < 0 && millis < Integer.MAX_VALUE) {
      millis = decade * steps[step];
      step++;
      if (step == steps.length) {
        step = 0;
        decade *= 10;
      }
    }
    return Duration.ofMillis(millis);
  }

  /** {@code 0}, the middle and the end. */
  List<String> ticks() {
    return List.of("0", tick(end.dividedBy(2)), tick(end));
  }

  private static String tick(Duration time) {
    return Times.readable(time).replaceFirst("\\.0+(?= )", "").replaceFirst("(\\.\\d)0 ", "$1 ");
  }

  /**
   * The bar of a rule: the medians of its answered attempts, else its first failed attempt.
   *
   * @param usual the time that its answers take, if that is known
   */
  Optional<Bar> bar(RuleResult result, Optional<Duration> usual) {
    if (!(result.evidence() instanceof Evidence.Probed probed)) {
      return Optional.empty();
    }
    Optional<Bar> bar = bar(probed.findings());
    return usual.isPresent() ? bar.map(one -> marked(one, usual.get())) : bar;
  }

  /** A usual time beyond the scale has no mark. */
  private Bar marked(Bar bar, Duration usual) {
    int at = place(usual);
    return new Bar(
        bar.segments(),
        bar.cut(),
        at < WIDTH ? Optional.of(at) : Optional.empty(),
        bar.whole(),
        bar.label() + ", usually " + Times.readable(usual));
  }

  /** The bar of one address. */
  Optional<Bar> bar(Finding finding) {
    return bar(List.of(finding));
  }

  private Optional<Bar> bar(List<Finding> findings) {
    List<Attempt> attempts = findings.stream().flatMap(one -> one.attempts().stream()).toList();
    List<Attempt> answered =
        attempts.stream().filter(one -> !(one.outcome() instanceof Outcome.Failed)).toList();
    if (!answered.isEmpty()) {
      Map<Phase, Duration> phases = medians(answered);
      Duration waited = phases.values().stream().reduce(Duration.ZERO, Duration::plus);
      Duration rest =
          Latency.median(findings).map(whole -> whole.minus(waited)).orElse(Duration.ZERO);
      return Optional.of(draw(phases, Optional.empty(), rest));
    }
    return attempts.stream()
        .findFirst()
        .map(
            one ->
                draw(
                    one.phases(),
                    one.outcome() instanceof Outcome.Failed failed
                            && SILENT.contains(failed.fault().kind())
                        ? Optional.of(failed.fault().phase())
                        : Optional.empty(),
                    Duration.ZERO));
  }

  private static Map<Phase, Duration> medians(List<Attempt> answered) {
    Map<Phase, Duration> medians = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      List<Duration> times =
          answered.stream()
              .map(Attempt::phases)
              .filter(phases -> phases.containsKey(phase))
              .map(phases -> phases.getOrDefault(phase, Duration.ZERO))
              .toList();
      Latency.Spread.of(times).ifPresent(spread -> medians.put(phase, spread.median()));
    }
    return medians;
  }

  /**
   * Draws it.
   *
   * @param rest what of the answer's time was no phase: Rollcall's own work
   */
  private Bar draw(Map<Phase, Duration> phases, Optional<Phase> lost, Duration rest) {
    List<Bar.Segment> segments = new ArrayList<>();
    List<String> words = new ArrayList<>();
    Duration at = Duration.ZERO;
    for (Map.Entry<Phase, Duration> phase : phases.entrySet()) {
      String word = phase.getKey().word();
      boolean silent = lost.filter(phase.getKey()::equals).isPresent();
      at = add(segments, word, silent, at, phase.getValue());
      words.add(word + " " + Times.readable(phase.getValue()) + (silent ? " without answer" : ""));
    }
    if (rest.toMillis() > 0) {
      at = add(segments, REST, false, at, rest);
      words.add("Rollcall's own work " + Times.readable(rest));
    }
    return new Bar(segments, at.compareTo(end) > 0, Optional.empty(), at, String.join(", ", words));
  }

  private Duration add(
      List<Bar.Segment> segments, String word, boolean lost, Duration at, Duration time) {
    int from = place(at);
    Duration end = at.plus(time);
    int width = Math.max(place(end) - from, time.isZero() ? 0 : 2);
    if (width > 0 && from < WIDTH) {
      segments.add(new Bar.Segment(word, lost, from, Math.min(width, WIDTH - from)));
    }
    return end;
  }

  private int place(Duration time) {
    if (time.compareTo(end) >= 0) {
      return WIDTH;
    }
    return (int) (Math.max(0, time.toNanos()) * WIDTH / Math.max(MILLI, end.toNanos()));
  }

  /** The phases of a legend. */
  static List<String> words() {
    return Arrays.stream(Phase.values())
        .filter(phase -> phase != Phase.RESOLVE)
        .map(Phase::word)
        .toList();
  }
}
