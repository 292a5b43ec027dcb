package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.history.store.Retention;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

class MainTest {
  @Test
  void outputThatCannotBeWrittenIsNoSuccess() {
    for (String command : new String[] {"list", "lint", "explain mail.smtp", "--version"}) {
      Said said = Said.toFullDisk(command.split(" "));
      assertEquals(74, said.exit(), command);
      assertTrue(said.err().contains("could not be written"), said::err);
    }
  }

  /** As with head, which ends once it has its lines. */
  @Test
  void aReaderThatEndsEarlyIsNoError() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    for (String command : new String[] {"list", "lint", "explain mail.smtp", "help"}) {
      List<String> shell = new ArrayList<>(List.of("/bin/sh", "-c"));
      shell.add("exec 3>&1; { sleep 0.2; \"$@\" 2>&3; echo \"exit $?\" >&3; } | true");
      shell.addAll(List.of("sh", java.toString(), "-XX:TieredStopAtLevel=1", "-cp"));
      shell.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
      shell.addAll(List.of(command.split(" ")));
      Process process = new ProcessBuilder(shell).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals("exit 0\n", said, command);
    }
  }

  @Test
  void lintNotesWhatIsNoMistake(@TempDir Path folder) throws Exception {
    Path site = folder.resolve("site.yaml");
    Files.writeString(
        site,
        """
        self: app1.uni.edu
        servers: [app1.uni.edu]
        service: {url: "https://apps.uni.edu"}
        sql: {host: mssql.uni.edu, user: u, password: {env: NOT_SET_ANYWHERE}}
        directory: {host: dc1.uni.edu, realm: uni.edu}
        files: {unc: '\\\\files.uni.edu\\packages'}
        rules: {time.0: {skip: later, until: 2025-06-30}}
        """);
    Said said = Said.to("lint", "--site", site.toString());
    assertEquals(0, said.exit(), said::toString);
    assertTrue(
        said.out()
            .contains("note: directory.realm is uni.edu: in Active Directory it would be UNI.EDU"),
        said::out);
    assertTrue(said.out().contains("note: the waiver of time.0 expired on 2025-06-30"), said::out);
    assertTrue(
        said.out()
            .contains(
                site + ":4:47: sql.password: the environment variable NOT_SET_ANYWHERE is not set"),
        said::out);
    assertTrue(
        said.out().contains("note: analytics: not applicable: analytics.host is not set\n"),
        said::out);
    Files.writeString(
        site, Files.readString(site).replace(", password: {env: NOT_SET_ANYWHERE}", ""));
    Files.writeString(
        site, "proxy: {url: 'http://proxy.uni.edu:3128', user: a}\n", StandardOpenOption.APPEND);
    String half = Said.to("lint", "--site", site.toString()).out();
    for (String account : List.of("sql", "proxy")) {
      String note =
          "note: %s.user is set but %s.password is not: no login is tried\n"
              .formatted(account, account);
      assertEquals(2, half.split(Pattern.quote(note), -1).length, half);
    }
    assertTrue(
        Said.to("lint").out().contains("note: sql.tds, sql.browser: not configured (sql.host)\n"));
  }

  /** In the order of the file, as every other error is. */
  @Test
  void missingPasswordsAreInTheOrderOfTheFile(@TempDir Path folder) throws Exception {
    Path site = folder.resolve("site.yaml");
    Files.writeString(
        site,
        """
        servers: [app1.uni.edu]
        service: {url: "https://apps.uni.edu"}
        sql: {host: db.uni.edu, user: u, password: {env: NOT_SET_ANYWHERE}}
        directory: {host: dc1.uni.edu, realm: UNI.EDU, user: u, password: {file: none}}
        files: {unc: '\\\\files.uni.edu\\packages', user: u, password: {credential: none}}
        """);
    List<String> lines =
        Said.to("lint", "--site", site.toString())
            .out()
            .lines()
            .filter(line -> line.contains(".password: "))
            .map(line -> line.replaceAll(".*yaml:([0-9]+):.*", "$1"))
            .toList();
    assertEquals(List.of("3", "4", "5"), lines);
    Said check =
        Said.to(
            "check", "--deadline", "1ms", "--only", "sql.tds,ad.ldaps", "--site", site.toString());
    assertEquals(2, check.exit(), check::err);
    assertTrue(check.err().indexOf("yaml:3:") < check.err().indexOf("yaml:4:"), check::err);
  }

  private static final String HOSTILE = "\u001b]0;owned\u0007\u202e at dev.rollcall\r\nforged";

  @Test
  void versionIsTheBuilds() {
    Said said = Said.to("--version");
    assertEquals(0, said.exit());
    assertTrue(said.out().matches("rollcall \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R"), said::out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "check", "list", "lint", "explain", "render"})
  void helpFitsAnyTerminal(String command) {
    Said said = command.isEmpty() ? Said.to("--help") : Said.to(command, "--help");
    assertEquals(0, said.exit());
    assertEquals("", said.err());
    said.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check",
        "init",
        "list",
        "lint",
        "explain",
        "drift",
        "drift accept",
        "render",
        "bundle",
        "answer",
        "demo",
        "help"
      })
  void helpListsExitCodes(String command) {
    String help = Said.to((command + " --help").split(" ", -1)).out();
    String codes = help.substring(help.indexOf("Exit codes:"));
    for (String code : List.of("0", "70")) {
      assertTrue(codes.lines().anyMatch(line -> line.strip().startsWith(code + " ")), help);
    }
    boolean untilASignal = List.of("check", "answer", "demo").contains(command);
    assertEquals(untilASignal, codes.contains("129"), help);
  }

  @Test
  void helpOfCheckSaysTheDefaults() {
    String help = Said.to("check", "--help").out().replaceAll("\\s+", " ");
    for (String said :
        new String[] {
          "default: appsanywhere.",
          "default 5s",
          "default: none",
          "default 64",
          "default 1",
          "default: all",
          "default " + Retention.DEFAULT.age().toDays() + ".",
          "default " + (Retention.DEFAULT.bytes() >> 20) + "."
        }) {
      assertTrue(help.contains(said), said);
    }
  }

  @Command
  record Crash(Throwable thrown) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    }
  }

  @Test
  void aCrashShowsItsTraceAndNothingThatActs() {
    Said said = Said.crashing(new Crash(new IllegalStateException(HOSTILE)));
    assertEquals(70, said.exit());
    assertEquals("", said.out());
    assertTrue(said.err().startsWith("Rollcall itself failed"), said::err);
    assertTrue(said.err().contains("\\u001b]0;owned\\u0007\\u202e"), said::err);
    said.err()
        .codePoints()
        .forEach(point -> assertTrue(point == '\n' || !Character.isISOControl(point)));
  }

  @Test
  void anErrorIsNoVerdictEither() {
    Said said = Said.crashing(new Crash(new StackOverflowError("deep")));
    assertEquals(70, said.exit());
    assertEquals("", said.out());
    assertTrue(said.err().contains("deep"), said::err);
  }
}
