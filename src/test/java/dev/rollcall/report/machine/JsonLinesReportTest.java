package dev.rollcall.report.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Run;
import dev.rollcall.report.Golden;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleRun;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesReportTest extends ReportContract {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Override
  public byte[] render(Run run) {
    return JsonLinesReport.render(run);
  }

  private static List<JsonNode> lines(Run run) {
    String text = new String(JsonLinesReport.render(run), StandardCharsets.US_ASCII);
    assertTrue(text.endsWith("}\n"), text);
    return text.lines().map(line -> MAPPER.readTree(line)).toList();
  }

  @Test
  void looksLikeTheGoldenFile() throws Exception {
    Golden.assertMatches("run.jsonl", JsonLinesReport.render(SampleRun.everything()));
  }

  /** Each line is flat and says of which run it is. */
  private static void checkLines(Run run) {
    List<JsonNode> lines = lines(run);
    assertEquals(run.results().size() + 1, lines.size());
    List<String> types = lines.stream().map(line -> line.get("type").asString()).toList();
    assertEquals("run", types.get(0));
    assertTrue(types.stream().skip(1).allMatch("rule"::equals), types::toString);
    for (JsonNode line : lines) {
      assertEquals(run.startedAt().toString(), line.get("time").asString());
      assertTrue(line.values().stream().noneMatch(JsonNode::isContainer), line::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void hostileTextStaysInItsLine(String text) {
    checkLines(HostileRun.of(text));
  }

  @Test
  void theRunsLineCountsWhatTheRulesLinesSay() {
    Run run = SampleRun.everything();
    checkLines(run);
    JsonNode whole = lines(run).get(0);
    for (String status : List.of("pass", "warn", "fail", "inconclusive", "skipped")) {
      long rules =
          lines(run).stream()
              .skip(1)
              .filter(line -> line.get("status").asString().equalsIgnoreCase(status))
              .count();
      assertEquals(rules, whole.get(status).asLong(), status);
    }
  }
}
