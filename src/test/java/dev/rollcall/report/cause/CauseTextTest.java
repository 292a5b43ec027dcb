package dev.rollcall.report.cause;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.fault.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CauseTextTest {
  /** One meaning in both places. */
  @Test
  void theReadmeSaysTheSame() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    for (FaultKind kind : FaultKind.values()) {
      assertTrue(
          readme
              .lines()
              .filter(line -> line.contains("`" + kind + "`") && line.startsWith("| `"))
              .anyMatch(
                  line ->
                      line.contains(
                          " | "
                              + CauseText.of(kind).meaning()
                              + " | "
                              + CauseText.of(kind).acts()
                              + " | ")),
          kind::toString);
    }
  }
}
