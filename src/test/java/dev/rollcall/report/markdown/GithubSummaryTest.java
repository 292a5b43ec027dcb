package dev.rollcall.report.markdown;

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
import dev.rollcall.model.rule.Owner;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleRun;
import dev.rollcall.sample.RuleBuilder;
import dev.rollcall.sample.RunBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The summary of a job of GitHub Actions. */
class GithubSummaryTest extends ReportContract {
  @Override
  public byte[] render(Run run) {
    return GithubSummary.render(run);
  }

  private static String text(Run... runs) {
    return new String(GithubSummary.render(List.of(runs)), StandardCharsets.UTF_8);
  }

  @Test
  void saysWhoMustActAndFoldsTheRest() {
    String text = text(SampleRun.everything());
    assertTrue(text.startsWith("## NOT READY: "), text);
    assertTrue(text.contains("\n### To act: firewall team, "), text);
    assertTrue(text.contains("<details><summary>Passed: "), text);
    assertTrue(text(SampleRun.ready()).startsWith("## READY"), text(SampleRun.ready()));
    assertEquals(text.split("<details>", -1).length, text.split("</details>", -1).length, "closed");
  }

  /** A table's rows have as many cells as its head. */
  @Test
  void whatAServerSaysBreaksNoTable() {
    String text = text(HostileRun.of("a | b ` c </details> <script> \n| x |"));
    long bars = 0;
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("|---")) {
        bars = bars(line);
      } else if (line.startsWith("| `")) {
        assertEquals(bars, bars(line), line);
      }
    }
    assertTrue(bars > 0);
    assertEquals(
        text.lines().filter(line -> line.startsWith("<details>")).count(),
        text.lines().filter(line -> line.equals("</details>")).count());
  }

  private static long bars(String line) {
    return line.chars().filter(c -> c == '|').count();
  }

  private static RuleResult result(Status status, Evidence evidence) {
    return new RuleResult(
        RuleBuilder.rule("my." + status).build(),
        evidence,
        new Verdict(status, "why", Optional.empty(), Optional.empty(), "what to do", List.of()),
        Duration.ZERO);
  }

  private static final Evidence PROBED = new Evidence.Probed(List.of(), List.of(), false);

  /** Without a fault too: the run ended before it, or nothing could be told. */
  @Test
  void anUndecidedRuleIsNotOneThatLacksValues() {
    Run run =
        RunBuilder.run(
                result(Status.INCONCLUSIVE, PROBED),
                result(Status.INCONCLUSIVE, new Evidence.NotConfigured(List.of("sql.host"))))
            .build();
    String shown = text(run);
    assertTrue(shown.contains("### Not decided: person who runs the check, 1 rule\n"), shown);
    assertTrue(shown.contains("what to do"), shown);
    assertTrue(shown.contains("<summary>Not configured: 1 rule</summary>"), shown);
  }

  @Test
  void aRuleThatWasProbedIsNotCalledUnprobed() {
    Run run =
        RunBuilder.run(
                result(Status.SKIPPED, PROBED),
                result(Status.SKIPPED, new Evidence.Skipped("waived")))
            .build();
    String shown = text(run);
    assertTrue(shown.contains("<summary>Not judged: 1 rule</summary>"), shown);
    assertTrue(shown.contains("<summary>Not probed: 1 rule</summary>"), shown);
  }

  /** The exit code is 1 then. */
  @Test
  void aWarningIsNotReadyWhereItCountsAsAFailure() {
    Run run = RunBuilder.run(result(Status.WARN, PROBED)).build();
    assertTrue(text(run).startsWith("## READY, with warnings on 1 rule.\n"), text(run));
    String strict = text(run.strictly());
    assertTrue(
        strict.startsWith("## NOT READY: warnings on 1 rule, which --strict does not allow.\n"),
        strict);
    Run sound = RunBuilder.run(result(Status.PASS, PROBED)).build().strictly();
    assertTrue(text(sound).startsWith("## READY\n"), text(sound));
  }

  @Test
  void saysHowManyAddressesFailAndWhereTheRestOfAnAdviceIs() {
    Fault fault = new Fault(Phase.CONNECT, FaultKind.REFUSED, "a reset came back");
    String advice = "Ask the owner of the server. ".repeat(40).strip();
    Verdict verdict =
        new Verdict(
            Status.FAIL,
            "1 of 2 addresses fail; 192.0.2.1: CONNECT REFUSED: a reset came back",
            Optional.of(fault),
            Optional.of(Owner.SERVER),
            advice,
            List.of());
    RuleResult failed =
        new RuleResult(RuleBuilder.rule("my.rule").build(), PROBED, verdict, Duration.ZERO);
    String shown = text(RunBuilder.run(failed).build());
    assertTrue(shown.contains("1 of 2 addresses fail; a reset came back"), shown);
    assertTrue(shown.contains("the server. The rest is in the other reports."), shown);
    assertFalse(shown.contains("…"), shown);
  }

  @Test
  void staysBelowWhatGithubTakes() {
    Run run = SampleRun.everything();
    Run many = SampleRun.run(Collections.nCopies(5_000, run.results().get(0)), false);
    byte[] report = GithubSummary.render(many);
    assertTrue(report.length < 1 << 20, () -> report.length + " bytes");
    assertTrue(new String(report, StandardCharsets.UTF_8).contains("The rest is left out"));
    assertFalse(text(run).contains("The rest is left out"));
  }

  @Test
  void severalRunsFollowEachOther() {
    assertEquals(2, text(SampleRun.ready(), SampleRun.ready()).split("## READY", -1).length - 1);
  }

  @Test
  void anOwnerHasOneHeading() {
    String shown = text(SampleRun.everything());
    assertEquals(2, shown.split("\n### To act: firewall team, 3 rules\n", -1).length, shown);
    assertEquals(2, shown.split("\n### To act: firewall team", -1).length, shown);
  }
}
