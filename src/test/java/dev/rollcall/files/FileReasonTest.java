package dev.rollcall.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
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
}
