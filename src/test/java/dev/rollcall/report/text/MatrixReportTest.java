package dev.rollcall.report.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.report.Golden;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleLogins;
import dev.rollcall.report.SampleRun;
import dev.rollcall.report.Samples;
import dev.rollcall.report.machine.JUnitReport;
import dev.rollcall.report.text.ConsoleStyle.Detail;
import dev.rollcall.sample.RunBuilder;
import dev.rollcall.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixReportTest {
  private static RuleResult result(String id, Status status, String summary) {
    Optional<Fault> cause =
        status == Status.FAIL && id.startsWith("lb.")
            ? Optional.of(new Fault(Phase.CONNECT, FaultKind.DROPPED, "nothing answered"))
            : Optional.empty();
    Verdict verdict =
        status == Status.PASS || status == Status.SKIPPED
            ? Samples.verdict(status, summary, cause, null, "", List.of())
            : Samples.verdict(
                status, summary, cause, Owner.FIREWALL, "Ask about " + id + ".", List.of());
    return Samples.result(
        Samples.rule(id, "Inbound", "appsanywhere.uni.edu", Port.tcp(443), "https", "About " + id),
        new Evidence.Skipped(summary),
        verdict,
        1);
  }

  private static Run run(Vantage vantage, String host, RuleResult... results) {
    Run any = SampleRun.ready();
    return RunBuilder.run(results)
        .from(vantage)
        .on(host)
        .at(any.startedAt())
        .took(any.took())
        .platform(any.origin().platform())
        .catalogue(any.origin().catalogue(), any.origin().title())
        .site(any.origin().site().orElseThrow())
        .build();
  }

  /** A client that reaches SSH, a host outside that does not, and two servers. */
  private static List<Run> campus() {
    return List.of(
        run(
            Vantage.CLIENT,
            "desk",
            result("inbound.ssh-private", Status.FAIL, "SSH can be reached and must not be"),
            result("lb.service", Status.PASS, "status 200"),
            result("lb.redirect", Status.FAIL, "appsanywhere.uni.edu: CONNECT DROPPED")),
        run(
            Vantage.OUTSIDE,
            "laptop",
            result("inbound.ssh-private", Status.PASS, "blocked: CONNECT DROPPED"),
            result("lb.service", Status.PASS, "status 200"),
            result("lb.redirect", Status.FAIL, "appsanywhere.uni.edu: CONNECT DROPPED")),
        run(
            Vantage.APPSANYWHERE,
            "appsanywhere01",
            result("lb.health", Status.WARN, "a stand-in answered"),
            result("cloudpaging", Status.SKIPPED, "not applicable")),
        run(
            Vantage.APPSANYWHERE,
            "appsanywhere02",
            result("lb.health", Status.PASS, "status 200"),
            result("cloudpaging", Status.PASS, "status 200")));
  }

  private static String text(List<Run> runs, int width, Detail detail, boolean all) {
    return new MatrixReport(new ConsoleStyle(width, UTF_8, false, detail)).render(runs, all);
  }

  @Test
  void looksLikeTheGoldenFiles() throws Exception {
    assertAll(
        () -> matches("matrix.txt", text(campus(), 100, Detail.NORMAL, false).getBytes(UTF_8)),
        () -> matches("matrix-all.txt", text(campus(), 60, Detail.NORMAL, true).getBytes(UTF_8)),
        () -> matches("matrix-quiet.txt", text(campus(), 100, Detail.QUIET, false).getBytes(UTF_8)),
        () -> matches("matrix.xml", JUnitReport.render(campus())));
  }

  private static void matches(String golden, byte[] rendered) throws IOException {
    Golden.assertMatches(golden, rendered);
  }

  /** A rule that one run skipped causes no disagreement. */
  @Test
  void disagreementsComeFirst() {
    Matrix matrix = Matrix.of(campus());
    assertEquals(
        List.of("inbound.ssh-private", "lb.health", "lb.service", "lb.redirect", "cloudpaging"),
        matrix.rows().stream().map(Matrix.Row::id).toList());
    assertEquals(
        List.of(true, true, false, false, false),
        matrix.rows().stream().map(Matrix.Row::disagrees).toList());
    assertEquals(
        List.of("client", "outside", "appsanywhere appsanywhere01", "appsanywhere appsanywhere02"),
        matrix.columns());
  }

  @Test
  void oneHostTwiceIsStillTwoColumns() {
    Run desk = campus().get(0);
    assertEquals(List.of("client desk", "client desk #2"), Matrix.headings(List.of(desk, desk)));
  }

  @Test
  void quietSaysNothingWhereAllIsWell() {
    Run well = run(Vantage.CLIENT, "desk", result("lb.service", Status.PASS, "status 200"));
    assertEquals("", text(List.of(well, well), 80, Detail.QUIET, false));
    assertFalse(text(campus(), 100, Detail.QUIET, false).contains("lb.service"));
  }

  @Test
  void saysThePathAndTheRightWhereARuleDoesNotPass() {
    Run logins = SampleRun.run(SampleLogins.all(), false);
    Run passing = run(Vantage.CLIENT, "desk", result("login.denied", Status.PASS, "answers"));
    String shown = text(List.of(logins, passing), 250, Detail.NORMAL, true);
    for (RuleResult result : logins.results()) {
      var sides = result.verdict().sides().orElseThrow();
      Status status = result.verdict().status();
      boolean silent = status == Status.PASS || status == Status.SKIPPED;
      assertEquals(!silent, shown.contains("right     " + Printable.line(sides.right())), shown);
    }
    assertTrue(shown.contains("path      proven (version 16.0.4165)"), shown);
  }

  @Test
  void rulesThatAgreeAreAllRules() {
    Run one = run(Vantage.APPSANYWHERE, "a", result("lb.open", Status.PASS, "answers"));
    Run two = run(Vantage.CLIENT, "b", result("lb.open", Status.PASS, "answers"));
    String shown = new MatrixReport(ConsoleStyle.PLAIN).render(List.of(one, two), false);
    assertTrue(shown.contains("\nAll rules\n"), shown);
    assertFalse(shown.contains("other rules"), shown);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 40, 57, 80, 132, 250})
  void keepsToTheWidth(int width) {
    text(campus(), width, Detail.NORMAL, true)
        .lines()
        .forEach(line -> assertTrue(line.length() <= Math.max(40, width), line));
  }

  static String[] hostileTexts() {
    return ReportContract.hostileTexts();
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void hostileTextStaysWithinALine(String hostile) {
    List<Run> runs = List.of(HostileRun.of(hostile), SampleRun.everything());
    String shown =
        new MatrixReport(new ConsoleStyle(80, StandardCharsets.US_ASCII, false, Detail.VERBOSE))
            .render(runs, true);
    assertTrue(shown.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)), shown);
    assertTrue(JUnitReport.render(runs).length > 0);
  }
}
