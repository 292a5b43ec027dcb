package dev.rollcall.cli.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.Said;
import dev.rollcall.history.store.Recorder;
import dev.rollcall.probe.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that a site file refers to, in a file and in the environment, turn up nowhere. */
class SecretsTest {
  private static final String PLANTED = "Planted-4711";

  @TempDir private Path folder;

  /** An environment variable that is there wherever the tests run, and what it holds. */
  private static final String VARIABLE = "PATH";

  private Path site() throws Exception {
    Path secret = Files.writeString(folder.resolve("planted.password"), PLANTED + "\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    String file = "{file: planted.password}";
    return Files.writeString(
        folder.resolve("site.yaml"),
        Files.readString(Path.of("checks/site.example.yaml"))
            .replace("# user: ", "user: ")
            .replace("# password: {env: ROLLCALL_SQL_PASSWORD}", "password: {env: PATH}")
            .replace("# password: {file: ldap.password}", "password: " + file)
            .replace("# password: {credential: files}", "password: " + file)
            .replace("# password: {env: ROLLCALL_MAIL_PASSWORD}", "password: " + file));
  }

  private static void clean(String text) {
    assertFalse(text.contains(PLANTED), text);
    assertFalse(text.contains(System.getenv(VARIABLE)), text);
  }

  @Test
  void commandsThatSendNothing() throws Exception {
    String site = site().toString();
    for (String[] line :
        new String[][] {
          {"list", "--site", site},
          {"lint", "--site", site},
          {"explain", "sql.tds", "--site", site},
          {"explain", "mail.smtp", "--site", site},
          {"explain", "none", "--site", site},
          {"check", "--only", "none", "--site", site}
        }) {
      clean(Said.to(line).everything());
    }
    assertEquals(0, Said.to("lint", "--site", site).exit());
  }

  private Path loopback(Peer peer) throws Exception {
    String text =
        Files.readString(site())
            .replace("mssql.uni.edu", "127.0.0.1")
            .replace("smtp.sendgrid.net", "127.0.0.1")
            // First, as the peer's own port may begin with these digits.
            .replace("port: 587", "port: " + peer.address().getPort())
            .replace("port: 1433", "port: " + peer.address().getPort())
            .replace("- appsanywhere01.uni.edu", "- {name: a.invalid, address: 127.0.0.1}")
            .replace("resolvers: []", "resolvers: [127.0.0.1]");
    return Files.writeString(folder.resolve("loopback.yaml"), text);
  }

  /** The lock of another run shows which of the two comes first. */
  @Test
  void secretsAreReadBeforeTheHistoryIsLocked() throws Exception {
    Path history = folder.resolve("history");
    try (Peer peer = Peer.refusing();
        Recorder other = Recorder.open(history, "check from client")) {
      Path site = loopback(peer);
      Files.delete(folder.resolve("planted.password"));
      Said said = Said.to("check", "--site=" + site, "--only=mail.smtp", "--history=" + history);
      assertEquals(2, said.exit(), said::toString);
      assertTrue(said.err().contains("there is no file " + folder), said::err);
      assertEquals(List.of(), other.archive().series());
    }
  }

  /** The vendor's own table, so that the passwords are those of its values; a rule of each kind. */
  @Test
  void aRunWithEveryReport() throws Exception {
    try (Peer peer = Peer.refusing()) {
      Path site = loopback(peer);
      List<String> args = new ArrayList<>();
      args.addAll(List.of("check", "--site", site.toString(), "--verbose", "--timeout", "2s"));
      args.addAll(List.of("--history", folder.resolve("history").toString()));
      args.addAll(List.of("--only", "sql.tds", "--only", "mail.smtp"));
      for (String format : List.of("json", "junit", "console")) {
        args.addAll(List.of("--report", format + "=" + folder.resolve("report." + format)));
      }
      args.add("--all");
      for (String ending : List.of("md", "csv", "txt")) {
        args.add("--report=change-request=" + folder.resolve("report." + ending));
      }
      Said said = Said.to(args.toArray(String[]::new));
      assertEquals(1, said.exit(), said::toString);
      clean(said.everything());
    }
    try (Stream<Path> reports = Files.list(folder)) {
      List<Path> written =
          reports.filter(file -> file.getFileName().toString().startsWith("report.")).toList();
      assertEquals(6, written.size());
      for (Path report : written) {
        clean(Files.readString(report));
      }
    }
  }

  @Test
  void aLiteralPasswordIsRefusedAndNotRepeated() throws Exception {
    String text = Files.readString(site()).replace("{file: planted.password}", PLANTED);
    Path site = Files.writeString(folder.resolve("literal.yaml"), text);
    for (String command : List.of("check", "list", "lint")) {
      Said said = Said.to(command, "--site", site.toString());
      assertEquals(2, said.exit());
      assertEquals("", said.out());
      assertTrue(said.err().contains("directory.password is a password in plain text"), said::err);
      assertTrue(said.err().contains("{env: VARIABLE}, {file: PATH}"), said::err);
      clean(said.err());
    }
  }
}
