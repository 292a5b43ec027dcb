package dev.rollcall.report.page.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Past;
import dev.rollcall.model.Status;
import dev.rollcall.report.SampleRun;
import dev.rollcall.report.Samples;
import dev.rollcall.report.page.HtmlReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class CourseViewTest {
  private static final String RULE = "sql.tds";

  /** Runs a minute apart; a negative time is a run that failed without an answer. */
  private static List<Past.Moment> runs(long... millis) {
    List<Past.Moment> moments = new ArrayList<>();
    for (long each : millis) {
      Optional<Duration> answer =
          each < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(each));
      moments.add(
          new Past.Moment(
              Samples.START.plusSeconds(60L * moments.size()),
              Map.of(RULE, new Past.State(each < 0 ? Status.FAIL : Status.PASS, answer))));
    }
    return moments;
  }

  @Test
  void twoRunsAreTooFew() {
    CourseView course = CourseView.of(RULE, runs(5, 5));
    assertEquals(2, course.runs());
    assertTrue(course.points().isEmpty());
    assertEquals(Optional.empty(), course.time());
  }

  @Test
  void onlyRunsThatHadTheRuleCount() {
    assertEquals(0, CourseView.of("other", runs(5, 5, 5)).runs());
  }

  @Test
  void theUsualAnswerIsABandRoundTheMedian() {
    CourseView course = CourseView.of(RULE, runs(10, 11, 12, 13, 14, 15, 16, 17, 18, 100));
    assertEquals("median 14 ms, most 10 ms to 18 ms", course.usual());
    assertTrue(course.high() < course.median() && course.median() < course.low());
    assertEquals(10, course.points().get(9).y());
  }

  @Test
  void pointsFillTheLine() {
    List<CourseView.Point> points = CourseView.of(RULE, runs(1, 2, 3, 4, 5, 6, 7)).points();
    int at = 0;
    for (CourseView.Point point : points) {
      assertEquals(at, point.x());
      at += point.width();
    }
    assertEquals(1000, at);
  }

  /** A rule that is skipped had no answer to wait for. */
  @Test
  void aRuleThatIsSkippedWasNotProbed() {
    List<Past.Moment> skipped = new ArrayList<>();
    for (Past.Moment moment : runs(5, 5, 5)) {
      skipped.add(
          new Past.Moment(
              moment.at(), Map.of(RULE, new Past.State(Status.SKIPPED, Optional.empty()))));
    }
    assertEquals("not probed", CourseView.of(RULE, skipped).points().get(0).answer());
    String course =
        Jsoup.parse(
                new String(
                    HtmlReport.render(SampleRun.everything(), new Past(Optional.empty(), skipped)),
                    UTF_8))
            .select("details:has(> [id=rule-sql.tds]) .course")
            .text();
    assertEquals("None of the last 3 runs probed this rule.", course);
  }

  /** A rule that is not configured is not probed either. */
  @Test
  void whatIsNotDecidedMayNotHaveBeenProbed() {
    List<Past.Moment> open = new ArrayList<>();
    for (Past.Moment moment : runs(5, 5, 5)) {
      open.add(
          new Past.Moment(
              moment.at(), Map.of(RULE, new Past.State(Status.INCONCLUSIVE, Optional.empty()))));
    }
    assertEquals("no answer, or not probed", CourseView.of(RULE, open).points().get(0).answer());
  }

  @Test
  void aLossIsMarkedByItsShape() {
    CourseView course = CourseView.of(RULE, runs(5, -1, 5, 5));
    assertEquals(Optional.empty(), CourseView.of(RULE, runs(5, -1, 5)).time());
    assertFalse(course.points().get(1).answered());
    assertEquals("no answer", course.points().get(1).answer());
    Document page =
        Jsoup.parse(
            new String(
                HtmlReport.render(
                    SampleRun.everything(), new Past(Optional.empty(), runs(5, -1, 5, 5))),
                UTF_8));
    assertEquals(1, page.select("details:has(> [id=rule-sql.tds]) path.lost-mark").size());
    assertEquals(1, page.select("details:has(> [id=rule-sql.tds]) summary path.usual").size());
    assertTrue(page.select(".legend").text().contains("A line across a bar is the usual time"));
    assertEquals(
        List.of("passed 5.0 ms", "failed no answer", "passed 5.0 ms", "passed 5.0 ms"),
        page.select("details:has(> [id=rule-sql.tds]) .course tbody tr").stream()
            .map(row -> row.select("td:gt(0)").text())
            .toList());
    assertTrue(
        page.select("details:has(> [id=files.smb]), details:has(> [id=rule-files.smb]) .course")
            .text()
            .contains("0 runs, too few to chart"));
  }
}
