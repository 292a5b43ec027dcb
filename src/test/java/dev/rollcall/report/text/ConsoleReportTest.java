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
import dev.rollcall.model.rule.Owner;
import dev.rollcall.report.Golden;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleLogins;
import dev.rollcall.report.SampleRun;
import dev.rollcall.report.text.ConsoleStyle.Detail;
import dev.rollcall.sample.RuleBuilder;
import dev.rollcall.sample.RunBuilder;
import dev.rollcall.text.Printable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleReportTest extends ReportContract {
  @Override
  public byte[] render(Run run) {
    // Verbose shows everything that there is, so everything is held to the contract.
    return text(run, 80, UTF_8, Detail.VERBOSE).getBytes(UTF_8);
  }

  private static String text(Run run, int width, Charset charset, Detail detail) {
    return new ConsoleReport(new ConsoleStyle(width, charset, false, detail)).render(run);
  }

  @Test
  void looksLikeTheGoldenFiles() {
    Run run = SampleRun.everything();
    assertAll(
        () -> matches("console.txt", text(run, 80, UTF_8, Detail.NORMAL)),
        () -> matches("console-120.txt", text(run, 120, UTF_8, Detail.NORMAL)),
        () -> matches("console-200.txt", text(run, 200, UTF_8, Detail.NORMAL)),
        () -> matches("verbose.txt", text(run, 120, UTF_8, Detail.VERBOSE)),
        () -> matches("quiet.txt", text(run, 80, UTF_8, Detail.QUIET)),
        () -> matches("ready.txt", text(SampleRun.ready(), 80, UTF_8, Detail.NORMAL)));
  }

  private static void matches(String golden, String shown) throws IOException {
    Golden.assertMatches(golden, shown.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 40, 57, 80, 132, 250})
  void keepsToTheWidth(int width) {
    for (Detail detail : Detail.values()) {
      text(SampleRun.everything(), width, UTF_8, detail)
          .lines()
          // A word that is wider than its column stands whole, so that it can be copied.
          .filter(line -> line.replaceFirst(".* {2,}|^. (?=\\S+$)", "").contains(" "))
          .forEach(line -> assertTrue(line.length() <= Math.max(40, width), line));
    }
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void hostileTextStaysInTheCharset(String hostile) {
    String shown = text(HostileRun.of(hostile), 80, StandardCharsets.US_ASCII, Detail.VERBOSE);
    assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(shown), shown);
  }

  @Test
  void neverBreaksAHostName() {
    String host = "b12228822d08f4925072-e23aef5ecad0f6168507017a4f5869f1.ssl.cf3.rackcdn.com";
    Run run = SampleRun.run(SampleRun.dropped(List.of(host)), false);
    assertTrue(text(run, 40, UTF_8, Detail.NORMAL).contains("(" + host + ")"));
  }

  @Test
  void verboseSaysEveryClock() {
    String shown = text(SampleRun.times(), 250, UTF_8, Detail.VERBOSE);
    assertTrue(shown.contains("smb clock: +30828-09-14 02:48:05 UTC, offset "), shown);
    assertTrue(shown.contains("smb clock: +1000000000-12-31T23:59:59.999999999Z, offset"), shown);
    assertTrue(shown.contains("offset -999999999998.00 s"), shown);
  }

  @Test
  void theHintNamesTheFileOfAnotherCatalogue() {
    List<RuleResult> results = SampleRun.everything().with(Status.FAIL);
    String own =
        text(RunBuilder.run(results).checks("our checks.yaml").build(), 250, UTF_8, Detail.NORMAL);
    assertTrue(own.contains(" --checks 'our checks.yaml'\" says how"), own);
    String redacted =
        text(
            RunBuilder.run(results).checks("x35j0d28p.x77v2zbpv").build(),
            250,
            UTF_8,
            Detail.NORMAL);
    assertTrue(redacted.contains("Next: --verbose") && !redacted.contains("explain"), redacted);
    String jars = text(RunBuilder.run(results).build(), 250, UTF_8, Detail.NORMAL);
    assertTrue(jars.contains("Next: \"explain ") && !jars.contains("--checks"), jars);
  }

  /** What has no value was not tried, so that it is not "not reachable" either. */
  @Test
  void anAdvisoryRuleWithoutItsValuesIsNotConfigured() {
    RuleResult required =
        SampleRun.everything().results().stream()
            .filter(result -> result.rule().id().equals("sql.browser"))
            .findFirst()
            .orElseThrow();
    RuleResult advisory =
        new RuleResult(
            RuleBuilder.rule("ad.kerberos-tcp").advisory().build(),
            required.evidence(),
            required.verdict().with(Status.WARN, Verdict.ADVISORY + required.verdict().summary()),
            required.wall());
    assertTrue(advisory.failsAsAdvisory());
    String text = text(RunBuilder.run(required, advisory).build(), 80, UTF_8, Detail.NORMAL);
    assertTrue(
        text.contains(
            """
            Not configured: 2 rules, which need these keys of the site file
            ? sql.browser      sql.host, sql.instance
            ! ad.kerberos-tcp  sql.host, sql.instance
            """),
        text);
    assertFalse(text.contains("Not reachable"), text);
  }

  /** Where no team would get anything, no request is offered. */
  @Test
  void theHintOffersARequestOnlyIfATeamIsAsked() {
    List<RuleResult> results = SampleRun.everything().with(Status.FAIL);
    assertTrue(
        text(RunBuilder.run(results).build(), 250, UTF_8, Detail.NORMAL)
            .contains("change-request=FILE"));
    List<RuleResult> servers =
        results.stream()
            .filter(result -> result.verdict().owners().equals(List.of(Owner.SERVER)))
            .toList();
    assertFalse(servers.isEmpty());
    String text = text(RunBuilder.run(servers).build(), 250, UTF_8, Detail.NORMAL);
    assertTrue(text.contains("Next: \"explain ") && !text.contains("change-request"), text);
  }

  @Test
  void quietSaysNothingWhereAllIsWell() {
    assertEquals("", text(SampleRun.ready(), 80, UTF_8, Detail.QUIET));
  }

  @Test
  void quietShowsOnlyWhatIsNotPass() {
    String quiet = text(SampleRun.everything(), 80, UTF_8, Detail.QUIET);
    assertFalse(quiet.contains("sql.tds"), quiet);
    assertFalse(quiet.contains("✓ time.0"), quiet);
    assertFalse(quiet.contains("- cloudpaging"), quiet);
    assertTrue(quiet.contains("✗ files.smb"), quiet);
    assertTrue(quiet.contains("! libraries.github"), quiet);
    assertTrue(quiet.contains("NOT READY"), quiet);
  }

  /** Quietly, each warning has its advice; there is nothing more to see. */
  @Test
  void quietDoesNotPromiseMoreOnWarnings() {
    List<RuleResult> warnings =
        SampleRun.everything().results().stream()
            .filter(result -> result.verdict().status() == Status.WARN)
            .toList();
    Run run = SampleRun.run(warnings, false);
    assertTrue(text(run, 80, UTF_8, Detail.NORMAL).contains("Next: --verbose"));
    assertFalse(text(run, 80, UTF_8, Detail.QUIET).contains("Next:"));
  }

  /** A run in which nothing was probed is not well, even if no rule says so. */
  @Test
  void quietStillSaysThatNothingWasProbed() {
    Run run = SampleRun.run(List.of(SampleRun.cloudpaging()), false);
    assertTrue(text(run, 80, UTF_8, Detail.QUIET).endsWith("INCONCLUSIVE: no rule was probed.\n"));
  }

  @Test
  void theFailingRulesStandLastAndCanBeActedOn() {
    String shown = text(SampleRun.everything(), 200, UTF_8, Detail.NORMAL);
    for (RuleResult result : SampleRun.everything().results()) {
      if (result.verdict().status() == Status.FAIL) {
        String owner = result.verdict().owner().orElseThrow().title();
        String failed = shown.substring(shown.indexOf("\nFailed: " + owner + ", "));
        String rule = failed.substring(failed.indexOf("\n✗ " + result.rule().id() + " ") + 1);
        int next = rule.indexOf("\n✗ ");
        String own = next < 0 ? rule : rule.substring(0, next + 1);
        assertTrue(own.contains("\n    " + result.verdict().advice() + "\n"), own);
      }
    }
    assertTrue(shown.contains("  10.1.2.3 → 198.18.1.20:445/tcp (myfileshare.uni.edu)\n"), shown);
  }

  /** What the rules of a group have in common is said once. */
  @Test
  void oneCauseIsSaidOnce() {
    Run run = SampleRun.run(SampleRun.dropped(Collections.nCopies(30, "host.uni.edu")), false);
    String shown = text(run, 80, UTF_8, Detail.NORMAL);
    assertEquals(2, shown.split("no answer to any of", -1).length, shown);
    assertEquals(
        2, shown.split("Ask the firewall team to allow these connections.", -1).length, shown);
    assertEquals(2, shown.split("seen from another address", -1).length, shown);
    assertTrue(shown.contains("\nFailed: firewall team, 30 rules\n"), shown);
    assertTrue(
        shown
            .replaceAll("\\s+", " ")
            .contains(
                "NOT READY: 30 rules failed. All failed in the same way: CONNECT DROPPED. To act:"
                    + " firewall team 30."),
        shown);
    assertTrue(shown.lines().count() < 50, shown);
  }

  /** The vendor's table and more, on one screen. */
  @Test
  void aPassingRunHasALineForEachRule() {
    List<RuleResult> passing = Collections.nCopies(41, SampleRun.tds());
    for (int width : new int[] {80, 120, 200}) {
      String shown = text(SampleRun.run(passing, false), width, UTF_8, Detail.NORMAL);
      assertTrue(shown.lines().count() <= 50, shown);
      assertEquals(41, shown.lines().filter(line -> line.startsWith("✓ sql.tds ")).count());
      shown.lines().forEach(line -> assertTrue(line.length() <= width, line));
    }
  }

  @Test
  void aRuleThatTheRunLeftBehindSaysHowLongItTook() {
    RuleResult unfinished =
        SampleRun.everything().results().stream()
            .filter(result -> result.rule().id().equals("mail.smtp"))
            .findFirst()
            .orElseThrow();
    RuleResult begun =
        new RuleResult(
            unfinished.rule(),
            unfinished.evidence(),
            unfinished.verdict(),
            Duration.ofMillis(3200));
    String shown = text(SampleRun.run(List.of(begun), true), 200, UTF_8, Detail.NORMAL);
    assertTrue(shown.contains("\n    3.20 s after it began\n"), shown);
    assertEquals(2, shown.split("before this rule", -1).length, shown);
  }

  /** The cause says what was seen; the other lines of a block do not repeat it. */
  @Test
  void whatWasSeenIsSaidOnceInABlock() {
    String shown = text(SampleRun.everything(), 200, UTF_8, Detail.NORMAL);
    for (String seen : List.of("nothing answered three SYNs within 5 s", "does not exist (NX")) {
      assertEquals(2, shown.split(Pattern.quote(seen), -1).length, seen);
    }
  }

  /** For what fails or is undecided always, for all on request. */
  @Test
  void saysThePathAndTheRight() {
    Run run = SampleRun.run(SampleLogins.all(), false);
    String normal = text(run, 250, UTF_8, Detail.NORMAL);
    String verbose = text(run, 250, UTF_8, Detail.VERBOSE);
    for (RuleResult result : run.results()) {
      var sides = result.verdict().sides().orElseThrow();
      String path = Printable.line(sides.path());
      String right = Printable.line(sides.right());
      Status status = result.verdict().status();
      assertTrue(said(verbose, path, right), verbose);
      assertEquals(
          status == Status.FAIL || status == Status.INCONCLUSIVE,
          said(normal, path, right),
          normal);
    }
  }

  private static boolean said(String shown, String path, String right) {
    return (shown.contains("path: " + path) && shown.contains("right: " + right))
        || (shown.contains("path      " + path) && shown.contains("right     " + right));
  }

  @Test
  void colourOnlyWhereAskedFor() {
    String coloured =
        new ConsoleReport(new ConsoleStyle(80, UTF_8, true, Detail.NORMAL))
            .render(SampleRun.everything());
    assertTrue(coloured.contains("\u001b[31m✗\u001b[0m files.smb"), coloured);
    String plain = text(SampleRun.everything(), 80, UTF_8, Detail.NORMAL);
    assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9]+m", ""));
  }

  @Test
  void signsInAsciiWhereTheCharsetLacksThem() {
    String latin = text(SampleRun.everything(), 80, StandardCharsets.ISO_8859_1, Detail.NORMAL);
    assertTrue(latin.contains("+ sql.tds"), latin);
    assertTrue(latin.contains("x files.smb"), latin);
    assertTrue(StandardCharsets.ISO_8859_1.newEncoder().canEncode(latin));
  }

  @Test
  void closesWithTheVerdictInPlainEnglish() {
    assertTrue(text(SampleRun.ready(), 80, UTF_8, Detail.NORMAL).endsWith("\nREADY\n"));
    assertTrue(
        text(SampleRun.empty(), 80, UTF_8, Detail.NORMAL)
            .endsWith("\n0 rules; 6.12 s\nINCONCLUSIVE: no rule was probed.\n"));
    assertTrue(
        text(SampleRun.everything(), 80, UTF_8, Detail.NORMAL)
            .contains(
                "\nNOT READY: 12 rules failed. The run ended early. To act: firewall team 3,"));
  }
}
