package dev.rollcall.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No input is waited for for ever; what the caller opened is read whatever it is. */
class InputFileTest {
  @TempDir private Path folder;

  private static String refused(Path file) {
    return InputFile.reason(
        assertThrows(FileSystemException.class, () -> InputFile.read(file, 100)));
  }

  @Test
  void aNamedPipeIsRefusedAlsoThroughALink() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
    assertTrue(refused(pipe).startsWith("this is a named pipe, a socket or a device,"));
    assertTrue(refused(link).endsWith("name a file, or /dev/stdin"));
  }

  @Test
  void aDeviceIsRefused() {
    assertTrue(refused(Path.of("/dev/zero")).startsWith("this is a named pipe, a socket or a dev"));
  }

  @Test
  void aFolderAndAFileThatIsNotThereAreNamedAsSuch() {
    assertEquals("this is a folder: name a file in it", refused(folder));
    assertEquals(
        "there is no such file: correct its name, or create it", refused(folder.resolve("none")));
  }

  @Test
  void theSizeIsLimited() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[100]);
    assertEquals(100, InputFile.read(file, 100).length);
    Files.write(file, new byte[101]);
    assertEquals("it has more than 100 bytes", refused(file));
  }

  /** As a shell's {@code <(…)} does, which leaves the reading end of a pipe open. */
  @Test
  void aDescriptorOfThisProcessIsReadAlsoThroughALink() throws Exception {
    String link = folder.resolve("link").toString();
    for (String shell :
        new String[] {
          "exec \"$@\" /dev/stdin",
          "exec \"$@\" /proc/self/fd/0",
          "exec 7<&0; exec \"$@\" /dev/fd/7",
          "ln -s /dev/fd/0 '" + link + "'; exec \"$@\" '" + link + "'"
        }) {
      Process process =
          new ProcessBuilder(command("sh", "-c", "printf piped | { " + shell + "; }", "sh"))
              .start();
      byte[] out = process.getInputStream().readAllBytes();
      assertEquals(0, process.waitFor(), shell);
      assertArrayEquals("piped".getBytes(StandardCharsets.UTF_8), out, shell);
    }
  }

  /** Its writer is gone when it is read. */
  @Test
  void aNamedPipeAsStandardInputIsReadAndAsAnotherDescriptorRefused() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    String opened = "exec 8<>'" + pipe + "'; printf piped >&8; exec 7<'" + pipe + "' 8>&-; ";
    Process read =
        new ProcessBuilder(command("sh", "-c", opened + "exec \"$@\" /dev/stdin <&7", "sh"))
            .start();
    byte[] out = read.getInputStream().readAllBytes();
    assertEquals(0, read.waitFor());
    assertArrayEquals("piped".getBytes(StandardCharsets.UTF_8), out);
    Process other =
        new ProcessBuilder(command("sh", "-c", opened + "exec \"$@\" /dev/fd/7", "sh")).start();
    String err = new String(other.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, other.waitFor());
    assertTrue(err.contains("/dev/fd/7: this is a named pipe"), err);
  }

  private static List<String> command(String... shell) {
    List<String> command = new ArrayList<>(List.of(shell));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Shown.class.getName()));
    return command;
  }

  /** Prints an input. */
  static final class Shown {
    private Shown() {}

    public static void main(String[] args) throws IOException {
      System.out.write(InputFile.read(Path.of(args[0]), 100));
      System.out.flush();
    }
  }
}
