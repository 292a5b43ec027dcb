package dev.rollcall.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rollcall.bundle.redact.Redaction;
import dev.rollcall.document.CourseDocument;
import dev.rollcall.model.Change;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Past;
import dev.rollcall.model.Status;
import dev.rollcall.run.Protocols;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON files of a bundle keep their schemas, redacted or not. */
class BundleSchemaTest {
  private static final Instant AT = Instant.parse("2026-11-22T18:20:05.123Z");

  /** By the names of the files. */
  private static final Map<String, String> SCHEMAS =
      Map.of(
          "run.json", "run",
          "course.json", "course",
          "host.json", "host",
          "stand-in-1.json", "stand-in",
          "stand-in-2.json", "stand-in");

  /** With every kind of change. */
  private static Past past() {
    List<Drift.Standing> standing = new ArrayList<>();
    for (Change.Aspect aspect : Change.Aspect.values()) {
      for (Change.Rank rank : Change.Rank.values()) {
        Change change = new Change("sql.tds", aspect, "mssql.uni.edu", "16.0", "\u001b", rank);
        standing.add(new Drift.Standing(change, AT, true));
      }
    }
    List<Drift.Flapping> flapping = new ArrayList<>();
    for (Drift.Flapping.State state : Drift.Flapping.State.values()) {
      flapping.add(new Drift.Flapping(standing.get(0).change(), List.of(Status.values()), state));
    }
    Drift.Acceptance accepted = new Drift.Acceptance("jane", AT);
    Drift drift =
        new Drift(
            "2026-11-23T043434.123Z-appsanywhere",
            new Drift.Basis("2026-11-22T043434.123Z-appsanywhere", AT, Optional.of(accepted)),
            standing,
            standing.subList(0, 1),
            flapping);
    Past.State answered = new Past.State(Status.PASS, Optional.of(Duration.ofNanos(3_000_001)));
    Past.State silent = new Past.State(Status.FAIL, Optional.empty());
    return new Past(
        Optional.of(drift),
        List.of(new Past.Moment(AT, Map.of("sql.tds", answered, "ad.ldaps", silent))));
  }

  private static BundleContents contents(Past past) {
    BundleContents some = BundleTest.contents(1);
    return new BundleContents(some.run(), past, some.site(), some.host(), some.logs(), false);
  }

  private static List<Error> errors(String schema, String json) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(Path.of("checks/schema", schema + ".schema.json")))
        .validate(json, InputFormat.JSON);
  }

  private static String part(Bundle bundle, String name) {
    return bundle.parts().stream()
        .filter(part -> part.name().equals(name))
        .map(part -> new String(part.content(), UTF_8))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyFileKeepsItsSchema() throws Exception {
    BundleContents plain = contents(past());
    BundleContents bare = contents(new Past(Optional.empty(), past().moments()));
    byte[] key = "a key that stays at the site 123".getBytes(UTF_8);
    BundleContents redacted =
        plain.redacted(new Redaction(key, Protocols.ALL.plainFacts()), any -> "sql: {}\n");
    for (BundleContents contents : List.of(plain, bare, redacted)) {
      Bundle bundle = Bundle.of(contents);
      int kept = 0;
      for (Bundle.Part part : bundle.parts()) {
        if (part.name().endsWith(".json")) {
          String schema = SCHEMAS.get(part.name());
          assertEquals(List.of(), errors(schema, new String(part.content(), UTF_8)), part.name());
          kept++;
        }
      }
      assertEquals(SCHEMAS.size(), kept);
    }
  }

  /** What the reader refuses, the schema refuses too: neither is laxer than the other. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\": \"rollcall.course\"|\"format\": \"rollcall.run\"",
        "\"version\": 1,|\"version\": 2,",
        "\"version\": 1,|",
        "\"moments\"|\"runs\"",
        "\"answer\": null|\"answer\": \"1\"",
        "\"answer\": 0.003000001|\"answer\": true",
        "\"status\": \"FAIL\"|\"status\": \"FAILED\"",
        "\"fresh\": true|\"fresh\": \"true\"",
        "\"aspect\": \"LATENCY\"|\"aspect\": \"SPEED\"",
        "\"rank\": \"BROKEN\"|\"rank\": 2",
        "\"state\": \"BEGAN\"|\"state\": \"ENDED\"",
        "\"by\": \"jane\",|",
        "\"by\": \"jane\"|\"by\": null",
        "\"subject\": \"mssql.uni.edu\"|\"subject\": 1",
        "\"flapping\"|\"surprise\"",
        "\"at\": \"2026-11-22T18:20:05.123Z\"|\"at\": \"today\""
      })
  void theCourseIsRefusedWhereItsReaderRefusesIt(String right, String wrong) throws Exception {
    String json = part(Bundle.of(contents(past())), "course.json");
    assertTrue(json.contains(right), right);
    String broken = json.replace(right, wrong == null ? "" : wrong);
    assertFalse(errors("course", broken).isEmpty(), "the schema took it");
    assertThrows(
        IOException.class,
        () -> CourseDocument.read(new ByteArrayInputStream(broken.getBytes(UTF_8)), "course"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\": \"rollcall.host\"|\"format\": \"else\"",
        "\"version\": 1,|\"version\": \"1\",",
        "\"java\": \"Java\",|",
        "\"java\": \"Java\"|\"java\": null",
        "\"proxies\": []|\"proxies\": null",
        "\"nameServers\"|\"surprise\""
      })
  void aWrongHostDoesNotFit(String right, String wrong) throws Exception {
    String json = part(Bundle.of(contents(past())), "host.json");
    assertTrue(json.contains(right), right);
    assertFalse(errors("host", json.replace(right, wrong == null ? "" : wrong)).isEmpty());
  }
}
