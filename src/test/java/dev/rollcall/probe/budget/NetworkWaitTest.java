package dev.rollcall.probe.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.timing.RunDelay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkWaitTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();

  @TempDir private Path folder;

  private final AttemptBudget budget =
      new AttemptBudget(
          Deadline.after(Duration.ofMinutes(1)), new CpuPermits(1).next(), Phase.CONNECT);

  private RunDelay delay(String line) throws IOException {
    return new RunDelay(Files.writeString(folder.resolve("schedstat"), line));
  }

  /** The file's line is one of /proc/thread-self/schedstat. */
  @Test
  void theSecondNumberIsTheDelay() throws IOException {
    try (RunDelay delay = delay("5058115 14095572 4\n")) {
      assertEquals(14_095_572, delay.nanoseconds());
      delay("5058116 14095573 5\n");
      assertEquals(14_095_573, delay.nanoseconds());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "17", "17 \n", "a b c\n", "17 -5 1\n"})
  void whatIsNoSuchLineIsNoDelay(String line) throws IOException {
    try (RunDelay delay = delay(line)) {
      assertEquals(0, delay.nanoseconds());
    }
  }

  @Test
  void aSystemThatDoesNotTellHasNoDelay() {
    try (RunDelay delay = new RunDelay(folder.resolve("nowhere"))) {
      assertEquals(0, delay.nanoseconds());
    }
  }

  @Test
  void afterTheEndThereIsNoDelay() throws IOException {
    RunDelay delay = delay("1 2 3\n");
    delay.close();
    assertEquals(0, delay.nanoseconds());
  }

  /** However many attempts there are, their files leave room for sockets. */
  @Test
  void eachGivesItsFileBack() throws IOException {
    for (int i = 0; i < 2000; i++) {
      try (RunDelay delay = delay("1 2 3\n")) {
        assertEquals(2, delay.nanoseconds());
      }
    }
  }

  @Test
  void withoutADelayItIsOverNow() throws IOException {
    NetworkWait wait = new NetworkWait(budget, delay("1 5 1\n"));
    long before = System.nanoTime();
    assertTrue(wait.over() >= before);
    assertEquals(Duration.ZERO, budget.unaccounted());
  }

  /** It is never over before it began, whatever the system says. */
  @Test
  void theDelayIsTakenOff() throws IOException {
    NetworkWait wait = new NetworkWait(budget, delay("1 5 1\n"));
    delay("1 " + HOUR + " 1\n");
    assertEquals(wait.from() + 1, wait.over());
    assertTrue(budget.unaccounted().compareTo(Duration.ZERO) > 0);
  }

  /** Nobody waits for the network in that time. */
  @Test
  void theDelayExtendsTheDeadline() throws IOException, InterruptedException {
    NetworkWait wait = new NetworkWait(budget, delay("1 5 1\n"));
    Thread.sleep(1);
    delay("1 " + HOUR + " 1\n");
    long passed = System.nanoTime() - wait.from();
    budget.deadline().stop();
    Duration left = budget.deadline().remaining();
    wait.over();
    Duration more = budget.deadline().remaining().minus(left);
    assertTrue(more.toNanos() >= passed, more::toString);
  }

  /** Neither does the destination have it that this host computes slowly. */
  @Test
  void theDelayOfComputingExtendsTheDeadlineAndEveryShorterOne() throws Exception {
    Deadline deadline = Deadline.after(Duration.ofMinutes(1));
    AttemptBudget busy =
        new AttemptBudget(
            deadline, new CpuPermits(1).next(), Phase.CONNECT, true, delay("1 5 1\n"));
    busy.checkComputing();
    assertEquals(Duration.ZERO, busy.unaccounted());
    Deadline half = deadline.orAfter(Duration.ofSeconds(30));
    Thread.sleep(1);
    delay("1 " + HOUR + " 1\n");
    deadline.stop();
    Duration left = deadline.remaining();
    Duration leftOfHalf = half.remaining();
    Duration seen = busy.delay();
    busy.checkComputing();
    Duration more = busy.unaccounted();
    assertTrue(seen.toMillis() >= 1 && seen.compareTo(more) <= 0, seen::toString);
    assertTrue(busy.delay().compareTo(Duration.ofMinutes(1)) < 0);
    assertTrue(more.toMillis() >= 1, more::toString);
    assertEquals(left.plus(more), deadline.remaining());
    assertEquals(leftOfHalf.plus(more), half.remaining());
    busy.checkComputing();
    assertEquals(more, busy.unaccounted());
  }

  /** What came before a wait is no part of it, and what another thread has waited is not ours. */
  @Test
  void aDelayCountsOnceAndForItsThread() throws Exception {
    try (RunDelay delay = delay("1 5 1\n")) {
      assertEquals(0, delay.more());
      delay("1 6 1\n");
      assertEquals(1, delay.more());
      assertEquals(0, delay.more());
      delay("1 900 1\n");
      Thread other = new Thread(() -> assertEquals(0, delay.more()));
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      other.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
      other.start();
      other.join();
      assertNull(thrown.get());
    }
  }

  @Test
  void aDelayThatShrinksCountsAsNone() throws IOException {
    NetworkWait wait = new NetworkWait(budget, delay("1 500 1\n"));
    delay("1 5 1\n");
    long before = System.nanoTime();
    assertTrue(wait.over() >= before);
  }
}
