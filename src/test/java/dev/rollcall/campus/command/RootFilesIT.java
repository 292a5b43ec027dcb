package dev.rollcall.campus.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Root's own check, in the folders of a user who wants it to write elsewhere. */
@Tag("campus")
class RootFilesIT {
  private static final String OTHER = "nobody";

  /** Below folders that are root's alone. */
  private Path folder;

  private Path checks;

  @BeforeEach
  void make() throws Exception {
    folder = Files.createTempDirectory(Path.of("/var/lib"), "rollcall-test");
    run("chmod", "755", folder.toString());
    checks =
        Files.writeString(
            folder.resolve("checks.yaml"),
            "catalogue: own\ntitle: Own\nrules:\n"
                + "  - {id: my.tcp, from: appsanywhere, to: 127.0.0.1, port: 1/tcp,"
                + " protocol: tcp, usage: x}\n");
  }

  @AfterEach
  void remove() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  private record Said(int exit, String out) {}

  private static Said run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), out);
  }

  private Said check(String... more) throws Exception {
    return run(command(more).toArray(String[]::new));
  }

  private List<String> command(String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Campus.JAVA,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.rollcall.cli.Main",
                "check",
                "--checks",
                checks.toString()));
    command.addAll(List.of(more));
    return command;
  }

  private Path of(String owner, Path made) throws Exception {
    assertEquals(0, run("chown", "-h", owner, made.toString()).exit());
    return made;
  }

  private static void assertRefused(Said said, int exit, Path path) {
    assertEquals(exit, said.exit(), said.out());
    assertTrue(said.out().contains(path + ": this "), said.out());
  }

  @Test
  void aServicesHistoryStaysTheServicesAndLeadsNowhere() throws Exception {
    Path history = of(OTHER, Files.createDirectory(folder.resolve("history")));
    assertEquals(1, check("--history", history.toString()).exit());
    try (Stream<Path> all = Files.walk(history)) {
      for (Path one : all.toList()) {
        assertEquals(OTHER, Files.getOwner(one).getName(), one.toString());
      }
    }
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path runs = history.resolve("runs");
    Files.move(runs, folder.resolve("before"));
    of(OTHER, Files.createSymbolicLink(runs, outside));
    assertRefused(check("--history", history.toString()), 2, runs);
    try (Stream<Path> all = Files.list(outside)) {
      assertEquals(List.of(), all.toList());
    }
    Files.delete(runs);
    Files.move(folder.resolve("before"), runs);
    Path lock = history.resolve("lock");
    Files.delete(lock);
    Files.createLink(lock, checks);
    assertRefused(check("--history", history.toString()), 2, lock);
    assertTrue(Files.size(checks) > 0);
  }

  @Test
  void aHistoryThatAnotherUserCanReplaceIsRefused() throws Exception {
    Path home = of(OTHER, Files.createDirectory(folder.resolve("home")));
    Said said = check("--history", home.resolve("history").toString());
    assertRefused(said, 2, home);
    assertTrue(said.out().contains("belongs to the user " + OTHER), said.out());
    assertTrue(Files.notExists(home.resolve("history")));
  }

  /** Root may write anywhere, so that the remedy is no permission. */
  @Test
  void aReadOnlyFileSystemIsTheReason() throws Exception {
    Path fixed = Files.createDirectory(folder.resolve("fixed"));
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "/bin/sh", "-c"));
    command.add("mount -t tmpfs -o ro none \"$0\" && exec \"$@\"");
    command.add(fixed.toString());
    command.addAll(command("--report", "json=" + fixed.resolve("run.json")));
    Said said = run(command.toArray(String[]::new));
    assertEquals(2, said.exit(), said.out());
    assertTrue(
        said.out().contains("the file system of the folder " + fixed + " is read-only"),
        said.out());
  }

  /** As containers that run with any number have it: Java itself takes such a user for root. */
  @Test
  void aUserWithoutAnEntryIsNotRoot() throws Exception {
    Path own = of("12345", Files.createDirectory(folder.resolve("own")));
    Path jar = Files.copy(Campus.JAR, folder.resolve("rollcall.jar"));
    Said said =
        run(
            "setpriv",
            "--reuid=12345",
            "--regid=12345",
            "--clear-groups",
            Campus.JAVA,
            "-XX:TieredStopAtLevel=1",
            "-jar",
            jar.toString(),
            "check",
            "--checks",
            checks.toString(),
            "--history",
            own.resolve("history").toString());
    assertEquals(1, said.exit(), said.out());
    assertTrue(Files.isDirectory(own.resolve("history/runs")), said.out());
  }

  @Test
  void aReportGoesIntoAnothersFolderAndNotThroughItsLink() throws Exception {
    Path reports = of(OTHER, Files.createDirectory(folder.resolve("reports")));
    Path report = reports.resolve("run.json");
    assertEquals(1, check("--report", "json=" + report).exit());
    assertEquals("root", Files.getOwner(report).getName());
    of(OTHER, report);
    assertEquals(1, check("--report", "json=" + report).exit());
    assertEquals(OTHER, Files.getOwner(report).getName());

    Path precious = Files.writeString(folder.resolve("precious"), "precious");
    Files.delete(report);
    of(OTHER, Files.createSymbolicLink(report, precious));
    assertRefused(check("--report", "json=" + report), 2, report);
    Files.delete(report);
    of(OTHER, Files.createSymbolicLink(reports.resolve("inner"), folder));
    assertRefused(
        check("--report", "json=" + reports.resolve("inner/precious")),
        2,
        reports.resolve("inner"));
    assertEquals("precious", Files.readString(precious));

    run("chmod", "777", reports.toString());
    Said said = check("--report", "json=" + reports.resolve("new.json"));
    assertEquals(2, said.exit(), said.out());
    assertTrue(said.out().contains("every user may replace files"), said.out());
    assertTrue(Files.notExists(reports.resolve("new.json"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aFullDiskEndsNoRun() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Said mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
    assertEquals(0, mounted.exit(), mounted.out());
    try {
      Path history = disk.resolve("history");
      assertEquals(1, check("--history", history.toString()).exit());
      run("dd", "if=/dev/zero", "of=" + disk.resolve("full"), "bs=4k");
      Path report = folder.resolve("run.json");
      Said said = check("--history", history.toString(), "--report", "json=" + report);
      assertEquals(74, said.exit(), said.out());
      assertTrue(said.out().contains("NOT READY"), said.out());
      assertTrue(said.out().contains("could not be stored in the history"), said.out());
      assertTrue(Files.readString(report).endsWith("}\n"));
      Files.delete(disk.resolve("full"));
      assertEquals(1, check("--history", history.toString()).exit());
    } finally {
      run("umount", disk.toString());
    }
  }
}
