package dev.rollcall.history;

import static dev.rollcall.history.Entries.SERIES;
import static dev.rollcall.history.Entries.START;
import static dev.rollcall.history.Entries.append;
import static dev.rollcall.history.Entries.journal;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.files.UnsafePathException;
import dev.rollcall.history.store.Archive;
import dev.rollcall.history.store.HeldException;
import dev.rollcall.history.store.Recorder;
import dev.rollcall.history.store.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user who may write to a history can have nothing read, written or deleted outside of it. */
class HistoryLinksTest {
  private static final String RUN = "2026-11-23T043434.123Z-appsanywhere";

  @TempDir private Path temporary;
  private Path history;
  private Path outside;

  @BeforeEach
  void fill() throws Exception {
    history = temporary.resolve("history");
    outside = Files.createDirectory(temporary.resolve("outside"));
    try (Recorder recorder = Entries.open(history)) {
      recorder.save(Entries.baseline(SERIES, append(recorder, START, SERIES).run()));
    }
  }

  /** Moves it out of the history, and puts a link in its place. */
  private Path linked(String name) throws IOException {
    Path inside = history.resolve(name);
    Path moved = Files.move(inside, outside.resolve(inside.getFileName()));
    return Files.createSymbolicLink(inside, moved);
  }

  /** Every file there and what is in it. */
  private Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(outside)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(file.toString(), new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return content;
  }

  private void appendAndPrune() throws IOException, HeldException {
    try (Recorder recorder = Entries.open(history)) {
      append(recorder, START.plusSeconds(60), SERIES);
      recorder.prune(new Retention(Duration.ofDays(1), 1), START);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lock",
        "runs",
        "runs/2026-11-23",
        "runs/2026-11-23/journal.jsonl",
        "baseline-appsanywhere-appsanywhere.json"
      })
  void aLinkIsRefusedByNameAndNothingBehindItChanges(String name) throws IOException {
    Path link = linked(name);
    Files.writeString(outside.resolve(".2026.tmp"), "left");
    Map<String, String> before = content();
    assertEquals(
        link
            + ": this is a symbolic link, which is not followed here: delete it, or replace it by"
            + " its target",
        assertThrows(UnsafePathException.class, this::appendAndPrune).getMessage());
    assertEquals(before, content());
  }

  /** A torn line would be cut off, what is old deleted, what was left removed. */
  @Test
  void noJournalBehindALinkIsRepaired() throws Exception {
    linked("runs/2026-11-23/journal.jsonl");
    Files.writeString(outside.resolve("journal.jsonl"), "no line feed");
    Map<String, String> before = content();
    assertThrows(UnsafePathException.class, this::appendAndPrune);
    assertEquals(before, content());
  }

  @Test
  void aDocumentBehindALinkIsNotRead() throws IOException {
    Path link = linked("runs/2026-11-23/" + RUN + ".json.gz");
    Archive archive = Entries.archive(history);
    String said =
        String.valueOf(
            assertThrows(UnsafePathException.class, () -> archive.document(RUN)).getMessage());
    assertTrue(said.startsWith(link + ": this is a symbolic link"), said);
  }

  /** The name of the next document is easily guessed. */
  @Test
  void aLinkInThePlaceOfTheNextDocumentIsReplaced() throws Exception {
    Path mine = Files.writeString(outside.resolve("mine"), "precious");
    Path document = history.resolve("runs/2026-11-23/2026-11-23T043534.123Z-appsanywhere.json.gz");
    try (Recorder recorder = Entries.open(history)) {
      Files.createSymbolicLink(document, mine);
      append(recorder, START.plusSeconds(60), SERIES);
    }
    assertTrue(Files.isRegularFile(document) && !Files.isSymbolicLink(document));
    assertEquals("precious", Files.readString(mine));
  }

  @Test
  void aPipeInThePlaceOfTheJournalEndsNoRun() throws Exception {
    Files.delete(journal(history));
    assertEquals(0, new ProcessBuilder("mkfifo", journal(history).toString()).start().waitFor());
    String said =
        String.valueOf(assertThrows(UnsafePathException.class, this::appendAndPrune).getMessage());
    assertTrue(said.startsWith(journal(history) + ": this is not a regular file"), said);
  }

  /** Links that lead to the history are the user's own choice: {@code /var/lib/rollcall}. */
  @Test
  void theFolderItselfMayBeALink() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), history);
    try (Recorder recorder = Entries.open(link)) {
      append(recorder, START.plusSeconds(60), SERIES);
      assertThrows(HeldException.class, () -> Entries.open(history));
    }
    assertEquals(2, Entries.archive(history).last(SERIES, 9).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwx----w-"})
  void aFolderThatEveryUserMayWriteToIsRefused(String mode) throws Exception {
    Files.setPosixFilePermissions(history, PosixFilePermissions.fromString(mode));
    Path real = history.toRealPath();
    assertEquals(
        real
            + ": every user may write to this folder, so its content cannot be trusted: name"
            + " a folder of your own, or try: chmod o-w "
            + real,
        assertThrows(UnsafePathException.class, this::appendAndPrune).getMessage());
    Files.setPosixFilePermissions(history, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertEquals(List.of(RUN), Entries.ids(Entries.archive(history).last(SERIES, 1)));
    Entries.open(history).close();
  }
}
