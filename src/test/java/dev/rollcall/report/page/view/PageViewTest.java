package dev.rollcall.report.page.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.report.SampleRun;
import dev.rollcall.sample.RunBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageViewTest {
  private static final Run RUN = SampleRun.everything();

  private final PageView page = PageView.of(List.of(RUN), Optional.empty());

  @Test
  void everyFailureIsInOneTeamsPart() {
    RunView run = page.runs().get(0);
    assertEquals(RUN.count(Status.FAIL), run.teams().stream().mapToInt(TeamView::failed).sum());
    for (TeamView team : run.teams()) {
      assertEquals(
          team.failed() + team.undecided(),
          team.groups().stream().mapToInt(group -> group.rules().size()).sum());
    }
  }

  @Test
  void aTeamWithAChangeRequestLeadsToIt() {
    for (TeamView team : page.runs().get(0).teams()) {
      team.request()
          .ifPresent(
              anchor ->
                  assertTrue(
                      page.requests().stream().anyMatch(one -> one.anchor().equals(anchor))));
    }
    assertTrue(
        page.requests().stream().anyMatch(one -> one.anchor().equals("request-firewall")),
        page.requests()::toString);
  }

  @Test
  void certificatesStandOnceAndInOrder() {
    List<CertificateView> all = PageView.of(List.of(RUN, RUN), Optional.empty()).certificates();
    assertEquals(page.certificates().size(), all.size());
    List<String> days = all.stream().map(CertificateView::expires).toList();
    assertEquals(days.stream().sorted().toList(), days);
  }

  /** A certificate that lives shortly is a warning only in its last quarter. */
  @Test
  void theNoticeIsAQuarterAtMost() {
    assertEquals(Duration.ofDays(21), lasting(90).notice());
    assertEquals(Duration.ofHours(180), lasting(30).notice());
    assertEquals(21, CertificateView.NOTICE_DAYS);
  }

  private static Observation.Certificate lasting(int days) {
    Instant from = Instant.parse("2026-11-01T00:00:00Z");
    return new Observation.Certificate(
        "CN=a", "CN=b", List.of(), from, from.plus(Duration.ofDays(days)), "00", "EC 256");
  }

  @Test
  void daysStayOnTheLine() {
    assertEquals(0, CertificateView.place(-10_000));
    assertEquals(1000, CertificateView.place(10_000));
    assertTrue(CertificateView.place(21) > CertificateView.place(0));
  }

  @Test
  void anchorsTellRunsApart() {
    Run client = RunBuilder.run(List.of(SampleRun.tds())).from(Vantage.CLIENT).build();
    PageView both = PageView.of(List.of(RUN, client), Optional.empty());
    MatrixView matrix = both.matrix().orElseThrow();
    MatrixView.Row row =
        matrix.rows().stream().filter(one -> one.id().equals("sql.tds")).findFirst().orElseThrow();
    assertEquals("run1-rule-sql.tds", row.cells().get(0).orElseThrow().rule().anchor());
    assertEquals("run2-rule-sql.tds", row.cells().get(1).orElseThrow().rule().anchor());
  }

  @Test
  void anIdThatIsNoAnchorBecomesOne() {
    Anchors anchors = Anchors.of(0, 1);
    assertEquals("rule-sql.tds", anchors.rule("sql.tds"));
    assertTrue(anchors.rule("a b\"<").matches("rule-a_b__-[0-9a-f]+"), anchors.rule("a b\"<"));
    assertTrue(anchors.rule("x".repeat(5000)).length() < 100);
  }
}
