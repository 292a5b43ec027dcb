package dev.rollcall.campus.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.model.RuleResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a login of SQL Server's own meets at the campus' stand-in for it, by the command line. */
@Tag("campus")
class DatabaseLoginIT {
  private static final String SOUND = "user: appsanywhere_user,";

  /** What became of the rule, and the logins that the server saw meanwhile. */
  private record Met(RuleResult result, List<String> logins) {
    /** Status, cause, clue and owner, and these words somewhere in the verdict. */
    void stands(String standing, String... words) {
      String summary =
          result.verdict().status()
              + result.verdict().cause().map(fault -> " " + fault.cause()).orElse("")
              + result.verdict().cause().flatMap(f -> f.clue()).map(c -> " " + c).orElse("")
              + result.verdict().owner().map(owner -> " " + owner).orElse("");
      assertEquals(standing, summary, result.verdict()::toString);
      for (String word : words) {
        assertTrue(
            result.verdict().toString().contains(word),
            () -> word + " is missing in: " + result.verdict());
      }
    }
  }

  private static Met check(Campus campus, UnaryOperator<String> change) throws IOException {
    String site = change.apply(Files.readString(campus.file("site-credentials.yaml")));
    Path file = Files.writeString(campus.file("tds-login.yaml"), site);
    int before = logins(campus).size();
    Campus.Checked checked =
        campus.check(
            "appliance",
            file,
            List.of(),
            "--only",
            "sql.tds",
            "--timeout",
            "20s",
            "--confirm",
            "3");
    assertFalse(checked.said().toString().contains("Passw0rd"), checked.said()::toString);
    assertFalse(Files.readString(campus.file("run.json")).contains("Passw0rd"));
    List<String> logins = logins(campus);
    return new Met(
        checked.run().results().stream()
            .filter(result -> result.rule().id().equals("sql.tds"))
            .findFirst()
            .orElseThrow(),
        logins.subList(before, logins.size()));
  }

  private static List<String> logins(Campus campus) throws IOException {
    return Files.readAllLines(campus.file("log/sql.out")).stream()
        .filter(line -> line.startsWith("LOGIN7 "))
        .toList();
  }

  private static String replaced(String site, String from, String to) {
    assertTrue(site.contains(from), site);
    return site.replace(from, to);
  }

  private static String line(int port, String user, String database, String result) {
    return "LOGIN7 port=%d user=%s database=%s result=%s".formatted(port, user, database, result);
  }

  @Test
  void aLoginReportsUserAndServer() throws IOException {
    Met met = check(Campus.up(), site -> site);
    met.stands("PASS", "appsanywhere_user");
    assertEquals(List.of(line(1433, "appsanywhere_user", "appsanywhere", "ok")), met.logins());
    String seen = met.result().evidence().toString();
    for (String fact :
        List.of(
            "tds.login, text=appsanywhere_user",
            "tds.database, text=appsanywhere",
            "tds.server-version, text=16.0.1000.6, RTM, Developer Edition (64-bit)",
            "tds.instance, text=the default instance",
            "tds.port, text=1433",
            "tds.session-encryption, text=all, TLSv1.2 TLS_")) {
      assertTrue(seen.contains(fact), () -> fact + " is missing in: " + seen);
    }
  }

  @Test
  void aLoginWithoutAnyRightBesidesItsDatabaseSuffices() throws IOException {
    Met met = check(Campus.up(), site -> replaced(site, SOUND, "user: appsanywhere_plain,"));
    met.stands("PASS", "appsanywhere_plain");
    assertEquals(List.of(line(1433, "appsanywhere_plain", "appsanywhere", "ok")), met.logins());
  }

  @ParameterizedTest
  @CsvSource({
    "nobody, 18456, CREDENTIALS SITE_FILE",
    "disabled, 18470, ACCOUNT_DISABLED ACCOUNTS",
    "locked, 18486, ACCOUNT_LOCKED ACCOUNTS",
    "expired, 18487, PASSWORD_EXPIRED ACCOUNTS",
    "must_change, 18488, PASSWORD_EXPIRED ACCOUNTS"
  })
  void aLoginThatIsRefused(String kind, String number, String clueAndOwner) throws IOException {
    String user = "appsanywhere_" + kind;
    Met met = check(Campus.up(), site -> replaced(site, SOUND, "user: " + user + ","));
    met.stands("FAIL AUTHENTICATE DENIED " + clueAndOwner, user, "SQL Server says " + number);
    assertEquals(List.of(line(1433, user, "appsanywhere", number)), met.logins());
  }

  @Test
  void aWrongPasswordIsShownOnce() throws IOException {
    Campus campus = Campus.up();
    Path wrong = campus.file("secrets/wrong-sql");
    Files.writeString(wrong, "Wrong-Passw0rd\n");
    Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
    try {
      Met met =
          check(campus, site -> replaced(site, "secrets/appsanywhere_user", "secrets/wrong-sql"));
      met.stands(
          "FAIL AUTHENTICATE DENIED CREDENTIALS SITE_FILE", "SQL Server says 18456, state 1");
      assertEquals(List.of(line(1433, "appsanywhere_user", "appsanywhere", "18456")), met.logins());
    } finally {
      Files.delete(wrong);
    }
  }

  @Test
  void aDatabaseThatIsNotThere() throws IOException {
    Met met =
        check(
            Campus.up(),
            site -> replaced(site, "database: appsanywhere,", "database: appsnowhere,"));
    met.stands(
        "FAIL AUTHENTICATE DENIED NO_DATABASE SERVER", "SQL Server says 4060", "appsnowhere");
    assertEquals(
        List.of(line(1433, "appsanywhere_user", "appsnowhere", "4060,18456")), met.logins());
  }

  @Test
  void aWindowsAccountIsNotTried() throws IOException {
    Met met = check(Campus.up(), site -> replaced(site, SOUND, "user: 'UNI\\svc-appsanywhere',"));
    met.stands("INCONCLUSIVE SITE_FILE", "Windows account");
    assertEquals(List.of(), met.logins());
  }

  @Test
  void tlsFirst() throws IOException {
    Campus campus = Campus.up();
    campus.fault("sql-strict");
    Met met = check(campus, site -> site);
    met.stands("PASS", "appsanywhere_user");
    assertEquals(1, met.logins().size(), met.logins()::toString);
    assertTrue(
        met.result()
            .evidence()
            .toString()
            .contains("tds.session-encryption, text=strict, TLSv1.3"));
  }

  @Test
  void withoutEncryptionNothingIsShown() throws IOException {
    Campus campus = Campus.up();
    campus.fault("sql-no-encryption");
    Met met = check(campus, site -> site);
    met.stands("INCONCLUSIVE SERVER", "would cross the network unencrypted");
    assertEquals(List.of(), met.logins());
  }

  @ParameterizedTest
  @CsvSource({"self-signed", "expired", "wrong-name"})
  void anUntrustedCertificateIsShownNothing(String fault) throws IOException {
    Campus campus = Campus.up();
    campus.fault(fault + ":MSSQL.uni.edu");
    Met met = check(campus, site -> site);
    met.stands("INCONCLUSIVE SERVER", "is not trusted");
    assertEquals(List.of(), met.logins());
  }
}
