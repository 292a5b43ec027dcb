package dev.rollcall.report.page.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.report.Samples;
import dev.rollcall.sample.RunBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeScaleTest {
  private static RuleResult answered(long millis) {
    return Samples.result(
        Samples.rule("a." + millis, "Group", "a", Port.tcp(1), "tcp", "usage"),
        Samples.probed(
            Samples.finding(
                "a", "198.18.1.1", Port.tcp(1), "tcp", Samples.answered(millis, "f", "v"))),
        Samples.pass("ok"),
        millis);
  }

  private static RuleResult silent(long millis) {
    Fault dropped = new Fault(Phase.CONNECT, FaultKind.DROPPED, "no answer");
    return Samples.result(
        Samples.rule("d", "Group", "d", Port.tcp(1), "tcp", "usage"),
        Samples.probed(
            Samples.finding(
                "d", "198.18.1.2", Port.tcp(1), "tcp", Samples.failed(millis, dropped))),
        Samples.pass("ok"),
        millis);
  }

  private static Run run(long... millis) {
    List<RuleResult> results = new ArrayList<>();
    for (long each : millis) {
      results.add(answered(each));
    }
    return RunBuilder.run(results).build();
  }

  @ParameterizedTest
  @CsvSource({"1, 1 ms", "2, 2 ms", "3, 5 ms", "7, 10 ms", "11, 20 ms", "480, 500 ms", "900, 1 s"})
  void endsAtARoundTime(long longest, String end) {
    assertEquals(end, TimeScale.of(List.of(run(longest))).ticks().get(2));
  }

  @Test
  void hasAnEndWhereNothingAnswered() {
    assertEquals(
        List.of("0", "0.5 ms", "1 ms"),
        TimeScale.of(List.of(RunBuilder.run(silent(5000)).build())).ticks());
  }

  @Test
  void oneSlowAnswerDoesNotHideTheOthers() {
    long[] millis = new long[30];
    java.util.Arrays.fill(millis, 10);
    millis[7] = 3000;
    TimeScale scale = TimeScale.of(List.of(run(millis)));
    assertEquals("20 ms", scale.ticks().get(2));
    assertTrue(scale.bar(answered(3000), Optional.empty()).orElseThrow().cut());
    assertFalse(scale.bar(answered(10), Optional.empty()).orElseThrow().cut());
  }

  @Test
  void aBarIsAsLongAsItsTimes() {
    TimeScale scale = TimeScale.of(List.of(run(100)));
    Bar bar = scale.bar(answered(50), Optional.empty()).orElseThrow();
    Bar.Segment last = bar.segments().get(bar.segments().size() - 1);
    assertTrue(last.x() + last.width() <= 500, bar::toString);
    assertFalse(bar.cut());
  }

  @Test
  void aWaitWithoutAnAnswerIsMarked() {
    TimeScale scale = TimeScale.of(List.of(run(100)));
    Bar bar = scale.bar(silent(5000), Optional.empty()).orElseThrow();
    assertTrue(bar.cut());
    assertTrue(bar.segments().get(0).lost(), bar::toString);
    assertTrue(bar.label().endsWith(" without answer"), bar::label);
  }

  @Test
  void aMarkStandsAtTheUsualTime() {
    TimeScale scale = TimeScale.of(List.of(run(100)));
    Bar bar = scale.bar(answered(50), Optional.of(Duration.ofMillis(25))).orElseThrow();
    assertEquals(Optional.of(250), bar.usual());
    assertTrue(bar.label().endsWith(", usually 25 ms"), bar.label());
    Bar beyond = scale.bar(answered(50), Optional.of(Duration.ofSeconds(2))).orElseThrow();
    assertEquals(Optional.empty(), beyond.usual());
    assertTrue(beyond.label().endsWith(", usually 2.00 s"), beyond.label());
  }
}
