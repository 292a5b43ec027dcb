package dev.rollcall.history.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.history.Entries;
import dev.rollcall.sample.OtherJava;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process writes a history; the others report which one. */
class LockTest {
  private static final long REGION = Long.MAX_VALUE - 1;

  @TempDir private Path folder;

  /** Another process, which holds a history until it is killed. */
  static final class Holding {
    private Holding() {}

    public static void main(String[] arguments) throws Exception {
      Recorder recorder = Recorder.open(Path.of(arguments[0]), "check from client");
      Entries.append(recorder, Entries.START, Entries.CLIENT);
      System.out.println("held");
      TimeUnit.MINUTES.sleep(2);
      recorder.close();
    }
  }

  private Process another() throws IOException {
    return OtherJava.start(Holding.class, folder.toString());
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(HeldException.class, () -> Recorder.open(folder, "check")).getMessage());
  }

  @Test
  void anotherProcessIsNamedAndLeavesNoLockBehind() throws Exception {
    Process other = another();
    try {
      assertEquals("held", other.inputReader().readLine());
      for (int twice = 0; twice < 2; twice++) {
        String said = refusal();
        assertTrue(said.startsWith("another run holds the history " + folder.toRealPath()), said);
        assertTrue(said.contains("(check from client, process " + other.pid() + " of "), said);
        assertTrue(said.contains(" since 20"), said);
      }
      // Readers need no lock.
      assertEquals(1, Archive.of(folder).last(Entries.CLIENT, 5).size());
    } finally {
      other.destroyForcibly().waitFor();
    }
    try (Recorder recorder = Recorder.open(folder, "check")) {
      Entries.append(recorder, Entries.START, Entries.CLIENT);
      assertEquals(2, recorder.archive().last(Entries.CLIENT, 5).size());
    }
  }

  @Test
  void thisProcessIsNamedAsWell() throws Exception {
    try (Recorder recorder = Recorder.open(folder, "check from \u001b outside")) {
      for (int twice = 0; twice < 2; twice++) {
        String said = refusal();
        assertTrue(said.contains("check from \\u001b outside, process "), said);
        assertTrue(said.contains("process " + ProcessHandle.current().pid() + " of "), said);
      }
      Entries.append(recorder, Entries.START, Entries.SERIES);
    }
    Recorder.open(folder, "check").close();
  }

  @Test
  void aSecondAttemptDoesNotFreeTheLockOfTheFirst() throws Exception {
    try (Recorder recorder = Recorder.open(folder, "check")) {
      refusal();
      String said = new String(another().getInputStream().readAllBytes(), UTF_8);
      assertTrue(said.contains("HeldException: another run holds the history"), said);
      assertTrue(said.contains("process " + ProcessHandle.current().pid() + " of "), said);
      Entries.append(recorder, Entries.START, Entries.SERIES);
    }
  }

  @Test
  void aHolderWithoutANameStillHoldsTheLock() throws Exception {
    Recorder.open(folder, "check").close();
    Path file = folder.resolve("lock");
    assertEquals(0, Files.size(file), "no former holder is named");
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw");
        FileLock taken = open.getChannel().tryLock(REGION, 1, false)) {
      assertTrue(taken.isValid());
      open.write("{\"pid\": \"4711\", \"us".getBytes(US_ASCII));
      String said = refusal();
      assertTrue(said.contains("(unknown)"), said);
    }
  }
}
