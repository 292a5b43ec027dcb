package dev.rollcall.history.failedlogins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.files.AtomicFile;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.LoginNotes.Hold;
import dev.rollcall.probe.login.LoginNotes.Note;
import dev.rollcall.probe.login.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that has lost the account changes none of its notes: another run may have it. */
class AccountNotesTest {
  private static final Account SVC = Account.of("svc-appsanywhere", "UNI.EDU");
  private static final Secret SECRET = new Secret("Planted-4711".toCharArray());
  private static final Instant AT = Instant.parse("2026-11-23T01:02:03.5Z");
  private static final Note OPEN = new Note("ad.ldaps", AT, Optional.empty());
  private static final Note REJECTED =
      new Note(
          "ad.ldaps",
          AT,
          Optional.of(
              new Fault(Phase.AUTHENTICATE, FaultKind.DENIED, "", Optional.of(Clue.CREDENTIALS))));

  @TempDir private Path folder;
  private FailedLogins one;
  private FailedLogins two;

  @BeforeEach
  void open() throws IOException {
    one = FailedLogins.open(folder.resolve("state"), Optional.empty(), 1000);
    two = FailedLogins.open(folder.resolve("state"), Optional.empty(), 1000);
  }

  private interface Work {
    void run() throws Exception;
  }

  /** A thread that ends with an exception fails the test in {@link #get}. */
  private static final class Worker {
    private final FutureTask<Void> task;
    private final Thread thread;

    Worker(Work work) {
      task =
          new FutureTask<>(
              () -> {
                work.run();
                return null;
              });
      thread = new Thread(task, "worker");
      thread.start();
    }

    void get() throws InterruptedException, ExecutionException {
      task.get();
    }

    /** Waits until it waits for the write of another thread. */
    void awaitWaiting() {
      while (thread.getState() != Thread.State.WAITING
          || Arrays.stream(thread.getStackTrace())
              .noneMatch(at -> at.getClassName().endsWith(".WholeWrites"))) {
        assertTrue(thread.isAlive(), "it waited for no other write");
        Thread.onSpinWait();
      }
    }
  }

  /** A write that goes on until it is ended; all other writes of this process wait for it. */
  private Worker slowWrite(CountDownLatch end) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Worker write =
        new Worker(
            () ->
                AtomicFile.write(
                    folder.resolve("report.txt"),
                    out -> {
                      begun.countDown();
                      try {
                        end.await();
                      } catch (InterruptedException e) {
                        throw new IOException(e);
                      }
                    }));
    begun.await();
    return write;
  }

  @Test
  void aRunThatIsLeftBehindKeepsTheAccountUntilItsWriteHasEnded() throws Exception {
    Hold left = one.take(SVC).orElseThrow();
    assertEquals(Optional.empty(), left.recall(SECRET));
    CountDownLatch end = new CountDownLatch(1);
    Worker slow = slowWrite(end);
    Worker note = new Worker(() -> left.note(SECRET, OPEN));
    note.awaitWaiting();
    left.close();
    assertEquals(Optional.empty(), two.take(SVC), "the late write would change its notes");
    end.countDown();
    slow.get();
    note.get();
    try (Hold next = two.take(SVC).orElseThrow()) {
      assertEquals(Optional.of(OPEN), next.recall(SECRET));
      left.close();
      assertEquals(Optional.empty(), one.take(SVC), "what was released before is not its own");
    }
  }

  @Test
  void aRunThatHasReleasedTheAccountChangesNothing() throws IOException {
    Hold late = one.take(SVC).orElseThrow();
    late.close();
    try (Hold next = two.take(SVC).orElseThrow()) {
      next.note(SECRET, REJECTED);
      String file = next.files();
      Path temporary = Path.of(file).resolveSibling("." + Path.of(file).getFileName() + "1.tmp");
      Files.writeString(temporary, "what the other run writes now");
      assertThrows(IOException.class, () -> late.recall(SECRET));
      assertThrows(IOException.class, () -> late.note(SECRET, OPEN));
      assertThrows(IOException.class, () -> late.drop(SECRET));
      assertThrows(IOException.class, late::forget);
      assertTrue(Files.exists(temporary));
      assertEquals(Optional.of(REJECTED), next.recall(SECRET));
    }
  }
}
