package dev.rollcall.report.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.report.Golden;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NagiosReportTest extends ReportContract {
  /** {@code 'label'=value[UOM];warn;crit;min;max}, as the guidelines have it. */
  private static final Pattern ITEM =
      Pattern.compile("'((?:[^'=]|'')+)'=(-?[0-9]+(?:\\.[0-9]+)?|U)(s?)((?:;[0-9.]*){0,4})");

  @Override
  public byte[] render(Run run) {
    return NagiosReport.render(run);
  }

  private static List<String> lines(Run run) {
    return new String(NagiosReport.render(run), US_ASCII).lines().toList();
  }

  @Test
  void looksLikeTheGoldenFile() throws Exception {
    Golden.assertMatches("nagios.txt", NagiosReport.render(SampleRun.everything()));
  }

  /** What the rules of a group have in common is said once, and each still has a line. */
  @Test
  void oneCauseIsToldOnce() {
    List<String> hosts = List.of("a.uni.edu", "b.uni.edu", "c.uni.edu");
    List<String> lines = lines(SampleRun.run(SampleRun.dropped(hosts), false));
    assertTrue(
        lines.get(0).startsWith("ROLLCALL CRITICAL - 3 rules CONNECT DROPPED ("), lines.get(0));
    assertTrue(lines.get(1).startsWith("FAIL: 3 rules: CONNECT DROPPED"), lines.get(1));
    assertEquals(1, lines.stream().filter(line -> line.contains("advice: ")).count());
    assertEquals(5, lines.size(), lines::toString);
    for (int i = 0; i < hosts.size(); i++) {
      assertTrue(lines.get(2 + i).contains(hosts.get(i)), lines.get(2 + i));
    }
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void hostileTextIsNoPerfdata(String text) {
    holds(HostileRun.of(text));
    holds(HostileRun.of(text + " | 'failed'=0;;;0 | \u00fc" + text));
  }

  /** The form, whatever the run holds. */
  private static void holds(Run run) {
    byte[] report = NagiosReport.render(run);
    assertTrue(report.length <= NagiosReport.LIMIT, () -> report.length + " bytes");
    for (byte one : report) {
      assertTrue(one == '\n' || (one >= ' ' && one <= '~'), () -> "byte " + one);
    }
    List<String> lines = lines(run);
    assertTrue(lines.get(0).startsWith(NagiosState.of(run).lead()), lines.get(0));
    String[] halves = lines.get(0).split("\\|", -1);
    assertEquals(2, halves.length, lines.get(0));
    assertEquals(run.results().size(), passed(halves[1]), lines.get(0));
    lines.stream().skip(1).forEach(line -> assertTrue(line.indexOf('|') < 0, line));
  }

  /** Reads the perfdata as a grapher does; how many rules it counts. */
  private static int passed(String perfdata) {
    assertTrue(perfdata.length() <= NagiosPerfdata.LIMIT + 1, perfdata);
    Matcher item = ITEM.matcher(perfdata);
    Set<String> counted = new HashSet<>();
    int rules = 0;
    int end = 0;
    while (item.find()) {
      assertEquals(" ", perfdata.substring(end, item.start()), perfdata);
      end = item.end();
      if (item.group(4).matches(";;;0;[0-9]+") && counted.add(item.group(1))) {
        rules += Integer.parseInt(item.group(2));
      }
    }
    assertEquals(perfdata.length(), end, perfdata);
    assertEquals(Set.of("skipped", "pass", "warn", "inconclusive", "fail"), counted);
    return rules;
  }

  @Test
  void everyRunKeepsTheForm() {
    holds(SampleRun.empty());
    holds(SampleRun.ready());
    holds(SampleRun.everything());
  }

  @Test
  void aThousandFailingRulesStayWithinBounds() {
    List<RuleResult> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.addAll(SampleRun.everything().results());
    }
    Run run = SampleRun.run(many, false);
    holds(run);
    List<String> lines = lines(run);
    assertTrue(lines.get(lines.size() - 1).matches("and [0-9]{3,} more lines"), lines::toString);
  }

  @Test
  void worstRulesComeFirst() {
    List<String> words =
        lines(SampleRun.everything()).stream()
            .skip(1)
            .filter(line -> line.matches("[A-Z]+: [a-z-]+\\.[a-z-]+ .*"))
            .map(line -> line.substring(0, line.indexOf(':')))
            .toList();
    assertTrue(words.contains("FAIL") && words.contains("WARN"), words::toString);
    List<String> sorted = new ArrayList<>(words);
    Map<String, Integer> rank = Map.of("FAIL", 0, "INCONCLUSIVE", 1, "WARN", 2);
    sorted.sort((a, b) -> rank.get(a) - rank.get(b));
    assertEquals(sorted, words);
  }

  @Test
  void aCauseIsSaidOnce() {
    List<String> lines = lines(SampleRun.run(SampleRun.dropped(List.of("a.uni.edu")), false));
    assertEquals(2, lines.get(1).split("CONNECT DROPPED", -1).length, lines.get(1));
  }

  @Test
  void noRuleWasProbed() {
    List<RuleResult> skipped =
        SampleRun.ready().results().stream()
            .filter(result -> result.verdict().status() == Status.SKIPPED)
            .toList();
    String first = lines(SampleRun.run(skipped, false)).get(0);
    assertTrue(first.startsWith("ROLLCALL UNKNOWN - no rule was probed; 1 rule: 1 "), first);
  }

  @Test
  void asciiKeepsTheFormOfJson() {
    assertEquals("\\ud83d\\ude00 \\u00fc", NagiosReport.ascii("\ud83d\ude00 \u00fc", 100));
  }

  @Test
  void aRemarkAloneIsSaid() {
    Run run =
        SampleRun.run(
            SampleRun.ready().results(), false, new Run.Remark(Status.WARN, "a | remark"));
    assertEquals(NagiosState.WARNING, NagiosState.of(run));
    assertTrue(lines(run).get(0).contains(" - a \\u007c remark; 3 rules: "), lines(run).get(0));
    assertEquals("WARN: a \\u007c remark", lines(run).get(1));
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void statesAreTheGuidelines(Status status) {
    Run run =
        SampleRun.run(SampleRun.ready().results(), false, new Run.Remark(status, "as it stands"));
    int code =
        switch (status) {
          case SKIPPED, PASS -> 0;
          case WARN -> 1;
          case FAIL -> 2;
          case INCONCLUSIVE -> 3;
        };
    assertEquals(code, NagiosState.of(run).code());
  }

  @Test
  void whatCameToNothingIsUnknown() {
    assertEquals(
        "ROLLCALL UNKNOWN - site.yaml:3:1: no \\u007c here\nsecond \\u001b[2J\n",
        new String(
            NagiosReport.unknown(List.of("", "site.yaml:3:1: no | here", " ", "second \u001b[2J")),
            US_ASCII));
    assertEquals(
        "ROLLCALL UNKNOWN - no cause was reported\n",
        new String(NagiosReport.unknown(List.of()), US_ASCII));
  }
}
