package dev.rollcall.campus.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.campus.sqlserver.SqlLogin;
import dev.rollcall.model.Status;
import dev.rollcall.probe.answer.StandInMark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stand-ins for SQL Server, its Browser and a file server on their real ports, met by the clients
 * that people use and by our own. Each client sends a password, and no stand-in stores it.
 */
@Tag("campus")
class WindowsStandInsIT {
  private static final String HOST = "appsanywhere01.uni.edu";
  private static final String SECRET = "Not-A-Secret-77";
  private static Campus campus;
  private static Path site;
  private static Path key;
  private static Process standIns;

  @BeforeAll
  static void standIn() throws Exception {
    campus = Campus.up();
    site =
        campus.site(
            "windows-stand-ins.yaml",
            sound ->
                sound
                    .replaceAll("(?m)^sql:.*$", "sql: {host: " + HOST + ", instance: APPS}")
                    .replace("myfileshare.uni.edu", HOST));
    key = key("windows-stand-ins.key", "a key of some length");
    standIns =
        campus.start(
            "appliance",
            List.of(),
            Map.of(),
            "answer",
            "--site=" + site,
            "--as=sql,smb",
            "--key-file=" + key,
            "--for=10m",
            "--report=json=" + campus.file("windows-stand-ins.json"));
    for (String listening : List.of("-lt sport = :1433", "-lt sport = :445", "-lu sport = :1434")) {
      campus.awaitListening("appliance", standIns, listening);
    }
  }

  /** A key file that no other user may read. */
  private static Path key(String name, String key) throws IOException {
    Path file = campus.file(name);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, key);
  }

  @AfterAll
  static void theLogNamesClientsAndNothingOfALogin() throws Exception {
    // Every command on the way there has become the next one: this is the JVM itself.
    String pid = Long.toString(standIns.pid());
    assertEquals(0, new ProcessBuilder("kill", "-TERM", pid).start().waitFor());
    Campus.Said said = campus.finish(standIns);
    assertEquals(143, said.exit(), said.toString());
    Path json = campus.file("windows-stand-ins.json");
    String log = Files.readString(json) + said.out() + said.err();
    for (Path file : List.of(json, site, key)) {
      Files.delete(file);
    }
    assertTrue(log.contains("tds.client-version") && log.contains("smb.dialects"), log);
    byte[] wide = SECRET.getBytes(StandardCharsets.UTF_16LE);
    byte[] obfuscated = new byte[wide.length];
    for (int i = 0; i < wide.length; i++) {
      obfuscated[i] = (byte) (((wide[i] & 0xf0) >> 4 | (wide[i] & 0x0f) << 4) ^ 0xa5);
    }
    for (byte[] form : List.of(SECRET.getBytes(StandardCharsets.UTF_8), wide, obfuscated)) {
      assertFalse(log.contains(new String(form, StandardCharsets.ISO_8859_1)), log);
      assertFalse(log.contains(HexFormat.of().formatHex(form)), log);
    }
  }

  private static Campus.Said run(String command) {
    return campus.exec("appliance", Map.of(), "timeout", "60", "sh", "-c", command + " </dev/null");
  }

  private static void assertSays(String text, Campus.Said said) {
    assertTrue((said.out() + said.err()).contains(text), said::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7.0", "7.1", "7.4", "auto"})
  void tsqlIsRefused(String version) {
    Campus.Said said =
        run("TDSVER=" + version + " tsql -H " + HOST + " -p 1433 -U sa -P " + SECRET);
    assertSays("Msg 18456 (severity 14, state 1) from " + StandInMark.NAME, said);
    assertSays(StandInMark.TEXT, said);
  }

  @Test
  void tsqlListsTheInstance() {
    Campus.Said said = run("tsql -L -H 198.18.1.10");
    assertSays("ServerName " + StandInMark.NAME, said);
    assertSays("InstanceName APPS", said);
    assertSays("tcp 1433", said);
  }

  private static Campus.Said login(String where) {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return campus.exec(
        "appliance",
        Map.of(),
        Campus.JAVA,
        "-cp",
        classes,
        SqlLogin.class.getName(),
        where,
        "appsanywhere_user",
        SECRET);
  }

  @Test
  void microsoftsDriverFindsTheInstanceAndIsRefused() {
    String refusal = "18456 from " + StandInMark.NAME + ": Login failed: a " + StandInMark.TEXT;
    assertSays(refusal, login(HOST + ":1433"));
    // Where APPS listens the driver learns from the Browser.
    assertSays(refusal, login(HOST + ";instanceName=APPS"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SMB2_02", "SMB2_10", "SMB3_00", "SMB3_02", "SMB3_11"})
  void smbclientIsRefused(String dialect) {
    String client = "smbclient -L " + HOST + " --option='client max protocol=" + dialect + "' ";
    for (String who : List.of("-N", "-U 'bob%" + SECRET + "'")) {
      // At first as clients of old ask, in SMB 1; then in SMB 2 from the beginning.
      for (String from : List.of("NT1", "SMB2_02")) {
        Campus.Said said = run(client + "--option='client min protocol=" + from + "' " + who);
        assertEquals(1, said.exit(), said.toString());
        assertSays("session setup failed: NT_STATUS_ACCESS_DENIED", said);
      }
    }
  }

  @Test
  void smb1IsNotSpoken() {
    Campus.Said said =
        run("smbclient -N -L " + HOST + " -m NT1 --option='client min protocol=NT1'");
    assertEquals(1, said.exit(), said.toString());
    assertSays("protocol negotiation failed", said);
  }

  private static Campus.Checked check(String... more) throws IOException {
    String[] arguments =
        Stream.concat(Stream.of("--only", "sql.*", "--only", "files.smb"), Stream.of(more))
            .toArray(String[]::new);
    Campus.Checked checked = campus.check("appliance", site, List.of(), arguments);
    Files.delete(campus.file("run.json"));
    return checked;
  }

  private static Status status(Campus.Checked checked, String rule) {
    return checked.run().results().stream()
        .filter(result -> result.rule().id().equals(rule))
        .findFirst()
        .orElseThrow()
        .verdict()
        .status();
  }

  @Test
  void ourOwnProbesAreNotDeceivedAndARehearsalPasses() throws IOException {
    Campus.Checked forgotten = check();
    Campus.Checked rehearsed = check("--rehearsal", "--key-file", key.toString());
    for (String rule : List.of("sql.tds", "sql.browser", "files.smb")) {
      assertEquals(Status.WARN, status(forgotten, rule), forgotten.said()::toString);
      assertEquals(Status.PASS, status(rehearsed, rule), rehearsed.said()::toString);
    }
    assertEquals(0, forgotten.exit());
    assertEquals(0, rehearsed.exit());
    Path other = key("other.key", "another key, as long");
    Campus.Checked deceived = check("--rehearsal", "--key-file", other.toString());
    Files.delete(other);
    assertEquals(Status.FAIL, status(deceived, "sql.tds"), deceived.said()::toString);
    assertEquals(Status.FAIL, status(deceived, "files.smb"), deceived.said()::toString);
    assertEquals(1, deceived.exit());
  }
}
