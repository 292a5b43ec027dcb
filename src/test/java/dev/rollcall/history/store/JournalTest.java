package dev.rollcall.history.store;

import static dev.rollcall.history.Entries.SERIES;
import static dev.rollcall.history.Entries.START;
import static dev.rollcall.history.Entries.append;
import static dev.rollcall.history.Entries.ids;
import static dev.rollcall.history.Entries.journal;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.history.Entries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The journal after crashes, and however long it is. */
class JournalTest {
  /** Every how many lengths of a torn line a run is written as well, which waits for the disk. */
  private static final int WRITTEN = 8;

  @TempDir private Path folder;

  private List<String> three() throws IOException, HeldException {
    List<String> ids = new ArrayList<>();
    try (Recorder recorder = Entries.open(folder)) {
      for (int i = 0; i < 3; i++) {
        ids.add(append(recorder, START.plusSeconds(i), SERIES).run());
      }
    }
    return ids;
  }

  @Test
  void aLineThatIsTornAnywhereCostsItsRunAlone() throws Exception {
    List<String> ids = three();
    byte[] whole = Files.readAllBytes(journal(folder));
    int second = lastLine(whole);
    for (int length = second; length < whole.length; length++) {
      Files.write(journal(folder), Arrays.copyOf(whole, length));
      Archive reader = Entries.archive(folder);
      assertEquals(ids.subList(0, 2), ids(reader.last(SERIES, 9)), "torn at " + length);
      assertEquals(0, reader.damaged());
      if ((length - second) % WRITTEN != 0 && length < whole.length - 1) {
        continue;
      }
      try (Recorder recorder = Entries.open(folder)) {
        assertEquals(second, Files.size(journal(folder)));
        String next = append(recorder, START.plusSeconds(3), SERIES).run();
        List<String> now = List.of(ids.get(0), ids.get(1), next);
        assertEquals(now, ids(recorder.archive().last(SERIES, 9)));
      }
    }
  }

  private static int lastLine(byte[] lines) {
    int feed = lines.length - 2;
    while (lines[feed] != '\n') {
      feed--;
    }
    return feed + 1;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "null", "[1", "{\"version\":1,\"run\":3}", "\0\0\0\0"})
  void aDamagedLineIsSkippedAndCounted(String damage) throws Exception {
    List<String> ids = three();
    List<String> lines = new ArrayList<>(Files.readAllLines(journal(folder)));
    lines.set(1, damage);
    Files.write(journal(folder), lines);
    Archive reader = Entries.archive(folder);
    for (int twice = 0; twice < 2; twice++) {
      assertEquals(List.of(ids.get(0), ids.get(2)), ids(reader.last(SERIES, 9)));
      assertEquals(1, reader.damaged());
    }
    try (Recorder recorder = Entries.open(folder)) {
      append(recorder, START.plusSeconds(9), SERIES);
      assertEquals(3, recorder.archive().last(SERIES, 9).size());
    }
  }

  /** So that a question costs the same however many runs are stored. */
  @Test
  void noLineIsReadThatIsOlderThanThoseWanted() throws Exception {
    List<String> ids = three();
    List<String> lines = new ArrayList<>(Files.readAllLines(journal(folder)));
    lines.set(0, "{}");
    lines.addAll(Collections.nCopies(98, lines.get(2)));
    Files.write(journal(folder), lines);
    Archive reader = Entries.archive(folder);
    assertEquals(ids.get(2), reader.newest());
    assertEquals(99, reader.last(SERIES, 99).size());
    assertEquals(List.of(SERIES), reader.series());
    assertEquals(0, reader.damaged());
    assertEquals(100, reader.last(SERIES, 101).size());
    assertEquals(1, reader.damaged());
  }

  /** No rule takes longer than a year, and no arithmetic would bear it. */
  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "-9223372036854775808", "31622401", "1e18"})
  void aTimeThatNothingTakesIsDamage(String seconds) throws Exception {
    List<String> ids = three();
    List<String> lines = new ArrayList<>(Files.readAllLines(journal(folder)));
    assertTrue(lines.get(1).contains("\"answer\":5"), lines.get(1));
    lines.set(1, lines.get(1).replace("\"answer\":5", "\"answer\":" + seconds));
    Files.write(journal(folder), lines);
    Archive reader = Archive.of(folder);
    assertEquals(List.of(ids.get(0), ids.get(2)), ids(reader.last(SERIES, 9)));
    assertEquals(1, reader.damaged());
  }

  @Test
  void anyByteMayBeDamagedAndNoOtherRunIsLost() throws Exception {
    List<String> ids = three();
    byte[] whole = Files.readAllBytes(journal(folder));
    long seed = Long.getLong("journal.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      int at = random.nextInt(lastLine(whole) - 1);
      // A version that is larger is no damage, but refused.
      damaged[at] = (byte) (random.nextInt(2) == 0 ? random.nextInt('0') : 128 + at % 128);
      Files.write(journal(folder), damaged);
      List<String> left = ids(Entries.archive(folder).last(SERIES, 9));
      assertTrue(left.contains(ids.get(2)), () -> "-Djournal.seed=" + seed + ": " + left);
    }
  }

  @Test
  void linesComeBackwardsWhateverTheirLength() throws IOException {
    Random random = new Random(5);
    Path file = folder.resolve("lines");
    for (int round = 0; round < 60; round++) {
      List<String> lines = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        int length = random.nextInt(4) == 0 ? random.nextInt(300_000) : random.nextInt(60);
        // Also around the size of a block.
        length = random.nextInt(5) == 0 ? 65_534 + random.nextInt(5) : length;
        String line = Integer.toString(i % 10).repeat(length);
        lines.add(line);
        text.append(line).append('\n');
      }
      text.append(round % 2 == 0 ? "" : "torn".repeat(random.nextInt(40_000)));
      Files.writeString(file, text);
      Collections.reverse(lines);
      assertEquals(lines, read(file, text.toString()), "round " + round);
    }
  }

  private static List<String> read(Path file, String text) throws IOException {
    List<String> read = new ArrayList<>();
    try (BackwardLines backwards = BackwardLines.of(Files.newByteChannel(file))) {
      Optional<BackwardLines.Line> next = backwards.previous();
      for (; next.isPresent(); next = backwards.previous()) {
        byte[] bytes = new byte[next.get().length()];
        next.get().text().get(bytes);
        String line = new String(bytes, US_ASCII);
        read.add(line);
        assertTrue(text.startsWith(line + "\n", (int) next.get().offset()));
      }
    }
    return read;
  }

  @Test
  void aLineWithoutEndIsGivenOutEmptyAndTheOthersWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("lines"), "first\n");
    Files.write(file, new byte[3 * BackwardLines.LONGEST], StandardOpenOption.APPEND);
    Files.writeString(file, "\nlast\n", StandardOpenOption.APPEND);
    try (BackwardLines backwards = BackwardLines.of(Files.newByteChannel(file))) {
      assertEquals(4, backwards.previous().orElseThrow().length());
      assertEquals(0, backwards.previous().orElseThrow().length());
      assertEquals(5, backwards.previous().orElseThrow().length());
      assertEquals(Optional.empty(), backwards.previous());
    }
  }
}
