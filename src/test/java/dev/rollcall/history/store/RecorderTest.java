package dev.rollcall.history.store;

import static dev.rollcall.history.Entries.CLIENT;
import static dev.rollcall.history.Entries.SERIES;
import static dev.rollcall.history.Entries.START;
import static dev.rollcall.history.Entries.append;
import static dev.rollcall.history.Entries.journal;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.document.Stored;
import dev.rollcall.history.Entries;
import dev.rollcall.history.entry.Baseline;
import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.Series;
import dev.rollcall.model.Run;
import dev.rollcall.model.rule.Vantage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was appended is there, and nothing else. */
class RecorderTest {
  @TempDir private Path folder;

  private Recorder open() throws IOException, HeldException {
    return Entries.open(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "calm",
        "",
        "two\nlines\r\n\u2028\u0085",
        "\"}],\\",
        "\u001b[2J\u007f\u009b\u202e\ud800",
        "\0",
        "ünïcode \ud83d\ude00"
      })
  void aRunReadsBackEqual(String text) throws Exception {
    try (Recorder recorder = open()) {
      String id = recorder.id(START, Vantage.APPSANYWHERE);
      assertEquals("2026-11-23T043434.123Z-appsanywhere", id);
      JournalEntry entry = Entries.entry(id, START, SERIES, text);
      Run run = Entries.run(START, SERIES, text);
      recorder.append(entry, run);
      Archive archive = Entries.archive(folder);
      assertEquals(List.of(entry), archive.last(SERIES, 9));
      assertEquals(Optional.of(entry), archive.find(id));
      assertEquals(
          List.of("sql.tds", "a.bare"),
          List.copyOf(archive.find(id).orElseThrow().rules().keySet()));
      assertEquals(0, archive.damaged());
      assertEquals(Optional.of(new Stored.OfRun(run)), archive.document(id));
    }
    byte[] line = Files.readAllBytes(journal(folder));
    for (int i = 0; i < line.length; i++) {
      boolean last = i == line.length - 1;
      assertTrue(last ? line[i] == '\n' : line[i] >= ' ' && line[i] < 0x7f, "byte " + i);
    }
  }

