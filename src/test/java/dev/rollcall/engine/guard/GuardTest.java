package dev.rollcall.engine.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An attempt's thread goes on, or another in its place, and never both. */
@Timeout(60)
class GuardTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();

  private Peer peer;
  private Session session;

  @BeforeEach
  void begin() throws Exception {
    peer = Peer.that(Misbehaviour.SILENT);
    session = Probes.session(peer, LONG);
  }

  @AfterEach
  void end() throws Exception {
    session.close();
    peer.close();
    threads.shutdownNow();
    watchdog.shutdownNow();
  }

  private Guard guard(Runnable instead) {
    return new Guard(session, watchdog, threads, instead);
  }

  @Test
  void anAttemptThatEndsByItselfIsNotCut() throws Exception {
    CompletableFuture<Thread> other = new CompletableFuture<>();
    Guard guard = guard(() -> other.complete(Thread.currentThread()));
    assertFalse(guard.finish());
    guard.stop();
    guard.run();
    assertFalse(Thread.currentThread().isInterrupted());
    assertFalse(other.isDone());
  }

  @Test
  void aDeadlineThatPassesDuringAStepOfThisHostDoesNotCut() throws Exception {
    try (Session hurried = Probes.session(peer, Duration.ZERO)) {
      Guard guard = new Guard(hurried, watchdog, threads, () -> {});
      assertTrue(
          hurried
              .budget()
              .queue(
                  look -> {
                    guard.run();
                    return true;
                  }));
      assertFalse(guard.finish(), "its sockets stay open");
    }
  }

  @Test
  void anAttemptThatIsCutInAStepOfThisHostDoesNotBlameTheServer() throws Exception {
    session.budget().resume();
    CompletableFuture<Fault> left = new CompletableFuture<>();
    assertTrue(
        session
            .budget()
            .queue(
                look -> {
                  session.abort();
                  left.complete(session.budget().left());
                  return true;
                }));
    assertEquals(Optional.of(Clue.HOST_BUSY), left.join().clue());
    assertTrue(
        left.join().evidence().startsWith("this host was too busy: a step of its own took "),
        left.join().evidence());
    assertEquals(Optional.of(Clue.HOST_BUSY), session.budget().ended().clue());
  }

  @Test
  void whatInterruptedAnAttemptDoesNotInterruptWhatFollows() throws Exception {
    // Nothing else of the watchdog runs meanwhile, however long this takes.
    CountDownLatch over = new CountDownLatch(1);
    watchdog.execute(
        () -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      Guard guard = guard(() -> {});
      guard.stop();
      assertTrue(Thread.currentThread().isInterrupted());
      assertTrue(guard.finish(), "its sockets were closed");
      assertFalse(Thread.currentThread().isInterrupted());
    } finally {
      over.countDown();
    }
  }

  @Test
  void anotherThreadGoesOnForOneThatIgnoresItsEnd() throws Exception {
    CompletableFuture<Thread> other = new CompletableFuture<>();
    Guard guard = guard(() -> other.complete(Thread.currentThread()));
    guard.stop();
    // The attempt goes on, and ignores the interrupt.
    Thread.interrupted();
    // Join, as it does not end by the interrupt that follows.
    assertTrue(other.join() != Thread.currentThread());
    assertThrows(Guard.LeftBehindException.class, guard::finish);
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void whereThereIsNoOtherThreadTheWatchdogGoesOn() throws Exception {
    threads.shutdownNow();
    CompletableFuture<Thread> other = new CompletableFuture<>();
    Guard guard = guard(() -> other.complete(Thread.currentThread()));
    guard.stop();
    Thread.interrupted();
    Thread went = other.join();
    assertThrows(Guard.LeftBehindException.class, guard::finish);
    assertEquals(watchdog.submit(Thread::currentThread).get(), went);
  }
}
