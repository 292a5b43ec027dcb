package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.probe.Peer;
import dev.rollcall.protocol.ssh.SshHello;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that {@code --report} names: full disks, and two names of one file. */
class ReportFilesTest {
  @TempDir private Path folder;

  private Path run = Path.of("");

  @BeforeEach
  void aRun() throws Exception {
    run = folder.resolve("run.json");
    try (Peer peer =
        Peer.serving(
            socket -> {
              socket.getOutputStream().write(SshHello.of("OpenSSH_9.2"));
              Peer.drain(socket);
            })) {
      Path checks = Own.catalogue(folder, "shell", peer.address());
      Said said = Said.to("check", "--checks", checks.toString(), "--report", "json=" + run);
      assertEquals(0, said.exit(), said::toString);
    }
  }

  private Said render(String... reports) {
    List<String> line = new ArrayList<>(List.of("render", run.toString()));
    for (String report : reports) {
      line.add("--report");
      line.add(report);
    }
    return Said.to(line.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "jsonl", "junit", "html"})
  void aFullDiskIsNoDefect(String format) {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    Said said = render(format + "=/dev/full");
    assertEquals(74, said.exit(), said::toString);
    assertTrue(
        said.err().startsWith("the " + format + " report could not be written: /dev/full: "),
        said::err);
    assertTrue(said.err().contains("No space left on device"), said::err);
  }

  @Test
  void aFullDiskIsSaidOnce() throws Exception {
    Path page = folder.resolve("x.html");
    Said full = Said.withoutRoom("render", run.toString(), "--report", "html=" + page);
    assertEquals(74, full.exit(), full::toString);
    assertTrue(
        full.err().startsWith("the html report could not be written: " + page + ": File too large"),
        full::err);
  }

  @Test
  void twoNamesOfOneFileAreRefused() throws IOException {
    Path file = folder.resolve("c");
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path same = Files.createSymbolicLink(folder.resolve("same"), inner);
    refused(file, folder + "/./c");
    refused(inner.resolve("c"), same + "/c");
    refused(file, inner + "/../c");
    Path there = Files.createFile(file);
    refused(there, Files.createSymbolicLink(folder.resolve("link"), there).toString());
    Path here = Path.of("").toAbsolutePath().resolve("rollcall-c.xml");
    refused(here, "rollcall-c.xml");
  }

  private void refused(Path one, String other) {
    Said said = render("junit=" + one, "html=" + other);
    assertEquals(2, said.exit(), said::toString);
    assertTrue(said.err().contains("two reports would be written to " + other), said::err);
  }

  @Test
  void noReportReplacesAnInput() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), run);
    replaces("RUN.json", run, "render", run.toString(), "--report", "html=" + link);
    Path site = Files.writeString(folder.resolve("s.yaml"), "servers: [a.uni.edu]\n");
    replaces("--site", site, "check", "--site", site.toString(), "--report", "json=" + site);
    Path checks = folder.resolve("checks.yaml");
    replaces("--checks", checks, "check", "--checks=" + checks, "--report", "json=" + checks);
    Path secret = Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef");
    assumeTrue(secret.toFile().setReadable(false, false) && secret.toFile().setReadable(true));
    replaces("--key-file", secret, "answer", "--key-file=" + secret, "--report", "json=" + secret);
    replaces(
        "--notify", secret, "check", "--notify=slack=file:" + secret, "--report", "json=" + secret);
    replaces("--checks", checks, "init", checks.toString(), "--checks=" + checks, "--overwrite");
    String history = "--history=" + folder;
    replaces(
        "LOG.json", run, "bundle", run.toString(), history, "--out=" + run, "--site=" + checks);
  }

  @Test
  void noReportReplacesAFileThatTheSiteFileNames() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "geheim");
    Path site =
        Files.writeString(
            folder.resolve("s.yaml"),
            "proxy: {url: http://127.0.0.1:3128, user: u, password: {file: secret}}\n");
    Path checks = folder.resolve("checks.yaml");
    replaces(
        "proxy.password",
        secret,
        "check",
        "--site=" + site,
        "--checks=" + checks,
        "--report",
        "json=" + secret);
    replaces(
        "proxy.password",
        secret,
        "bundle",
        "--site=" + site,
        "--checks=" + checks,
        "--history=" + history(),
        "--overwrite",
        "--out=" + secret);
    replaces(
        "proxy.password",
        secret,
        "answer",
        "--site=" + site,
        "--checks=" + checks,
        "--report",
        "json=" + secret);
  }

  /** A history with one run. */
  private Path history() {
    Path history = folder.resolve("history");
    Said said =
        Said.to("check", "--checks=" + folder.resolve("checks.yaml"), "--history=" + history);
    assertTrue(said.exit() < 2, said::toString);
    return history;
  }

  @Test
  void aHistoryReplacesNoInput() throws IOException {
    Path history = Files.createDirectory(folder.resolve("history"));
    Path lock = Files.copy(folder.resolve("checks.yaml"), history.resolve("lock"));
    String before = Files.readString(lock);
    Said said = Said.to("check", "--checks=" + lock, "--history=" + history);
    assertEquals(2, said.exit(), said::toString);
    assertTrue(
        said.err().contains(lock + " is read by this command (--checks), and has a name that the"),
        said::err);
    Path secret = Files.writeString(history.resolve("login-sql"), "geheim");
    Path site =
        Files.writeString(
            folder.resolve("s.yaml"),
            "proxy: {url: http://127.0.0.1:3128, user: u, password: {file: history/login-sql}}\n");
    said =
        Said.to(
            "check",
            "--site=" + site,
            "--checks=" + folder.resolve("checks.yaml"),
            "--history=" + history);
    assertEquals(2, said.exit(), said::toString);
    assertTrue(
        said.err().contains(secret + " is read by this command (proxy.password)"), said::err);
    assertEquals(before, Files.readString(lock));
    assertEquals("geheim", Files.readString(secret));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "refused-u.json", "baseline-own-appsanywhere.json", "bundle.key"})
  void noReportReplacesTheHistorysOwn(String own) throws IOException {
    Path history = Files.createDirectory(folder.resolve("history"));
    Path checks = folder.resolve("checks.yaml");
    Said said =
        Said.to(
            "check",
            "--checks=" + checks,
            "--history=" + history,
            "--report",
            "json=" + history.resolve(own));
    assertEquals(2, said.exit(), said::toString);
    assertTrue(said.err().contains("the history's own (--history " + history + ")"), said::err);
    assertEquals(0, Objects.requireNonNull(history.toFile().list()).length);
  }

  private static void replaces(String name, Path file, String... command) throws IOException {
    String before = Files.readString(file);
    Said said = Said.to(command);
    assertEquals(2, said.exit(), said::toString);
    assertTrue(
        said.err().contains(" is read by this command (" + name + "), and would be replaced"),
        said::err);
    assertEquals(before, Files.readString(file));
  }

  @Test
  void aSpecialFileMayBeNamedTwice() {
    assertEquals(new Said(0, "", ""), render("junit=/dev/null", "html=/dev/null"));
  }
}
