package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.document.RunDocument;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.protocol.ssh.SshHello;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job from end to end, against servers on loopback. */
class CheckTest {
  @TempDir private Path folder;

  private static Peer ssh() throws Exception {
    return Peer.serving(
        socket -> {
          byte[] hello = SshHello.of("OpenSSH_9.2");
          socket.getOutputStream().write(hello);
          Peer.drain(socket);
        });
  }

  private Said check(Path checks, String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "check";
    args[1] = "--checks";
    args[2] = checks.toString();
    System.arraycopy(more, 0, args, 3, more.length);
    return Said.to(args);
  }

  @Test
  void readyWithReports() throws Exception {
    Path json = folder.resolve("run.json");
    Path junit = folder.resolve("junit.xml");
    try (Peer peer = ssh()) {
      Path checks = Own.catalogue(folder, "shell", peer.address());
      Said said = check(checks, "--report", "json=" + json, "--report", "junit=" + junit);
      assertEquals(0, said.exit(), said::toString);
      assertEquals("", said.err());
      assertTrue(said.out().contains("shell"), said::out);
      assertTrue(said.out().contains("OpenSSH_9.2"), said::out);
    }
    Run run = RunDocument.read(json);
    assertEquals(Status.PASS, run.status());
    assertEquals("own", run.origin().catalogue());
    assertTrue(Files.readString(junit).contains("name=\"shell "), junit::toString);
    Said rendered = Said.to("render", json.toString(), "--report", "junit=-");
    assertEquals(0, rendered.exit());
    assertEquals(Files.readString(junit), rendered.out());
  }

  @Test
  void quietSaysNothingWhereAllIsWell() throws Exception {
    try (Peer peer = ssh()) {
      Said said = check(Own.catalogue(folder, "shell", peer.address()), "--quiet");
      assertEquals(new Said(0, "", ""), said);
    }
  }

  @Test
  void oneFailureAmongTwo() throws Exception {
    try (Peer good = ssh();
        Peer bad = Peer.refusing()) {
      Path checks = Own.catalogue(folder, "good bad", good.address(), bad.address());
      Said said = check(checks, "--quiet");
      assertEquals(1, said.exit(), said::toString);
      assertTrue(said.out().contains("CONNECT REFUSED"), said::out);
      assertFalse(said.out().contains("good"), said::out);
      assertEquals(0, check(checks, "--only", "go*").exit());
      Said only = check(checks, "--only", "b?d", "--report", "json=-");
      assertEquals(1, only.exit());
      assertTrue(only.out().startsWith("{"), only::out);
      assertTrue(only.err().contains("CONNECT REFUSED"), only::err);
    }
  }

  @Test
  void aWarningFailsOnlyWhenStrict() throws Exception {
    try (Peer bad = Peer.refusing()) {
      Path checks = Own.catalogue(folder, "bad", "severity: advisory", bad.address());
      assertEquals(0, check(checks).exit());
      assertEquals(1, check(checks, "--strict").exit());
    }
  }

  @Test
  void theDeadlineLeavesRulesInconclusive() throws Exception {
    Path json = folder.resolve("run.json");
    try (Peer silent = Peer.that(Misbehaviour.SILENT)) {
      Path checks = Own.catalogue(folder, "slow", silent.address());
      Said said =
          check(checks, "--timeout", "1m", "--deadline", "500ms", "--report", "json=" + json);
      assertEquals(3, said.exit(), said::toString);
    }
    assertEquals(Status.INCONCLUSIVE, RunDocument.read(json).status());
  }

  @Test
  void aReportsFolderIsLookedAtBeforeAnythingIsSent() throws Exception {
    try (Peer peer = ssh()) {
      Path checks = Own.catalogue(folder, "shell", peer.address());
      for (Path file : List.of(folder.resolve("none/run.json"), folder)) {
        Said said = check(checks, "--report", "json=" + file);
        assertEquals(2, said.exit(), said::toString);
        assertTrue(said.err().contains(file.toString()), said::err);
        assertEquals("", said.out());
      }
    }
  }

  @Test
  void aReportThatCannotBeWrittenKeepsNoOtherFromIt() throws Exception {
    Path junit = folder.resolve("junit.xml");
    Path nowhere = folder.resolve("x".repeat(300));
    try (Peer bad = Peer.refusing()) {
      Path checks = Own.catalogue(folder, "bad", bad.address());
      Said said = check(checks, "--report", "json=" + nowhere, "--report", "junit=" + junit);
      assertEquals(74, said.exit(), said::toString);
      assertTrue(said.err().contains("json report could not be written"), said::err);
      assertEquals(1, said.err().lines().count(), said::err);
      assertTrue(said.out().contains("CONNECT REFUSED"), said::out);
    }
    assertTrue(Files.readString(junit).endsWith("</testsuites>\n"), junit::toString);
  }

  @Test
  void terminatedItStillReports() throws Exception {
    Path json = folder.resolve("run.json");
    try (Peer good = ssh();
        Peer silent = Peer.that(Misbehaviour.SILENT)) {
      Path checks = Own.catalogue(folder, "good slow", good.address(), silent.address());
      Path output = folder.resolve("output");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "check",
                  "--checks",
                  checks.toString(),
                  "--timeout",
                  "5m",
                  "--report",
                  "json=" + json)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(new File(checks.toString()))
              .start();
      try {
        silent.awaitConnection();
        process.destroy();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      } finally {
        process.destroyForcibly();
      }
      assertEquals(143, process.exitValue(), () -> read(output));
      assertTrue(read(output).contains("slow"), () -> read(output));
    }
    Run run = RunDocument.read(json);
    assertTrue(run.interrupted());
    assertEquals(Status.INCONCLUSIVE, run.status());
    assertEquals(2, run.results().size());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
