package dev.rollcall.engine.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedAnswerTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch open = new CountDownLatch(1);

  @AfterEach
  void end() {
    Thread.interrupted();
    threads.shutdownNow();
  }

  private TimedAnswer<String> pending(Duration timeout) {
    return TimedAnswer.of(
        () -> {
          try {
            open.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return "real";
        },
        "fallback",
        threads,
        timeout);
  }

  @Test
  void anInterruptIsOneWaitersOwnAndIsKept() {
    TimedAnswer<String> answer = pending(Duration.ofMinutes(1));
    Thread.currentThread().interrupt();
    assertEquals("fallback", answer.await());
    assertTrue(Thread.interrupted());
    Thread.currentThread().interrupt();
    assertEquals(Optional.empty(), answer.within(Duration.ofMinutes(1)));
    assertTrue(Thread.interrupted());
    open.countDown();
    assertEquals("real", answer.await());
  }

  /** The one who is asked is not late where this host has no thread for the question yet. */
  @Test
  void theTimeoutBeginsWithTheQuestion() throws Exception {
    CompletableFuture<Runnable> task = new CompletableFuture<>();
    TimedAnswer<String> answer =
        TimedAnswer.of(() -> "real", "fallback", task::complete, Duration.ZERO);
    Thread waiter = new Thread(answer::await);
    waiter.start();
    while (waiter.getState() != Thread.State.TIMED_WAITING) {
      assertTrue(waiter.getState() != Thread.State.TERMINATED, "it did not wait for the question");
      Thread.onSpinWait();
    }
    assertEquals(Optional.empty(), answer.within(Duration.ZERO));
    task.join().run();
    waiter.join();
  }

  @Test
  void afterTheTimeoutEveryWaiterGetsTheFallback() throws InterruptedException {
    TimedAnswer<String> answer = pending(Duration.ZERO);
    assertEquals("fallback", answer.await());
    open.countDown();
    assertEquals(Optional.of("fallback"), answer.await(new CompletableFuture<>()));
  }
}
