package dev.rollcall.report.machine;

import static dev.rollcall.report.Samples.probed;
import static dev.rollcall.report.Samples.result;
import static dev.rollcall.report.Samples.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.path.Port;
import dev.rollcall.report.Golden;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleRun;
import dev.rollcall.report.Samples;
import dev.rollcall.sample.RuleBuilder;
import dev.rollcall.sample.RunBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PrometheusReportTest extends ReportContract {
  private static final String VALUE = "\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(rollcall_[a-z_]+)\\{([a-z]+=" + VALUE + "(?:,[a-z]+=" + VALUE + ")*)\\} -?[0-9.E]+");

  @Override
  public byte[] render(Run run) {
    return PrometheusReport.render(run);
  }

  private static List<String> lines(Run run) {
    return new String(PrometheusReport.render(run), StandardCharsets.UTF_8).lines().toList();
  }

  private static List<String> samples(Run run, String name) {
    return lines(run).stream().filter(line -> line.startsWith(name + "{")).toList();
  }

  /** The host is known, and another value is not. */
  @Test
  void aRuleThatLacksAnotherValueHasItsDestination() {
    RuleResult health =
        new RuleResult(
            RuleBuilder.rule("lb.health").to("web.uni.edu", Port.tcp(443), "https").build(),
            new Evidence.NotConfigured(List.of("service.health")),
            new Verdict(
                Status.INCONCLUSIVE, "why", Optional.empty(), Optional.empty(), "", List.of()),
            Duration.ZERO);
    String info = samples(RunBuilder.run(health).build(), "rollcall_rule_info").get(0);
    assertTrue(info.contains("destination=\"web.uni.edu\""), info);
  }

  @Test
  void looksLikeTheGoldenFile() throws Exception {
    Golden.assertMatches("metrics.prom", PrometheusReport.render(SampleRun.everything()));
  }

  /** The text format 0.0.4 as the textfile collector takes it, and so that files do not clash. */
  private static void checkFormat(Run run) {
    Set<String> series = new HashSet<>();
    Set<String> helped = new HashSet<>();
    for (String line : lines(run)) {
      if (line.startsWith("# HELP ")) {
        assertTrue(helped.add(line.split(" ", -1)[2]), line);
      } else if (!line.startsWith("# TYPE ")) {
        Matcher sample = SAMPLE.matcher(line);
        assertTrue(sample.matches(), line);
        assertTrue(helped.contains(sample.group(1)), line);
        assertTrue(series.add(line.substring(0, line.lastIndexOf(' '))), line);
        assertTrue(
            sample.group(2).contains("vantage=\"" + run.origin().vantage().word() + "\""), line);
        assertTrue(sample.group(2).contains("catalogue=\""), line);
        assertTrue(line.length() < 2000, line);
      }
    }
  }

  @Test
  void keepsToTheFormat() {
    checkFormat(SampleRun.everything());
    checkFormat(SampleRun.empty());
    checkFormat(SampleRun.run(List.of(SampleRun.tds(), SampleRun.tds(), SampleRun.tds()), false));
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void hostileTextLeavesTheStructureAlone(String hostile) {
    Run run = HostileRun.of(hostile);
    checkFormat(run);
    assertEquals(lines(HostileRun.of("plain")).size(), lines(run).size());
  }

  /** Every run with another text would make new series. */
  @Test
  void nothingThatAServerSaidIsALabel() {
    String report =
        new String(PrometheusReport.render(SampleRun.everything()), StandardCharsets.UTF_8);
    for (String evidence : List.of("16.0.4165", "OpenSSH", "Campus CA", "no answer")) {
      assertFalse(report.contains(evidence), evidence);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatIsDecidedSucceedsOrFails(Status status) {
    Run run =
        SampleRun.run(
            List.of(
                result(
                    rule("a.b", "Group", "a.uni.edu", Port.tcp(1), "tcp", ""),
                    probed(),
                    Samples.verdict(status, "so", Optional.empty(), null, "", List.of()),
                    1)),
            false);
    String labels = "{catalogue=\"appsanywhere\",rule=\"a.b\",vantage=\"appsanywhere\"} ";
    assertEquals(
        switch (status) {
          case PASS, WARN -> List.of("rollcall_rule_success" + labels + "1.0");
          case FAIL -> List.of("rollcall_rule_success" + labels + "0.0");
          case SKIPPED, INCONCLUSIVE -> List.of();
        },
        samples(run, "rollcall_rule_success"));
    int code =
        switch (status) {
          case SKIPPED -> 0;
          case PASS -> 1;
          case WARN -> 2;
          case INCONCLUSIVE -> 3;
          case FAIL -> 4;
        };
    assertEquals(
        List.of("rollcall_rule_status" + labels + code + ".0"),
        samples(run, "rollcall_rule_status"));
  }

  @Test
  void aRuleThatWasNotProbedHasNoMeasures() {
    RuleResult skipped = SampleRun.cloudpaging();
    Run run = SampleRun.run(List.of(skipped), false);
    assertEquals(1, samples(run, "rollcall_rule_status").size());
    assertEquals(1, samples(run, "rollcall_rule_info").size());
    assertEquals(
        List.of(),
        lines(run).stream()
            .filter(line -> line.matches("rollcall_rule_[a-z_]*(seconds|addresses)\\{.*"))
            .toList());
  }

  @Test
  void tellsWhenTheRunWas() {
    String labels = "{catalogue=\"appsanywhere\",vantage=\"appsanywhere\"} ";
    List<String> lines = lines(SampleRun.everything());
    for (String line :
        List.of(
            "rollcall_run_start_timestamp_seconds" + labels + "1.7953716051234567E9",
            "rollcall_run_duration_seconds" + labels + "6.12",
            "rollcall_run_interrupted" + labels + "1.0",
            "rollcall_run_rehearsal" + labels + "0.0",
            "rollcall_run_status" + labels + "4.0")) {
      assertTrue(lines.contains(line), line);
    }
    Run rehearsal = SampleRun.run(List.of(), false, Run.REHEARSAL);
    assertTrue(lines(rehearsal).contains("rollcall_run_rehearsal" + labels + "1.0"));
  }
}
