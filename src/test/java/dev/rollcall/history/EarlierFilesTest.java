package dev.rollcall.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.history.entry.BaselineJson;
import dev.rollcall.history.entry.EntryJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files of a history that an earlier build has written are read as it meant them. */
class EarlierFilesTest {
  private static final String RUN = "2026-11-23T043434.123Z-appsanywhere";

  private static byte[] file(String name) throws IOException {
    try (InputStream in = EarlierFilesTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  @Test
  void aLineOfTheJournal() throws IOException {
    ByteBuffer line = ByteBuffer.wrap(file("journal.jsonl"));
    assertEquals(
        new EntryJson.Line(
            RUN,
            Entries.SERIES,
            Optional.of(Entries.entry(RUN, Entries.START, Entries.SERIES, "calm"))),
        EntryJson.read(line, any -> true));
  }

  @Test
  void aBaseline() throws IOException {
    assertEquals(
        Entries.baseline(Entries.SERIES, "2026-11-23T043431.123Z-appsanywhere"),
        BaselineJson.read(file("baseline.json")));
  }
}
