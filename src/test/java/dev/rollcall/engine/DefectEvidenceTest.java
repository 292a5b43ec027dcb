package dev.rollcall.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.engine.guard.Guard;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A task always ends, with a result or with what went wrong. */
@Timeout(60)
class DefectEvidenceTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void theResultOfAThreadThatWentOnIsTheTasks() throws Exception {
    Future<String> task =
        DefectEvidence.submit(
            threads,
            instead -> {
              instead.goOn(() -> "left");
              throw new Guard.LeftBehindException();
            });
    assertEquals("left", task.get());
  }

  @Test
  void whatFailsThereIsAFailureOfTheTask() {
    Error full = new OutOfMemoryError("full");
    Future<String> task =
        DefectEvidence.submit(
            threads,
            instead -> {
              instead.goOn(
                  () -> {
                    throw full;
                  });
              throw new Guard.LeftBehindException();
            });
    assertEquals(full, assertThrows(ExecutionException.class, task::get).getCause());
  }
}
