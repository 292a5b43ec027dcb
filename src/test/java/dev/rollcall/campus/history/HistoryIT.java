package dev.rollcall.campus.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.campus.Campus;
import dev.rollcall.document.Stored;
import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.Series;
import dev.rollcall.history.store.Archive;
import dev.rollcall.model.rule.Vantage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The history whatever ends the runs that write it, and however many want to. */
@Tag("campus")
class HistoryIT {
  private static final Series SERIES = new Series("appsanywhere", Vantage.APPSANYWHERE);
  private static final int ALL = 100_000;
  private static final int KILLS = 8;
  private static final int KILLED = 137;

  private static Campus campus;

  @BeforeAll
  static void up() {
    campus = Campus.up();
  }

  private static Process start(Path history, String... more) {
    List<String> arguments = new ArrayList<>(List.of("check", "--history", history.toString()));
    arguments.addAll(List.of("--site", campus.file("site.yaml").toString()));
    arguments.addAll(List.of(more));
    return campus.start("appliance", List.of(), Map.of(), arguments.toArray(String[]::new));
  }

  private static List<String> runs(Path history) throws IOException {
    Archive archive = Archive.of(history);
    List<String> runs = archive.last(SERIES, ALL).stream().map(JournalEntry::run).toList();
    assertEquals(0, archive.damaged());
    for (String run : runs) {
      assertTrue(archive.document(run).orElse(null) instanceof Stored.OfRun, run);
    }
    return runs;
  }

  private static List<Path> files(Path history, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(history)) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }

  @Test
  void aRunThatIsKilledAtAnyMomentCostsNothingButItself() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the killed runs: " + seed);
    Random random = new Random(seed);
    Path history = campus.history();
    // The baseline, which every later run adds to.
    assertEquals(0, campus.finish(start(history)).exit());
    long begun = System.nanoTime();
    assertEquals(0, campus.finish(start(history, "--only", "time.*")).exit());
    long usual = System.nanoTime() - begun;
    List<String> before = runs(history);
    assertEquals(2, before.size());
    int kept = 0;
    for (int kills = 0, round = 0; kills < KILLS; round++) {
      Process run = start(history, "--only", "time.*");
      if (round % 8 != 7) {
        if (round % 2 == 0) {
          TimeUnit.NANOSECONDS.sleep((long) (usual * random.nextDouble()));
        } else {
          awaitWriting(run, history);
          TimeUnit.MICROSECONDS.sleep(random.nextInt(40_000));
        }
        run.destroyForcibly();
      }
      Campus.Said said = campus.finish(run);
      List<String> now = runs(history);
      List<String> more = now.subList(Math.min(before.size(), now.size()), now.size());
      assertEquals(before, now.subList(0, Math.min(before.size(), now.size())), "seed " + seed);
      if (said.exit() == KILLED) {
        kills++;
        kept += more.size();
        assertTrue(more.size() <= 1, "seed " + seed);
      } else {
        assertEquals(0, said.exit(), "seed " + seed + ": " + said);
        assertEquals(1, more.size(), "seed " + seed);
      }
      before = now;
    }
    System.out.printf(
        "killed %d runs: %d after their line was written, %d between the document and the line%n",
        KILLS, kept, files(history, ".json.gz").size() - before.size());
    Campus.Said next = campus.finish(start(history, "--only", "time.*"));
    assertEquals(0, next.exit(), next.toString());
    assertEquals(List.of(), files(history, ".tmp"));
    assertEquals(before.size() + 1, runs(history).size());
    long lines = 0;
    for (Path journal : files(history, ".jsonl")) {
      String text = Files.readString(journal);
      assertTrue(text.endsWith("}\n"), journal.toString());
      lines += text.lines().count();
    }
    assertEquals(before.size() + 1, lines);
    assertTrue(Archive.of(history).baseline(SERIES).isPresent());
  }

  /** Until a temporary file shows that the run is being written, or the run has ended. */
  private static void awaitWriting(Process run, Path history) throws IOException {
    boolean recovered = false;
    while (run.isAlive()) {
      boolean writing = isWriting(history);
      // What the run that was killed before left goes first.
      recovered = recovered || !writing;
      if (recovered && writing) {
        return;
      }
      Thread.onSpinWait();
    }
  }

  /** Looks at names only: what is temporary is gone before one looks at it. */
  private static boolean isWriting(Path history) throws IOException {
    if (anyTemporary(history)) {
      return true;
    }
    try (DirectoryStream<Path> days = Files.newDirectoryStream(history.resolve("runs"))) {
      for (Path day : days) {
        if (anyTemporary(day)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean anyTemporary(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.tmp")) {
      return files.iterator().hasNext();
    }
  }

  @Test
  void ofTwoRunsTogetherOneRunsAndTheOtherSaysWhoDoes() throws Exception {
    // The first run holds the lock for a whole timeout.
    campus.fault("drop:MSSQL.uni.edu:1433/tcp");
    Path history = campus.history();
    Process one = start(history, "--only", "sql.tds");
    Process other = start(history, "--only", "sql.tds");
    Campus.Said first = campus.finish(one);
    Campus.Said second = campus.finish(other);
    Campus.up();
    boolean held = second.exit() == 75;
    Campus.Said refused = held ? second : first;
    assertEquals(75, refused.exit(), first + "\n" + second);
    assertEquals(1, (held ? first : second).exit(), first + "\n" + second);
    assertEquals("", refused.out());
    long pid = (held ? one : other).pid();
    assertTrue(
        refused.err().contains("(check from appsanywhere, process " + pid + " of root on "),
        refused.err());
    assertEquals(1, runs(history).size());
  }
}
