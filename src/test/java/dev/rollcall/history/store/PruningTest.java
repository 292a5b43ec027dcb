package dev.rollcall.history.store;

import static dev.rollcall.history.Entries.SERIES;
import static dev.rollcall.history.Entries.START;
import static dev.rollcall.history.Entries.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.history.Entries;
import dev.rollcall.history.entry.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oldest runs go, and no other. */
class PruningTest {
  private static final Instant NOW = START.plus(Duration.ofDays(4)).plusSeconds(60);

  @TempDir private Path folder;
  private Recorder recorder;

  /** Five days with two runs each, an hour between the two. */
  private final List<String> ids = new ArrayList<>();

  @BeforeEach
  void fill() throws Exception {
    recorder = Entries.open(folder);
    for (int day = 0; day < 5; day++) {
      Instant at = START.plus(Duration.ofDays(day));
      ids.add(Entries.append(recorder, at, SERIES).run());
      ids.add(Entries.append(recorder, at.plusSeconds(3600), SERIES).run());
    }
  }

  @AfterEach
  void close() throws IOException {
    recorder.close();
  }

  private void assertLeft(List<String> runs) throws IOException {
    assertEquals(runs, ids(Entries.archive(folder).last(SERIES, 99)));
    for (String run : ids) {
      assertEquals(runs.contains(run), recorder.archive().document(run).isPresent(), run);
      assertEquals(runs.contains(run), recorder.archive().find(run).isPresent(), run);
    }
    try (Stream<Path> days = Files.list(folder.resolve("runs"))) {
      assertEquals(runs.stream().map(RunId::day).distinct().count(), days.count());
    }
  }

  private long size() throws IOException {
    long size = 0;
    for (String file : Entries.files(folder.resolve("runs"))) {
      size += Files.size(folder.resolve("runs").resolve(file));
    }
    return size;
  }

  @Test
  void byAge() throws IOException {
    Retention keep = new Retention(Duration.ofDays(2), Long.MAX_VALUE);
    assertEquals(4, recorder.prune(keep, NOW));
    assertLeft(ids.subList(4, 10));
    assertEquals(0, recorder.prune(keep, NOW));
    assertEquals(0, recorder.prune(Retention.DEFAULT, NOW));
    assertEquals(
        0, recorder.prune(new Retention(Duration.ofSeconds(Long.MAX_VALUE), 1 << 30), NOW));
    assertLeft(ids.subList(4, 10));
  }

  /** Once with the clock 3,000 days ahead, and once with it years back. */
  @ParameterizedTest
  @ValueSource(longs = {3000, -3000})
  void neverByAClockThatJumps(long jump) throws Exception {
    Instant wrong = NOW.plus(Duration.ofDays(jump));
    try (Recorder jumped = reopened(wrong)) {
      String id = Entries.append(jumped, wrong, SERIES).run();
      assertEquals(0, jumped.prune(new Retention(Duration.ofDays(5), Long.MAX_VALUE), wrong));
      assertTrue(jumped.archive().document(id).isPresent());
    }
    // The clock is right again; what it called the future stops nothing.
    try (Recorder right = reopened(NOW)) {
      right.prune(new Retention(Duration.ofDays(2), Long.MAX_VALUE), NOW);
      for (String run : ids) {
        boolean kept = ids.indexOf(run) > 3;
        assertEquals(kept, right.archive().document(run).isPresent(), run);
      }
    }
    recorder = Entries.open(folder);
  }

  private Recorder reopened(Instant now) throws IOException, HeldException {
    recorder.close();
    return Recorder.open(folder, "check", InstantSource.fixed(now));
  }

  @Test
  void bySizeRunsOfTheFutureGoFirst() throws Exception {
    Instant future = NOW.plus(Duration.ofDays(3000));
    try (Recorder jumped = reopened(future)) {
      Entries.append(jumped, future, SERIES);
    }
    try (Recorder right = reopened(NOW)) {
      assertEquals(1, right.prune(new Retention(Duration.ofDays(99), size() - 1), NOW));
      assertEquals(ids, ids(right.archive().last(SERIES, 99)));
    }
    recorder = Entries.open(folder);
  }

  @Test
  void bySizeWholeDays() throws IOException {
    assertEquals(0, recorder.prune(new Retention(Duration.ofDays(99), size()), NOW));
    assertEquals(2, recorder.prune(new Retention(Duration.ofDays(99), size() - 1), NOW));
    assertLeft(ids.subList(2, 10));
  }

  @Test
  void bySizeWithinTheNewestDay() throws IOException {
    Retention keep = new Retention(Duration.ofDays(99), 1);
    assertEquals(9, recorder.prune(keep, NOW));
    assertLeft(ids.subList(9, 10));
    assertEquals(0, recorder.prune(keep, NOW));
    String next = Entries.append(recorder, NOW, SERIES).run();
    assertEquals(List.of(ids.get(9), next), ids(recorder.archive().last(SERIES, 9)));
  }

  @Test
  void neverABaselinesRun() throws IOException {
    recorder.save(Entries.baseline(SERIES, ids.get(3)));
    Retention keep = new Retention(Duration.ofDays(1), 1);
    assertEquals(8, recorder.prune(keep, NOW));
    assertLeft(List.of(ids.get(3), ids.get(9)));
    assertEquals(0, recorder.prune(keep, NOW));
    recorder.save(Entries.baseline(SERIES, ids.get(9)));
    assertEquals(1, recorder.prune(keep, NOW));
    assertLeft(List.of(ids.get(9)));
  }

  @Test
  void nothingWhileABaselineIsDamaged() throws IOException {
    Files.writeString(folder.resolve("baseline-x-client.json"), "{");
    Retention keep = new Retention(Duration.ofDays(1), 1);
    assertThrows(IOException.class, () -> recorder.prune(keep, NOW));
    assertLeft(ids);
  }

  @Test
  void whatAKilledProcessLeftOfARunGoesWithItsDay() throws IOException {
    Path day = folder.resolve("runs/2026-11-20");
    Files.createDirectory(day);
    Files.writeString(day.resolve("2026-11-20T010203.004Z-client.json.gz"), "");
    assertEquals(1, recorder.prune(new Retention(Duration.ofDays(6), Long.MAX_VALUE), NOW));
    assertLeft(ids);
  }

  @Test
  void whatIsNotOursStays() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path precious = Files.writeString(outside.resolve("journal.jsonl"), "precious\n");
    Files.createSymbolicLink(folder.resolve("runs/2026-01-01"), outside);
    Path note = Files.writeString(folder.resolve("runs/2026-11-23/note.txt"), "mine");
    recorder.prune(new Retention(Duration.ofDays(1), 1), NOW);
    assertEquals("precious\n", Files.readString(precious));
    assertEquals("mine", Files.readString(note));
    assertEquals(Optional.empty(), recorder.archive().document(ids.get(0)));
    assertTrue(Files.notExists(folder.resolve("runs/2026-11-24")));
  }
}
