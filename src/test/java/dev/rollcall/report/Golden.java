package dev.rollcall.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that show what a report looks like; the tests hold the reports to them. */
public final class Golden {
  private Golden() {}

  /**
   * Compares. Where they differ, what was rendered is left beside the build, ready to be looked at
   * and copied over the golden file.
   */
  public static void assertMatches(String name, byte[] rendered) throws IOException {
    try (InputStream golden = Golden.class.getResourceAsStream(name)) {
      String expected =
          golden == null ? null : new String(golden.readAllBytes(), StandardCharsets.UTF_8);
      String actual = new String(rendered, StandardCharsets.UTF_8);
      Path copy = Path.of("target", "golden", name);
      if (!actual.equals(expected)) {
        Files.createDirectories(copy.getParent());
        Files.write(copy, rendered);
      }
      assertNotNull(expected, "no golden file " + name + ": see " + copy);
      assertEquals(expected, actual, "see " + copy);
    }
  }
}
