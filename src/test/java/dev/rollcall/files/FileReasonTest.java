package dev.rollcall.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileReasonTest {
  private static String reason(String path, String encoding) {
    return FileReason.of(new InvalidPathException(path, "as Java says"), encoding);
  }

  /** Cron gives a job the locale C. */
  @Test
  void aNameThatTheLocaleCannotWriteNamesTheLocale() {
    assertEquals(
        "is not a path in this locale, whose encoding is ANSI_X3.4-1968: set LC_ALL=C.UTF-8",
        reason("s\u00fcd.yaml", "ANSI_X3.4-1968"));
    assertEquals("is not a path", reason("a\0b", "ANSI_X3.4-1968"));
    assertEquals("is not a path", reason("s\u00fcd\0", "UTF-8"));
  }

  @Test
  void aNameThatIsNotInTheLocalesEncodingIsNotMissing() {
    assertEquals(
        "its name is not in the encoding of this locale, so that it cannot be found: rename it",
        InputFile.reason(new NoSuchFileException("s\uFFFDd.yaml")));
  }

  @Test
  void aFolderThatIsNotInTheLocalesEncodingIsNotMissing() {
    Path report = Path.of("/none").resolve("s\uFFFDd").resolve("r.json");
    String said =
        String.valueOf(
            assertThrows(IOException.class, () -> AtomicFile.check(report)).getMessage());
    assertTrue(said.contains(" was not found: its name is not in the encoding"), said);
  }

  @Test
  void aFolderThatTheLocaleCannotWriteNamesTheLocale() {
    assertEquals(Optional.empty(), FileReason.ofWorkingFolder("/home/s\u00fcd", "UTF-8"));
    assertEquals(
        Optional.of(
            "the name of the folder that Rollcall is run in (/home/s\uFFFDd) is not in the"
                + " encoding of this locale, which is ANSI_X3.4-1968: set LC_ALL=C.UTF-8, or"
                + " change to another folder"),
        FileReason.ofWorkingFolder("/home/s\uFFFDd", "ANSI_X3.4-1968"));
    assertTrue(
        FileReason.ofWorkingFolder("/home/s\uFFFDd", "UTF-8")
            .orElseThrow()
            .endsWith(": rename it, or change to another folder"));
  }
}
