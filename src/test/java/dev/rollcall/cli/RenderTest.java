package dev.rollcall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.document.RunDocument;
import dev.rollcall.model.Run;
import dev.rollcall.report.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run counts once, in however many files it is. */
class RenderTest {
  @TempDir private Path folder;
  private Path one;
  private Path copy;

  @BeforeEach
  void store() throws IOException {
    one = Files.write(folder.resolve("one.json"), RunDocument.write(SampleRun.everything()));
    copy = Files.copy(one, folder.resolve("copy.json"));
  }

  @Test
  void aRunThatIsGivenTwiceCountsOnce() {
    Said alone = Said.to("render", one.toString());
    Said twice = Said.to("render", one.toString(), one.toString(), copy.toString());
    assertEquals(0, twice.exit(), twice::toString);
    assertEquals(alone.out(), twice.out());
    assertEquals(
        one
            + " is named twice: it counts once\n"
            + copy
            + " is of the same run as "
            + one
            + ": it counts once\n",
        twice.err());
  }

  @Test
  void aLaterRunOfTheSameHostIsAnotherOne() throws IOException {
    Run run = SampleRun.everything();
    Run later =
        new Run(
            run.origin(),
            run.startedAt().plusSeconds(60),
            run.took(),
            run.interrupted(),
            run.remarks(),
            run.results());
    Path other = Files.write(folder.resolve("other.json"), RunDocument.write(later));
    Said both = Said.to("render", one.toString(), other.toString());
    assertEquals("", both.err());
    assertTrue(both.out().contains("2 runs"), both.out());
  }
}
