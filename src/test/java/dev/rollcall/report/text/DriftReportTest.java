package dev.rollcall.report.text;

import static dev.rollcall.model.Change.Rank.BROKEN;
import static dev.rollcall.model.Change.Rank.CHANGED;
import static dev.rollcall.model.Change.Rank.ROUTINE;
import static dev.rollcall.report.Samples.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Change;
import dev.rollcall.model.Change.Aspect;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Drift.Flapping;
import dev.rollcall.model.Drift.Standing;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.report.Golden;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriftReportTest extends ReportContract {
  private static final Drift.Basis BASIS =
      new Drift.Basis(
          "2026-11-01T060000.000Z-appsanywhere",
          START.minus(Duration.ofDays(21)),
          Optional.of(new Drift.Acceptance("ada as root", START.minus(Duration.ofDays(20)))));

  /** Every rule of the run drifts, in the words that the run has for it. */
  @Override
  public byte[] render(Run run) {
    List<Standing> standing = new ArrayList<>();
    run.results()
        .forEach(
            result ->
                standing.add(
                    fresh(
                        new Change(
                            result.rule().id(),
                            Aspect.FACT,
                            result.verdict().summary(),
                            result.verdict().summary(),
                            result.verdict().advice(),
                            CHANGED))));
    Drift drift = new Drift("2026", BASIS, standing, standing, List.of());
    DriftReport report = new DriftReport(ConsoleStyle.PLAIN);
    return (report.news(drift, run) + report.whole(drift, Optional.of(run))).getBytes(UTF_8);
  }

  private static Standing fresh(Change change) {
    return new Standing(change, START, true);
  }

  private static Standing old(Change change) {
    return new Standing(change, START.minus(Duration.ofHours(3)), false);
  }

  private static Drift everything() {
    Change broken =
        new Change("ad.ldaps", Aspect.VERDICT, "", "PASS", "FAIL: RESOLVE NAME_NOT_FOUND", BROKEN);
    Change address =
        new Change(
            "sql.tds", Aspect.ADDRESSES, "MSSQL.uni.edu", "198.18.1.5", "198.18.1.6", CHANGED);
    Change version =
        new Change("sql.tds", Aspect.FACT, "tds.version", "16.0.4165", "16.0.4175", CHANGED);
    Change renewal =
        new Change(
            "login.proven",
            Aspect.CERTIFICATE,
            "login.uni.edu",
            "ends 2026-12-01",
            "renewed by the same issuer, ends 2027-12-01",
            ROUTINE);
    Change slower = new Change("time.0", Aspect.LATENCY, "path", "2 ms", "203 ms", CHANGED);
    Change back =
        new Change("cloudpaging", Aspect.VERDICT, "", "PASS", "FAIL: TLS EXPIRED", BROKEN);
    Change flaps =
        new Change("registration", Aspect.VERDICT, "", "PASS", "FAIL: CONNECT DROPPED", BROKEN);
    return new Drift(
        "2026-11-22T182005.000Z-appsanywhere",
        BASIS,
        List.of(fresh(broken), fresh(address), old(version), old(slower), fresh(renewal)),
        List.of(new Standing(back, START.minus(Duration.ofMinutes(10)), true)),
        List.of(
            new Flapping(
                flaps,
                List.of(Status.PASS, Status.FAIL, Status.PASS, Status.FAIL),
                Flapping.State.BEGAN)));
  }

  @Test
  void looksLikeTheGoldenFiles() {
    DriftReport report = new DriftReport(ConsoleStyle.PLAIN);
    Run run = SampleRun.everything();
    String news = report.news(everything(), run);
    String whole = report.whole(everything(), Optional.of(run));
    assertAll(
        () -> Golden.assertMatches("drift-news.txt", news.getBytes(UTF_8)),
        () -> Golden.assertMatches("drift.txt", whole.getBytes(UTF_8)));
  }

  @Test
  void saysNothingWhereNothingIsNew() {
    Drift drift = everything();
    Drift still =
        new Drift(
            drift.run(),
            BASIS,
            List.of(drift.standing().get(2)),
            List.of(),
            List.of(
                new Flapping(drift.standing().get(0).change(), List.of(), Flapping.State.GOES_ON)));
    assertEquals("", new DriftReport(ConsoleStyle.PLAIN).news(still, SampleRun.everything()));
  }

  /** A rule that fails and is not in the baseline does not fail "still". */
  @Test
  void onlyARuleOfTheBaselineFailsStill() {
    Run run = SampleRun.run(SampleRun.dropped(List.of("a.uni.edu", "b.uni.edu")), false);
    Change added = new Change("dropped.1", Aspect.CATALOGUE, "", "no such rule", "new", BROKEN);
    Drift drift = new Drift("2026", BASIS, List.of(fresh(added)), List.of(), List.of());
    String text = new DriftReport(ConsoleStyle.PLAIN).whole(drift, Optional.of(run));
    assertTrue(text.contains("still failing, as in the baseline: dropped.2\n"), text);
  }

  @Test
  void namedRunsHaveNoBaseline() {
    DriftReport report = new DriftReport(ConsoleStyle.PLAIN, "'my runs'");
    Drift none = new Drift("2026", BASIS, List.of(), List.of(), List.of());
    String equal = report.between(none, Optional.empty());
    assertTrue(equal.contains("Drift: nothing differs\n"), equal);
    assertFalse(equal.contains("baseline"), equal);
    assertFalse(report.whole(none, Optional.empty()).contains("accept it"));
    String whole = report.whole(everything(), Optional.empty()).replaceAll("\\s+", " ");
    assertTrue(whole.contains("rollcall.jar drift accept --history 'my runs'"), whole);
    String differs = report.between(everything(), Optional.of(SampleRun.everything()));
    assertFalse(differs.contains("drift accept"), differs);
  }

  @Test
  void anOlderChangeIsNotSeenForTheFirstTime() {
    Change change = everything().standing().get(0).change();
    Standing untold = new Standing(change, START.minus(Duration.ofHours(3)), true);
    Drift drift = new Drift("2026", BASIS, List.of(untold), List.of(), List.of());
    String text = new DriftReport(ConsoleStyle.PLAIN).news(drift, SampleRun.everything());
    assertTrue(text.contains("since 2026-11-22 15:20:05 UTC\n"), text);
  }

  @Test
  void theRunItselfHasNoLine() {
    Change change = new Change("(run)", Aspect.VERDICT, "", "PASS", "WARN: a waiver", CHANGED);
    Drift drift = new Drift("2026", BASIS, List.of(fresh(change)), List.of(), List.of());
    String text = new DriftReport(ConsoleStyle.PLAIN).news(drift, SampleRun.everything());
    assertTrue(text.contains("Read the notes at the end of the report of this run."), text);
  }

  /** It failed in the baseline, and is better now, but it does not pass. */
  @Test
  void anImprovementThatStillWarnsHasNoSignOfAPass() {
    Change better =
        new Change("sql.tds", Aspect.VERDICT, "", "FAIL: TLS EXPIRED", "WARN: clock", ROUTINE);
    Drift drift = new Drift("2026", BASIS, List.of(fresh(better)), List.of(), List.of());
    String text = new DriftReport(ConsoleStyle.PLAIN).whole(drift, Optional.empty());
    assertTrue(text.contains("\n! sql.tds\n"), text);
  }

  @Test
  void fitsAMailWhateverHappened() {
    List<Standing> many = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      many.add(fresh(new Change("rule." + i, Aspect.FACT, "f", "x".repeat(9000), "y", BROKEN)));
    }
    Drift drift = new Drift("2026", BASIS, many, List.of(), List.of());
    String text = new DriftReport(ConsoleStyle.PLAIN).news(drift, SampleRun.everything());
    assertTrue(text.length() < 20_000, "characters: " + text.length());
    assertTrue(text.contains("and 380 more rules"), text);
  }
}