  @Test
  void onlyTheOwnerMayReadAnyOfIt() throws Exception {
    Path fresh = folder.resolve("a/b");
    try (Recorder recorder = Entries.open(fresh)) {
      recorder.save(Entries.baseline(SERIES, append(recorder, START, SERIES).run()));
    }
    try (Stream<Path> all = Files.walk(fresh)) {
      for (Path one : all.toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(one));
        assertEquals(Files.isDirectory(one) ? "rwx------" : "rw-------", mode, one::toString);
      }
    }
    assertEquals(
        List.of(
            "baseline-appsanywhere-appsanywhere.json",
            "runs/2026-11-23/2026-11-23T043434.123Z-appsanywhere.json.gz",
            "runs/2026-11-23/journal.jsonl"),
        Entries.files(fresh));
  }

  @Test
  void theNewestOfASeriesComeOldestFirst() throws Exception {
    try (Recorder recorder = open()) {
      for (int day = 0; day < 4; day++) {
        for (int hour = 0; hour < 3; hour++) {
          Instant at = START.plus(Duration.ofDays(day)).plus(Duration.ofHours(hour));
          append(recorder, at, SERIES);
          append(recorder, at, CLIENT);
        }
      }
    }
    Archive archive = Entries.archive(folder);
    assertEquals(
        List.of(
            "2026-11-25T063434.124Z-client",
            "2026-11-26T043434.124Z-client",
            "2026-11-26T053434.124Z-client",
            "2026-11-26T063434.124Z-client"),
        Entries.ids(archive.last(CLIENT, 4)));
    assertEquals(12, archive.last(SERIES, 99).size());
    assertEquals(List.of(), archive.last(SERIES, 0));
    assertEquals(List.of(), archive.last(new Series("other", Vantage.CLIENT), 5));
    assertEquals(List.of(CLIENT, SERIES), archive.series());
  }

  @Test
  void anIdIsLaterThanAllOthersWhateverTheClockSays() throws Exception {
    try (Recorder recorder = open()) {
      append(recorder, START, SERIES);
    }
    Path orphan = folder.resolve("runs/2026-11-23/2026-11-23T043434.500Z-client.json.gz");
    Files.writeString(orphan, "of a killed run");
    try (Recorder recorder = open()) {
      String id = recorder.id(START.minusSeconds(86_400), Vantage.APPSANYWHERE);
      assertEquals("2026-11-23T043434.501Z-appsanywhere", id);
      assertEquals(
          "2026-11-23T043434.502Z-client", recorder.id(START.minusSeconds(1), Vantage.CLIENT));
      JournalEntry entry = Entries.entry("2027-11-23T043434.501Z-client", START, SERIES, "");
      Run run = Entries.run(START, SERIES, "");
      assertThrows(IllegalArgumentException.class, () -> recorder.append(entry, run));
    }
  }

  /** A clock that was wrong once must not date every later run. */
  @Test
  void anEntryOfTheFutureDoesNotMoveTheNextId() throws Exception {
    InstantSource now = InstantSource.fixed(START);
    Instant future = START.plus(Duration.ofDays(3000));
    try (Recorder recorder = Recorder.open(folder, "check", InstantSource.fixed(future))) {
      append(recorder, future, SERIES);
    }
    try (Recorder recorder = Recorder.open(folder, "check", now)) {
      assertEquals("2026-11-23T043434.123Z-appsanywhere", append(recorder, START, SERIES).run());
    }
    try (Recorder recorder = Recorder.open(folder, "check", now)) {
      assertEquals("2026-11-23T043434.124Z-appsanywhere", append(recorder, START, SERIES).run());
      // The newest is the one that was made last, whatever the other says.
      assertEquals(
          List.of(
              "2035-02-09T043434.123Z-appsanywhere",
              "2026-11-23T043434.123Z-appsanywhere",
              "2026-11-23T043434.124Z-appsanywhere"),
          Entries.ids(recorder.archive().last(SERIES, 9)));
    }
  }

  /** Up to a day: the order of the runs is worth more than their dates. */
  @Test
  void aClockThatIsPutBackALittleKeepsTheOrder() throws Exception {
    try (Recorder recorder = Recorder.open(folder, "check", InstantSource.fixed(START))) {
      append(recorder, START, SERIES);
    }
    Instant before = START.minus(Duration.ofHours(20));
    try (Recorder recorder = Recorder.open(folder, "check", InstantSource.fixed(before))) {
      assertEquals("2026-11-23T043434.124Z-appsanywhere", append(recorder, before, SERIES).run());
    }
  }

  @Test
  void aBaselineReadsBackEqualAndIsReplaced() throws Exception {
    Baseline first = Entries.baseline(SERIES, "a");
    Baseline second = Entries.baseline(SERIES, "b");
    try (Recorder recorder = open()) {
      assertEquals(Optional.empty(), recorder.archive().baseline(SERIES));
      recorder.save(first);
      recorder.save(second);
    }
    assertEquals(Optional.of(second), Entries.archive(folder).baseline(SERIES));
    assertEquals(Optional.empty(), Entries.archive(folder).baseline(CLIENT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../out", "/etc/x", "C:\\x", "Appsanywhere", "", "CON", "\0\n"})
  void noCatalogueLeadsOutOfTheFolderOrMeetsAnother(String catalogue) throws Exception {
    Series series = new Series(catalogue, Vantage.APPSANYWHERE);
    Path inner = folder.resolve("inner");
    try (Recorder recorder = Entries.open(inner)) {
      recorder.save(Entries.baseline(SERIES, "a"));
      recorder.save(Entries.baseline(series, "b"));
      append(recorder, START, series);
    }
    Archive archive = Entries.archive(inner);
    assertEquals("a", archive.baseline(SERIES).orElseThrow().basis().run());
    assertEquals("b", archive.baseline(series).orElseThrow().basis().run());
    assertEquals(4, Entries.files(inner).size());
    assertEquals(1, archive.last(series, 9).size());
    try (Stream<Path> beside = Files.list(folder)) {
      assertEquals(List.of(inner), beside.toList());
    }
  }

  /** Both look alike in a file's name, and have the same {@link String#hashCode}. */
  @Test
  void cataloguesThatLookAlikeShareNoBaseline() throws Exception {
    Series one = new Series("own\u00e4~", Vantage.CLIENT);
    Series other = new Series("own\u00e5_", Vantage.CLIENT);
    try (Recorder recorder = open()) {
      recorder.save(Entries.baseline(one, "a"));
      recorder.save(Entries.baseline(other, "b"));
      Archive archive = Entries.archive(folder);
      assertEquals("a", archive.baseline(one).orElseThrow().basis().run());
      assertEquals("b", archive.baseline(other).orElseThrow().basis().run());
    }
  }

  @Test
  void aBaselineOfAnEarlierVersionIsFoundAndReplaced() throws Exception {
    Series series = new Series("own\u00e4~", Vantage.CLIENT);
    Series other = new Series("own\u00e5_", Vantage.CLIENT);
    try (Recorder recorder = open()) {
      recorder.save(Entries.baseline(series, "a"));
      Layout layout = new Layout(folder);
      Files.move(layout.baseline(series), layout.formerBaseline(series));
      Archive archive = Entries.archive(folder);
      assertEquals("a", archive.baseline(series).orElseThrow().basis().run());
      assertEquals(Optional.empty(), archive.baseline(other));
      recorder.save(Entries.baseline(other, "b"));
      assertTrue(Files.exists(layout.formerBaseline(series)));
      recorder.save(Entries.baseline(series, "c"));
      assertEquals("c", archive.baseline(series).orElseThrow().basis().run());
      assertFalse(Files.exists(layout.formerBaseline(series)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{}", "[]", "{\"version\": 1}", "{\"version\": 2}", "\0\0", "{} {}"})
  void aDamagedBaselineIsNamedWithTheRemedy(String content) throws IOException {
    Path file = folder.resolve("baseline-appsanywhere-appsanywhere.json");
    Files.writeString(file, content);
    String said =
        String.valueOf(
            assertThrows(IOException.class, () -> Entries.archive(folder).baseline(SERIES))
                .getMessage());
    assertTrue(said.startsWith(file.toString()), said);
    assertTrue(
        said.contains(content.contains("2") ? "newer Rollcall" : "rollcall.jar drift accept"),
        said);
  }

  @Test
  void whatKilledRunsLeftIsRemovedAndTheRestIsLeftAlone() throws Exception {
    try (Recorder recorder = open()) {
      append(recorder, START, SERIES);
    }
    Path day = folder.resolve("runs/2026-11-23");
    Files.writeString(folder.resolve("refused-x.json"), "");
    Files.writeString(folder.resolve(".refused-x.json123.tmp"), "");
    List<String> before = Entries.files(folder);
    Files.writeString(day.resolve(".2026-11-23T043434.124Z-client.json.gz77.tmp"), "");
    Files.writeString(folder.resolve(".baseline-x-client.json77.tmp"), "");
    open().close();
    assertEquals(before, Entries.files(folder));
  }

  @Test
  void aFolderThatCannotBeMadeIsNamedWithTheRemedy() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path wrong : List.of(file, file.resolve("below"), Path.of("/proc/nowhere"))) {
      String said =
          String.valueOf(assertThrows(IOException.class, () -> Entries.open(wrong)).getMessage());
      assertTrue(said.startsWith("cannot write history to " + wrong + " ("), said);
      assertTrue(said.contains("--history"), said);
    }
  }

  @Test
  void aDayThatCannotBeWrittenIsNamedAndLeavesNothing() throws Exception {
    try (Recorder recorder = open()) {
      Files.createDirectories(journal(folder));
      String said =
          String.valueOf(
              assertThrows(IOException.class, () -> append(recorder, START, SERIES)).getMessage());
      assertEquals(
          journal(folder) + ": this is not a regular file: delete it, or name another folder",
          said);
      assertEquals(List.of(), Entries.files(folder));
    }
  }

  @Test
  void aHistoryThatIsNotThereIsEmpty() throws IOException {
    Archive archive = Entries.archive(folder.resolve("none"));
    assertEquals(List.of(), archive.last(SERIES, 3));
    assertEquals(List.of(), archive.series());
    assertEquals(Optional.empty(), archive.baseline(SERIES));
    for (String id : List.of("2026-11-23T043434.123Z-client", "../../etc/passwd", "")) {
      assertEquals(Optional.empty(), archive.find(id));
      assertEquals(Optional.empty(), archive.document(id));
    }
    assertTrue(Files.notExists(folder.resolve("none")));
  }

  @Test
  void aLineOfANewerVersionIsRefusedAndUnknownKeysAreNot() throws Exception {
    try (Recorder recorder = open()) {
      append(recorder, START, SERIES);
    }
    String line = Files.readString(journal(folder), US_ASCII);
    String more = line.substring(1).replace("\"issuer\"", "\"k\":[{}],\"issuer\"");
    Files.writeString(journal(folder), "{\"later\":{\"x\":[1,{}]}," + more);
    assertEquals(1, Entries.archive(folder).last(SERIES, 1).size());
    Files.writeString(journal(folder), line.replace("\"version\":1", "\"version\":2"));
    for (Read read : List.<Read>of(one -> one.last(SERIES, 1), Archive::series)) {
      String said =
          String.valueOf(
              assertThrows(IOException.class, () -> read.of(Entries.archive(folder))).getMessage());
      assertTrue(said.startsWith(journal(folder) + " was written by a newer Rollcall"), said);
    }
    assertThrows(IOException.class, this::open);
    Files.writeString(journal(folder), line);
    open().close();
  }

  private interface Read {
    Object of(Archive archive) throws IOException;
  }
}
