package dev.rollcall.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
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

  /** A link has every permission; the file that it leads to must not. */
  @Test
  void aLinkWithoutATargetMakesTheTarget() throws IOException {
    Path usual = Files.writeString(folder.resolve("usual"), "");
    Path first = Files.createSymbolicLink(folder.resolve("first"), Path.of("second"));
    Files.createSymbolicLink(folder.resolve("second"), Path.of("gone"));
    AtomicFile.check(first);
    AtomicFile.write(first, bytes("new"));
    assertTrue(Files.isSymbolicLink(first));
    Path made = folder.resolve("gone");
    assertEquals("new", Files.readString(made));
    assertEquals(Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(made));
    assertEquals(List.of("first", "gone", "second", "usual"), names());
  }

  @Test
  void aLinkThatLeadsToItselfIsReplaced() throws IOException {
    Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("again"));
    Files.createSymbolicLink(folder.resolve("again"), Path.of("circle"));
    AtomicFile.check(circle);
    AtomicFile.write(circle, bytes("new"));
    assertTrue(Files.isRegularFile(circle, LinkOption.NOFOLLOW_LINKS));
    assertEquals("new", Files.readString(circle));
    assertEquals(List.of("again", "circle"), names());
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
  void aPipeIsWrittenTo() throws Exception {
    Path pipe = pipe();
    Process reader = new ProcessBuilder("cat", pipe.toString()).start();
    AtomicFile.write(pipe, bytes("x"));
    assertEquals("x", new String(reader.getInputStream().readAllBytes(), UTF_8));
  }

  private Path pipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    return pipe;
  }

  /** To open one waits until there is a reader, which may be never. */
  @Test
  void aPipeWithoutAReaderEndsNoRun() throws Exception {
    Path pipe = pipe();
    assertEquals(
        pipe + ": no process reads this pipe: start its reader first",
        assertThrows(
                IOException.class,
                () -> SpecialFile.write(pipe, out -> out.write(bytes("x")), Duration.ofMillis(50)))
            .getMessage());
    // Lets the thread go that waits.
    Files.newByteChannel(pipe, StandardOpenOption.READ).close();
  }

  @Test
  void neitherADiskNorForRootAnothersPipeIsWrittenTo() throws IOException {
    Path any = Path.of("/srv/pipe");
    UnixFile disk = new UnixFile(Path.of("/dev/sda"), UnixFile.ROOT, 0060660, 1);
    UnixFile pipe = new UnixFile(any, 1000, 0010600, 1);
    for (boolean root : new boolean[] {true, false}) {
      assertEquals(
          "/dev/sda: this is a disk: name a file",
          assertThrows(UnsafePathException.class, () -> SpecialFile.refuse(disk, root))
              .getMessage());
    }
    assertTrue(
        String.valueOf(
                assertThrows(UnsafePathException.class, () -> SpecialFile.refuse(pipe, true))
                    .getMessage())
            .startsWith("/srv/pipe: this is a pipe or a device of the user "));
    SpecialFile.refuse(pipe, false);
    SpecialFile.refuse(new UnixFile(Path.of("/dev/pts/0"), 1000, 0020620, 1), true);
  }

  /** What another user has put there under a name that was guessed stays as it is. */
  @Test
  void theTemporaryFileIsAlwaysANewOne() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine"), "precious");
    try (SafeFolder in = SafeFolder.open(folder)) {
      Files.createSymbolicLink(folder.resolve("guessed"), mine);
      Files.createLink(folder.resolve("hard"), mine);
      for (String name : List.of("guessed", "hard", "mine")) {
        assertThrows(FileAlreadyExistsException.class, () -> in.make(name), name);
        assertThrows(FileAlreadyExistsException.class, () -> in.makePrivate(name), name);
      }
    }
    assertEquals("precious", Files.readString(mine));
  }

  /** An open folder stays the one it was, whatever is put in its place. */
  @Test
  void aFolderThatIsSwappedMeanwhileIsNotFollowed() throws IOException {
    Path before = Files.createDirectory(folder.resolve("reports"));
    Path other = Files.createDirectory(folder.resolve("other"));
    try (SafeFolder in = SafeFolder.open(before)) {
      Files.move(before, folder.resolve("moved"));
      Files.createSymbolicLink(before, other);
      AtomicFile.writePrivate(in, "run.json", out -> out.write(bytes("x")));
    }
    assertEquals("x", Files.readString(folder.resolve("moved/run.json")));
    assertEquals(List.of("moved", "other", "reports"), names());
    try (var files = Files.list(other)) {
      assertEquals(List.of(), files.toList());
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
    assertTrue(message.startsWith(tooLong + ": "), message);
    assertEquals(List.of(), names());
  }
}
