package dev.rollcall.document;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rollcall.model.StandInLog;
import dev.rollcall.report.Golden;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleLog;
import dev.rollcall.report.SampleRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StandInDocumentTest {
  private static final Path SCHEMA = Path.of("checks", "schema", "stand-in.schema.json");

  private static StandInLog read(String json) throws IOException {
    return StandInDocument.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "log.json");
  }

  private static String text(StandInLog log) {
    return new String(StandInDocument.write(log), StandardCharsets.UTF_8);
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMA));
  }

  @Test
  void looksLikeTheGoldenFile() throws IOException {
    Golden.assertMatches("stand-in.json", StandInDocument.write(SampleLog.sample()));
  }

  @Test
  void readsBackEqualAndKeepsTheSchema() throws IOException {
    StandInLog log = SampleLog.sample();
    assertEquals(log, read(text(log)));
    assertArrayEquals(StandInDocument.write(log), StandInDocument.write(read(text(log))));
    assertEquals(List.of(), schema().validate(text(log), InputFormat.JSON));
  }

  @Test
  void readsTheVersionBefore() throws IOException {
    String json;
    try (InputStream in = StandInDocumentTest.class.getResourceAsStream("stand-in-1.json")) {
      json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertEquals(SampleLog.older(), read(json));
    assertEquals(5, read(json).total());
    assertEquals(List.of(), schema().validate(json, InputFormat.JSON));
    String broken = json.replace("\"unlogged\"", "\"series\": [], \"unlogged\"");
    assertThrows(IOException.class, () -> read(broken));
    assertTrue(!schema().validate(broken, InputFormat.JSON).isEmpty());
    String later = json.replace("\"version\": 1,", "\"version\": 3,");
    assertEquals(
        "log.json: stand-in's log version 3, this Rollcall reads versions 1 to 2: read it with the"
            + " Rollcall that wrote it, or a newer one",
        assertThrows(IOException.class, () -> read(later)).getMessage());
  }

  static String[] hostileTexts() {
    return ReportContract.hostileTexts();
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void hostileTextReadsBackEqualAndIsAsciiOnly(String hostile) throws IOException {
    StandInLog log = SampleLog.hostile(hostile);
    String json = text(log);
    assertEquals(log, read(json));
    assertEquals(List.of(), schema().validate(json, InputFormat.JSON));
    assertTrue(json.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)), json);
  }

  /** What the reader refuses, the schema refuses too: neither is laxer than the other. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\": \"rollcall.stand-in\"|\"format\": \"rollcall.run\"",
        "\"version\": 2,|\"version\": 3,",
        "\"version\": 2,|\"version\": 1,",
        "\"version\": 2,|",
        "\"rollcall\": \"0.1.0\",|",
        "\"rollcall\": \"0.1.0\",|\"rollcall\": 1,",
        "\"rollcall\": \"0.1.0\",|\"rollcall\": \"0.1.0\", \"surprise\": 1,",
        "\"took\": 90.25|\"took\": \"90.25\"",
        "\"port\": \"443/tcp\"|\"port\": \"443\"",
        "\"port\": \"443/tcp\"|\"port\": 443",
        "\"unlogged\": 3|\"unlogged\": \"3\"",
        "\"unlogged\": 3|\"unlogged\": 3.5",
        "\"health\": \"/health\"|\"health\": 1",
        "\"ended\": \"answered\"|\"ended\": null",
        "\"protocol\": \"ntp\",|",
        "\"turnedAway\": true|\"turnedAway\": null",
        "\"count\": 40|\"count\": 0",
        "\"count\": 40|\"count\": \"40\"",
        "\"asked\": null,|",
        "\"times\": []|\"times\": null",
        "\"times\": []|\"times\": [\"1\"]",
        "\"incidents\"|\"accidents\"",
        "\"series\"|\"rows\""
      })
  void refusesWhatTheSchemaRefuses(String right, String wrong) throws IOException {
    String json = text(SampleLog.sample());
    assertTrue(json.contains(right), right);
    String broken = json.replace(right, wrong == null ? "" : wrong);
    assertTrue(!schema().validate(broken, InputFormat.JSON).isEmpty(), "the schema took it");
    IOException refused = assertThrows(IOException.class, () -> read(broken));
    assertTrue(refused.getMessage().startsWith("log.json"), refused.getMessage());
    assertTrue(!refused.getMessage().contains("dev.rollcall"), refused.getMessage());
    assertTrue(!refused.getMessage().contains("java."), refused.getMessage());
  }

  @Test
  void isBounded() {
    String head = "{\"format\": \"rollcall.stand-in\", \"version\": 1, \"x\": ";
    assertThrows(IOException.class, () -> read(head + "[".repeat(10_000)));
    assertThrows(IOException.class, () -> read(head + "\"" + "x".repeat(2 << 20) + "\"}"));
    String sample = text(SampleLog.sample());
    assertThrows(
        IOException.class, () -> read(sample.replace("\"took\": 90.25", "\"took\": 1e999999999")));
    // So that no difference of two moments overflows.
    for (String moment : List.of("-1", "999999999999")) {
      String far = sample.replaceFirst("\"since\": [0-9.]+", "\"since\": " + moment);
      IOException refused = assertThrows(IOException.class, () -> read(far));
      assertTrue(refused.getMessage().contains("not a valid time of a log"), refused.getMessage());
    }
    assertThrows(IOException.class, () -> read(sample + "{}"));
  }

  @Test
  void eitherKindIsRecognisedByItsFormat(@TempDir Path folder) throws IOException {
    Path log = Files.write(folder.resolve("log.json"), StandInDocument.write(SampleLog.sample()));
    Path run = Files.write(folder.resolve("run.json"), RunDocument.write(SampleRun.ready()));
    assertEquals(
        SampleLog.sample(), assertInstanceOf(Stored.OfStandIn.class, Stored.read(log)).log());
    assertEquals(SampleRun.ready(), assertInstanceOf(Stored.OfRun.class, Stored.read(run)).run());
    Path neither = Files.writeString(folder.resolve("neither.json"), "{\"format\": \"x\"}");
    assertEquals(
        neither
            + ": not a run document or a stand-in's log: its \"format\" is not \"rollcall.run\" or"
            + " \"rollcall.stand-in\"",
        assertThrows(IOException.class, () -> Stored.read(neither)).getMessage());
    assertEquals(
        run + ": not a stand-in's log: its \"format\" is not \"rollcall.stand-in\"",
        assertThrows(IOException.class, () -> StandInDocument.read(run)).getMessage());
  }
}
