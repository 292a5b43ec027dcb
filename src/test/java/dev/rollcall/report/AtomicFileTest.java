package dev.rollcall.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesAndReplaces() throws IOException {
    Path file = folder.resolve("run.json");
    AtomicFile.write(file, bytes("first, and longer"));
    AtomicFile.write(file, bytes("second"));
    assertEquals("second", Files.readString(file));
    assertEquals(List.of("run.json"), names());
  }

  @Test
  void aNewFileHasTheUsualPermissionsAndAnExistingOneKeepsItsOwn() throws IOException {
    Path usual = Files.writeString(folder.resolve("usual"), "");
    Path file = folder.resolve("run.json");
    AtomicFile.write(file, bytes("x"));
    assertEquals(Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    AtomicFile.write(file, bytes("y"));
    assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.writeString(folder.resolve("real"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    AtomicFile.write(link, bytes("new"));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(file));
  }

  @Test
  void aDeviceIsWrittenTo() throws IOException {
    AtomicFile.write(Path.of("/dev/null"), bytes("x"));
    assertTrue(Files.exists(Path.of("/dev/null")) && !Files.isRegularFile(Path.of("/dev/null")));
  }

  /** As with {@code json=/dev/stdout > file}: the file that the shell opened must stay the one. */
  @Test
  void anOpenStreamIsWrittenTo() throws Exception {
    Path file = folder.resolve("opened");
    try (FileInputStream kept = new FileInputStream(Files.writeString(file, "old").toFile());
        var open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : open.toList()) {
        if (Files.isSymbolicLink(descriptor)
            && Files.readSymbolicLink(descriptor).equals(file.toRealPath())) {
          AtomicFile.write(descriptor, bytes("new"));
        }
      }
      assertEquals("new", new String(kept.readAllBytes(), UTF_8));
    }
  }

  @Test
  void anInterruptDoesNotStopIt() throws IOException {
    Path file = folder.resolve("run.json");
    Thread.currentThread().interrupt();
    AtomicFile.write(file, bytes("whole"));
    assertTrue(Thread.interrupted());
    assertEquals("whole", Files.readString(file));
  }

  @Test
  void namesTheFileAndTheRemedy() throws IOException {
    Path lost = folder.resolve("none").resolve("run.json");
    assertEquals(
        lost + ": the folder " + lost.getParent() + " does not exist: create it first",
        assertThrows(IOException.class, () -> AtomicFile.write(lost, bytes("x"))).getMessage());
    assertEquals(
        folder + ": this is a folder: name a file in it",
        assertThrows(IOException.class, () -> AtomicFile.write(folder, bytes("x"))).getMessage());
    Path tooLong = folder.resolve("x".repeat(300));
    String message =
        assertThrows(IOException.class, () -> AtomicFile.write(tooLong, bytes("x"))).getMessage();
    assertTrue(message.startsWith(tooLong + ": could not be written: "), message);
    assertEquals(List.of(), names());
  }
}
