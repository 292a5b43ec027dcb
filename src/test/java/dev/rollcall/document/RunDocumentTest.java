package dev.rollcall.document;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.report.Golden;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.ReportContract;
import dev.rollcall.report.SampleLogins;
import dev.rollcall.report.SampleRun;
import dev.rollcall.report.request.SampleRequests;
import dev.rollcall.sample.RuleBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunDocumentTest extends ReportContract {
  private static final Path SCHEMA = Path.of("checks", "schema", "run.schema.json");
  private static final String NEW_IN_FIVE =
      " *\"(lost|checks|remedy)\": null,\n|,\n *\"tasks\": \\[](?=\n)";

  @Override
  public byte[] render(Run run) {
    return RunDocument.write(run);
  }

  private static Run read(String json) throws IOException {
    return RunDocument.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "run-1.json");
  }

  private static String text(Run run) {
    return new String(RunDocument.write(run), StandardCharsets.UTF_8);
  }

  @Test
  void looksLikeTheGoldenFile() throws IOException {
    Golden.assertMatches("run.json", RunDocument.write(SampleRun.everything()));
    Golden.assertMatches("ready.json", RunDocument.write(SampleRun.ready()));
  }

  @Test
  void readsADocumentOfVersionFourWhichDoesNotSayWhatWasLost() throws IOException {
    Path older = Path.of("src/test/resources/dev/rollcall/document/run-4.json");
    Run read = RunDocument.read(older);
    assertEquals(
        Files.readString(older),
        text(read).replace("\"version\": 5,", "\"version\": 4,").replaceAll(NEW_IN_FIVE, ""));
  }

  @Test
  void readsADocumentOfVersionThreeWhichHasNoServers() throws IOException {
    Path older = Path.of("src/test/resources/dev/rollcall/document/run-3.json");
    Run read = RunDocument.read(older);
    assertEquals(Optional.empty(), read.origin().servers());
    assertEquals(
        Files.readString(older),
        text(read)
            .replace("\"version\": 5,", "\"version\": 3,")
            .replaceAll(NEW_IN_FIVE, "")
            .replace("  \"servers\": null,\n", ""));
  }

  @Test
  void readsADocumentOfVersionTwoWhichHasNoEvidenceOfPackets() throws IOException {
    Path older = Path.of("src/test/resources/dev/rollcall/document/run-2.json");
    String again = text(RunDocument.read(older));
    assertEquals(
        Files.readString(older),
        again
            .replace("\"version\": 5,", "\"version\": 2,")
            .replaceAll(NEW_IN_FIVE, "")
            .replace("  \"servers\": null,\n", "")
            .replaceAll(",\n *\"flows\": \\[\\],\n *\"path\": null", "")
            .replaceAll(",\n *\"request\": null", ""));
  }

  @Test
  void readsBackEqual() throws IOException {
    for (Run run :
        List.of(
            SampleRun.empty(),
            SampleRun.ready(),
            SampleRun.everything(),
            SampleRun.times(),
            SampleRequests.neighbour(),
            SampleRequests.unsure())) {
      Run again = read(text(run));
      assertEquals(run, again);
      assertArrayEquals(RunDocument.write(run), RunDocument.write(again));
    }
  }

  @Test
  void everyKindOfRightReadsBackEqual() throws IOException {
    List<RuleResult> logins = new ArrayList<>(SampleLogins.all());
    logins.addAll(SampleLogins.unfinished());
    List<LoginResult> written = SampleLogins.rights(logins);
    assertEquals(
        Set.of(LoginResult.Reason.values()),
        written.stream()
            .filter(LoginResult.Untried.class::isInstance)
            .map(right -> ((LoginResult.Untried) right).reason())
            .collect(Collectors.toSet()));
    assertTrue(written.stream().anyMatch(LoginResult.Proven.class::isInstance));
    assertTrue(written.stream().anyMatch(LoginResult.Failed.class::isInstance));
    Run run = SampleRun.run(logins, false);
    assertEquals(written, SampleLogins.rights(read(text(run)).results()));
  }

  @Test
  void aRuleBesideAnotherReadsBackEqual() throws IOException {
    RuleResult one = SampleRun.everything().results().get(0);
    Rule beside =
        RuleBuilder.rule("ad.kerberos-tcp")
            .to("dc1.uni.edu", Port.tcp(88), "kerberos")
            .expecting(new Expectation.Beside("ad.kerberos"))
            .build();
    Run run =
        SampleRun.run(
            List.of(new RuleResult(beside, one.evidence(), one.verdict(), one.wall())), false);
    assertEquals(run, read(text(run)));
    assertEquals(List.of(), schema().validate(text(run), InputFormat.JSON));
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void hostileTextReadsBackEqual(String hostile) throws IOException {
    assertEquals(HostileRun.of(hostile), read(text(HostileRun.of(hostile))));
  }

  @Test
  void goldenDocumentsKeepTheSchema() throws IOException {
    for (Run run :
        List.of(
            SampleRun.empty(),
            SampleRun.ready(),
            SampleRun.everything(),
            SampleRequests.neighbour(),
            SampleRequests.unsure())) {
      assertEquals(List.of(), schema().validate(text(run), InputFormat.JSON));
    }
    assertEquals(List.of(), schema().validate(text(HostileRun.of("\u0000")), InputFormat.JSON));
  }

  /** What the reader refuses, the schema refuses too: neither is laxer than the other. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\": \"rollcall.run\"|\"format\": \"else\"",
        "\"version\": 5,|\"version\": 6,",
        "\"version\": 5,|",
        "\"servers\": null,|",
        "\"rollcall\": \"0.1.0\",|",
        "\"rollcall\": \"0.1.0\",|\"rollcall\": 1,",
        "\"rollcall\": \"0.1.0\",|\"rollcall\": null,",
        "\"rollcall\": \"0.1.0\",|\"rollcall\": \"0.1.0\", \"surprise\": 1,",
        "\"vantage\": \"appsanywhere\"|\"vantage\": \"moon\"",
        "\"took\": 6.12|\"took\": \"6.12\"",
        "\"took\": 6.12|\"took\": \"PT6.12S\"",
        "\"interrupted\": false|\"interrupted\": \"false\"",
        "\"interrupted\": false|\"interrupted\": 0",
        "\"address\": \"198.18.1.5\"|\"address\": \"mssql.uni.edu\"",
        "\"address\": \"198.18.1.5\"|\"address\": \"198.18.1\"",
        "\"address\": \"198.18.1.5\"|\"address\": \"198.18.1.256\"",
        "\"address\": \"198.18.1.5\"|\"address\": \"localhost\"",
        "\"port\": \"1433/tcp\"|\"port\": \"1433\"",
        "\"type\": \"probed\"|\"type\": \"guessed\"",
        "\"type\": \"probed\"|\"type\": \"java.lang.Runtime\"",
        "\"status\": \"SKIPPED\"|\"status\": 0",
        "\"CONNECT\": 0.000900001|\"SLEEP\": 0.000900001",
        "\"startedAt\": \"2026-11-22T18:20:05.123456789Z\"|\"startedAt\": 0",
        "\"addresses\": \"all\"|\"addresses\": \"0\"",
        "\"external\": false,|",
        "\"external\": false,|\"external\": null,",
        "\"external\": false,|\"external\": false, \"surprise\": 1,",
        "\"retired\": null,|"
      })
  void refusesWhatTheSchemaRefuses(String right, String wrong) throws IOException {
    String json = text(SampleRun.ready());
    assertTrue(json.contains(right), right);
    String broken = json.replace(right, wrong == null ? "" : wrong);
    assertTrue(!schema().validate(broken, InputFormat.JSON).isEmpty(), "the schema took it");
    IOException refused = assertThrows(IOException.class, () -> read(broken));
    assertTrue(refused.getMessage().startsWith("run-1.json"), refused.getMessage());
    assertTrue(!refused.getMessage().contains("dev.rollcall"), refused.getMessage());
    assertTrue(!refused.getMessage().contains("java."), refused.getMessage());
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMA));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|run-1.json: the file is empty: make it again with check --report json=FILE",
        "[]|run-1.json: not a run document: its \"format\" is not \"rollcall.run\"",
        "{\"version\": 2}|run-1.json: not a run document: its \"format\" is not \"rollcall.run\"",
        "{\"format\": \"rollcall.run\", \"version\": 6, \"new\": {}}|run-1.json: run document"
            + " version 6, this Rollcall reads versions 2 to 5: read it with the Rollcall that"
            + " wrote it, or a newer one",
      })
  void saysWhatTheFileIsNot(String json, String message) {
    assertEquals(message, assertThrows(IOException.class, () -> read(json)).getMessage());
  }

  @Test
  void namesThePlaceOfAMistake() {
    String broken = text(SampleRun.ready()).replace("\"PASS\"", "\"FINE\"");
    String message = assertThrows(IOException.class, () -> read(broken)).getMessage();
    assertTrue(
        message.matches(
            "run-1\\.json:\\d+:\\d+: not a run document: (status|results\\[0]\\.verdict\\.status):"
                + " \"FINE\" is none of .*PASS.*"),
        message);
  }

  @Test
  void saysThatAValueIsOfAnotherKind() {
    String broken = text(SampleRun.ready()).replace("\"external\": false", "\"external\": []");
    String message = assertThrows(IOException.class, () -> read(broken)).getMessage();
    assertTrue(message.endsWith(".external: another kind of value belongs here"), message);
  }

  @Test
  void namesThePlaceOfAMistakeInARule() {
    String broken = text(SampleRun.ready()).replace("\"REQUIRED\"", "\"MAYBE\"");
    String message = assertThrows(IOException.class, () -> read(broken)).getMessage();
    assertTrue(
        message.matches(
            "run-1\\.json:\\d+:\\d+: not a run document: results\\[0]\\.rule\\.severity:"
                + " .*MAYBE.*"),
        message);
  }

  @Test
  void isBounded() {
    String head = "{\"format\": \"rollcall.run\", \"version\": 2, \"x\": ";
    refused(head + "[".repeat(10_000));
    refused(head + "\"" + "x".repeat(2 << 20) + "\"}");
    refused(head + "9".repeat(10_000) + "}");
    refused(text(SampleRun.ready()).replace("\"took\": 6.12", "\"took\": 1e999999999"));
    refused(text(SampleRun.ready()).replace("\"took\": 6.12", "\"took\": 1e-999999999"));
    refused(text(SampleRun.ready()).replace("\"took\": 6.12", "\"took\": 9223372036854775808"));
    refused(text(SampleRun.ready()) + "{}");
    refused(text(SampleRun.ready()).replace("\"host\"", "\"title\": \"twice\", \"host\""));
    IOException endless =
        assertThrows(
            IOException.class, () -> RunDocument.read(new Endless(), "endless\u001b.json"));
    assertEquals(
        "endless\\u001b.json: larger than 64 MiB, too large for a run document",
        endless.getMessage());
  }

  private static void refused(String json) {
    String message = assertThrows(IOException.class, () -> read(json)).getMessage();
    assertTrue(message.startsWith("run-1.json:"), message);
    assertTrue(message.length() < 800, message);
  }

  @Test
  void namesAFileThatIsNotThere(@TempDir Path folder) {
    Path file = folder.resolve("run.json");
    IOException e = assertThrows(IOException.class, () -> RunDocument.read(file));
    assertEquals(file + ": there is no such file: correct its name, or create it", e.getMessage());
  }

  /** Spaces without end. */
  private static final class Endless extends java.io.InputStream {
    @Override
    public int read() {
      return ' ';
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      java.util.Arrays.fill(bytes, offset, offset + length, (byte) ' ');
      return length;
    }
  }
}
