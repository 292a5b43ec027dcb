package dev.rollcall.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The JSON Schemas by which editors complete both files. They are made from the records that the
 * readers bind; {@code mvn test -Dtest=SchemaTest -Dschemas.write=true} writes them anew.
 */
class SchemaTest {
  private static final Path CATALOGUE = Path.of("checks/schema/catalogue.schema.json");
  private static final Path SITE = Path.of("checks/schema/site.schema.json");

  private static final String RULE =
      """
      catalogue: c
      title: T
      rules:
        - id: a
          from: client
          to: x.example
          port: 1/tcp
          protocol: https
          usage: Use.
      """;

  private static void hold(Path file, String generated) throws Exception {
    if (Boolean.getBoolean("schemas.write")) {
      Files.writeString(file, generated);
    }
    assertEquals(generated, Files.readString(file), file + " is not what the readers go by");
  }

  private static List<Error> errors(Path schema, String yaml) throws Exception {
    Schema read =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(schema), InputFormat.JSON);
    return read.validate(yaml, InputFormat.YAML);
  }

  @Test
  void theSchemasAreThoseOfTheReaders() throws Exception {
    hold(CATALOGUE, Schemas.catalogue(new TreeMap<>(SomeProtocols.table())));
    hold(SITE, Schemas.site(Catalogues.shipped(SomeProtocols.table())));
  }

  @Test
  void theShippedFilesFit() throws Exception {
    assertEquals(
        List.of(), errors(CATALOGUE, Files.readString(Path.of("checks/appsanywhere.yaml"))));
    assertEquals(List.of(), errors(SITE, Files.readString(Path.of("checks/site.example.yaml"))));
    assertEquals(List.of(), errors(SITE, SitesTest.WHOLE));
    assertEquals(List.of(), errors(CATALOGUE, RULE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "    advise: x",
        "    with: {pth: /}",
        "    with: {redirect: elsewhere}",
        "    addresses: most",
        "    addresses: 0",
        "    expect: {blocked: [DROPED], control: a}",
        "    expect: {blocked: [DROPPED]}",
        "    severity: [{when: a}]",
        "    retired: soon",
        "    external: 'yes'"
      })
  void aBadRuleDoesNotFit(String line) throws Exception {
    assertFalse(errors(CATALOGUE, RULE + line + "\n").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sql: {hots: x}",
        "sql: {host: 'https://x/'}",
        "sql: {port: 70000}",
        "sql: {port: '1433'}",
        "sql: {password: hunter2}",
        "sql: {password: {env: A, file: b}}",
        "sql: {browser: perhaps}",
        "files: {unc: //fs/share}",
        "servers: [{nam: x}]",
        "proxy: {except: []}",
        "rules: {sql.tsd: {skip: x}}",
        "rules: {sql.tds: {skipp: x}}",
        "rules: {sql.tds: {request: {tickt: x}}}",
        "request: {expiry: soon}",
        "request: {requester: ''}",
        "cloudpagin: {host: x}"
      })
  void aBadSiteFileDoesNotFit(String text) throws Exception {
    assertFalse(errors(SITE, text + "\n").isEmpty());
  }
}
