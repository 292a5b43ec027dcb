package dev.rollcall.campus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;

/** A JUnit file as the reader of Maven's own reports understands it. */
public final class JUnitFile {
  private JUnitFile() {}

  /** Every rule of the run is a test case, and fails, errs or is skipped as the rule did. */
  public static void assertMatches(Run run, Path file) throws Exception {
    Map<String, String> expected = new TreeMap<>();
    for (RuleResult result : run.results()) {
      expected.put(result.rule().id(), word(result.verdict().status()));
    }
    Map<String, ReportTestCase> cases;
    try (var reader = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
      cases =
          new TestSuiteXmlParser(new NullConsoleLogger())
              .parse(reader).stream()
                  .flatMap(suite -> suite.getTestCases().stream())
                  .collect(
                      Collectors.toMap(
                          read -> read.getName().replaceFirst(" .*", ""), Function.identity()));
    }
    Map<String, String> actual = new TreeMap<>();
    cases.forEach((id, read) -> actual.put(id, word(read)));
    assertEquals(expected, actual);
    for (RuleResult result : run.results()) {
      if (result.verdict().status() == Status.FAIL) {
        String detail = cases.get(result.rule().id()).getFailureDetail();
        String cause = "cause: " + result.verdict().cause().orElseThrow().cause();
        assertTrue(detail.contains(cause), detail);
        assertTrue(detail.contains("owner: "), detail);
        assertTrue(detail.contains("advice: "), detail);
      }
    }
  }

  private static String word(Status status) {
    return switch (status) {
      case SKIPPED -> "skipped";
      case PASS, WARN -> "passed";
      case INCONCLUSIVE -> "error";
      case FAIL -> "failure";
    };
  }

  private static String word(ReportTestCase read) {
    return read.hasFailure()
        ? "failure"
        : read.hasError() ? "error" : read.hasSkipped() ? "skipped" : "passed";
  }
}
