package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.history.store.Recorder;
import dev.rollcall.probe.Peer;
import dev.rollcall.protocol.ssh.SshHello;
import dev.rollcall.report.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code bundle}, and {@code render} of what it made. */
class BundleCommandTest {
  @TempDir private Path folder;

  private Path checks = Path.of("");

  @BeforeEach
  void aHistory() throws Exception {
    try (Peer peer =
        Peer.serving(
            socket -> {
              socket.getOutputStream().write(SshHello.of("OpenSSH_9.2 quadrangle"));
              Peer.drain(socket);
            })) {
      checks = Own.catalogue(folder, "shell", peer.address());
      for (int i = 0; i < 2; i++) {
        Said said = Said.to("check", "--checks", checks.toString(), "--history", history());
        assertTrue(said.exit() < 2, said::toString);
      }
    }
  }

  private String history() {
    return folder.resolve("history").toString();
  }

  private Said bundle(String... more) {
    return Said.to(
        Stream.concat(
                Stream.of("bundle", "--history", history(), "--checks", checks.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static Map<String, String> parts(Path zip) throws IOException {
    Map<String, String> parts = new HashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        parts.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return parts;
  }

  @Test
  void itSaysWhatIsInItAndEveryReportIsMadeOfIt() throws Exception {
    Path zip = folder.resolve("out.zip");
    Path site =
        Files.writeString(
            folder.resolve("site.yaml"), "# quaestor knows\nself: quad1.uni.edu # not this\n");
    Said said = bundle("--out", zip.toString(), "--site", site.toString(), "--redact");
    assertEquals(0, said.exit(), said::toString);
    List<String> lines = said.out().lines().toList();
    assertTrue(lines.get(0).startsWith("README.txt"), said::out);
    assertTrue(
        lines.get(1).matches("run\\.json +\\d+ KiB  the last run: 1 rule from .*"), said::out);
    assertTrue(lines.get(2).contains("in the last 2 runs"), said::out);
    assertTrue(lines.get(3).startsWith("site.yaml"), said::out);
    assertTrue(said.out().contains("keep the key " + history() + "/bundle.key here"), said::out);
    assertTrue(lines.get(lines.size() - 1).startsWith("Written: " + zip), said::out);
    for (Map.Entry<String, String> part : parts(zip).entrySet()) {
      for (String name : List.of("quadrangle", "quad1", "quaestor", "shell\"", folder.toString())) {
        assertFalse(part.getValue().contains(name), part.getKey() + " has " + name);
      }
    }

    assertEquals(0, Said.to("render", zip.toString()).exit());
    for (Format format : Format.values()) {
      Path report = folder.resolve("report." + format.word().replace("change-request", "md"));
      Said made = Said.to("render", zip.toString(), "--report", format.word() + "=" + report);
      assertEquals(0, made.exit(), made::toString);
      assertTrue(Files.size(report) > 0, format.word());
    }
    String page = Files.readString(folder.resolve("report.html"));
    assertTrue(page.contains("History: 2"), "the course is in the page");
  }

  @Test
  void theKeyStaysAndCanBeShared() throws Exception {
    Path one = folder.resolve("1.zip");
    Path two = folder.resolve("2.zip");
    Path three = folder.resolve("3.zip");
    assertEquals(0, bundle("--out", one.toString(), "--redact").exit());
    Path key = Path.of(history(), "bundle.key");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    Path copy = Files.copy(key, folder.resolve("shared.key"));
    Files.delete(key);
    assertEquals(
        0, bundle("--out", two.toString(), "--redact", "--redact-key", copy.toString()).exit());
    assertFalse(Files.exists(key));
    assertEquals(Files.readString(copy).strip().length(), 64);
    assertEquals(0, bundle("--out", three.toString(), "--redact").exit());
    assertEquals(-1, Files.mismatch(one, two));
    assertNotEquals(-1, Files.mismatch(one, three));
  }

  @Test
  void wrongCallsWriteNothing() throws Exception {
    Path zip = folder.resolve("out.zip");
    Path other = Files.writeString(folder.resolve("other"), "mine");
    Path open = Files.writeString(folder.resolve("open.key"), "0123456789abcdef0");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Path small = Files.writeString(folder.resolve("small.key"), "short");
    Files.setPosixFilePermissions(small, PosixFilePermissions.fromString("rw-------"));
    Path large = Files.writeString(folder.resolve("large.key"), "k".repeat(5000));
    Files.setPosixFilePermissions(large, PosixFilePermissions.fromString("rw-------"));
    Path link = Files.createSymbolicLink(folder.resolve("link.zip"), other);
    Path dangling = Files.createSymbolicLink(folder.resolve("gone.zip"), folder.resolve("gone"));
    Path site = Files.writeString(folder.resolve("site.yaml"), "proxy: {url: nonsense}\n");
    String out = zip.toString();
    List<String> said = new ArrayList<>();
    said.add(refused("exists: name another file, or add --overwrite", "--out", link.toString()));
    said.add(refused("exists: name another", "--out", dangling.toString()));
    said.add(refused("add --redact", "--out", out, "--redact-key", small.toString()));
    said.add(refused("chmod 600", "--out", out, "--redact", "--redact-key", open.toString()));
    said.add(refused("more than 4096 bytes", "--out", out, "--redact", "--redact-key", "" + large));
    said.add(refused("fewer than 16", "--out", out, "--redact", "--redact-key", small.toString()));
    said.add(
        refused(
            "was not read: there is no such file",
            "--out",
            out,
            "--redact",
            "--redact-key",
            out + "none"));
    said.add(refused("does not exist", "--out", folder + "/none/out.zip"));
    said.add(refused("this is a folder", "--out", folder.toString()));
    said.add(refused("name a file with --out FILE", "--out", "-"));
    said.add(refused("no such file", "--out", out, folder + "/none.json"));
    said.add(refused("not a stand-in's log", "--out", out, checks.toString()));
    said.add(refused("site.yaml:1", "--out", out, "--site", site.toString()));
    said.add(refused("has no run from client", "--out", out, "--from", "client"));
    assertFalse(Files.exists(zip), said::toString);
    assertEquals("mine", Files.readString(other));
    Said missing = Said.to("bundle", "--history", history());
    assertTrue(missing.err().contains("Missing required option: '--out=FILE'"), missing::err);

    assertEquals(0, bundle("--out", link.toString(), "--overwrite").exit());
    assertTrue(Files.isSymbolicLink(link));
    assertTrue(Files.readString(other, StandardCharsets.ISO_8859_1).startsWith("PK"));
  }

  private String refused(String sentence, String... args) {
    Said said = bundle(args);
    assertEquals(2, said.exit(), said::toString);
    assertTrue(said.err().contains(sentence), said::toString);
    assertEquals("", said.out());
    return said.err();
  }

  @Test
  void aLinkInPlaceOfTheKeyIsNotFollowed() throws Exception {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "x".repeat(32));
    Files.createSymbolicLink(Path.of(history(), "bundle.key"), elsewhere);
    String said = refused("this is a symbolic link", "--out", folder + "/out.zip", "--redact");
    assertTrue(said.contains("bundle.key"), said);
  }

  @Test
  void aCheckThatRunsDoesNotStandInItsWay() throws Exception {
    try (Recorder held = Recorder.open(Path.of(history()), "check")) {
      assertTrue(held.archive().series().size() > 0);
      assertEquals(0, bundle("--out", folder + "/out.zip").exit());
    }
  }

  @Test
  void aFullDiskIsReported() {
    Said said = Said.toFullDisk("bundle", "--history", history(), "--out", folder + "/out.zip");
    assertEquals(74, said.exit(), said::toString);
  }

  /** A key that is cut off would be refused by every later bundle. */
  @Test
  void aKeyIsMadeWholeOrNotAtAll() throws Exception {
    Said said =
        Said.withoutRoom(
            "bundle",
            "--history=" + history(),
            "--checks=" + checks,
            "--out=" + folder + "/out.zip",
            "--redact");
    assertEquals(74, said.exit(), said::toString);
    assertTrue(
        said.err().matches("the key file .*/bundle.key could not be written: File too large\\R"),
        said::err);
    try (Stream<Path> files = Files.list(Path.of(history()))) {
      assertEquals(List.of(), files.filter(file -> file.toString().contains("key")).toList());
    }
    assertEquals(0, bundle("--out", folder + "/out.zip", "--redact").exit());
  }

  @Test
  void aDamagedBundleIsRefused() throws Exception {
    Path zip = folder.resolve("out.zip");
    assertEquals(0, bundle("--out", zip.toString()).exit());
    byte[] bytes = Files.readAllBytes(zip);
    Files.write(zip, java.util.Arrays.copyOf(bytes, bytes.length / 3));
    Said said = Said.to("render", zip.toString());
    assertEquals(2, said.exit(), said::toString);
    assertTrue(said.err().contains("the archive is damaged or incomplete"), said::err);
  }
}
