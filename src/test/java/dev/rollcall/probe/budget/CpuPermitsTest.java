package dev.rollcall.probe.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.probe.timing.CpuClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may compute, in which order, and how long. */
@Timeout(60)
class CpuPermitsTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(40);

  /** Waits for a permit on a thread of its own. */
  private static Future<?> waiting(CpuPermit turn) throws InterruptedException {
    FutureTask<Void> waiting = new FutureTask<>(turn::resume, null);
    // Not on the common pool: with two processors, Java 25 has one thread there.
    Thread thread = new Thread(waiting, "waiting");
    thread.setDaemon(true);
    thread.start();
    while (!turn.waits() && !turn.holds()) {
      Thread.sleep(1);
    }
    return waiting;
  }

  /** Computes until it is too much. */
  private static ComputingException exhaust(CpuPermit turn) {
    return assertThrows(
        ComputingException.class,
        () -> {
          while (true) {
            turn.check();
          }
        });
  }

  @Test
  void aPermitGoesToTheDestinationThatHasHeldOneLeast() throws Exception {
    CpuPermits turns = new CpuPermits(1);
    CpuPermit early = turns.next("hostile.example", LONG);
    CpuPermit again = turns.next("Hostile.example", LONG);
    early.resume();
    early.pause();
    CpuPermit holder = turns.next("other.example", LONG);
    holder.resume();
    Future<?> hostile = waiting(again);
    CpuPermit late = turns.next("healthy.example", LONG);
    Future<?> healthy = waiting(late);
    holder.pause();
    healthy.get();
    assertTrue(late.holds());
    assertTrue(again.waits());
    late.pause();
    hostile.get();
    assertTrue(again.holds());
  }

  @Test
  void theFirstComesFirstAmongEquals() throws Exception {
    CpuPermits turns = new CpuPermits(1);
    CpuPermit holder = turns.next("holder.example", LONG);
    holder.resume();
    CpuPermit first = turns.next("a.example", LONG);
    CpuPermit second = turns.next("b.example", LONG);
    Future<?> later = waiting(second);
    Future<?> sooner = waiting(first);
    holder.pause();
    sooner.get();
    assertTrue(second.waits());
    first.end();
    later.get();
  }

  @Test
  void whatAnAttemptComputesIsBounded() {
    CpuPermit turn = new CpuPermits(1).next("a.example", SHORT);
    turn.resume();
    ComputingException thrown = exhaust(turn);
    assertEquals(
        "the answers needed more than 0.0 s of computing on this host", thrown.getMessage());
    // It stays so, also after a pause.
    turn.pause();
    turn.resume();
    assertThrows(ComputingException.class, turn::check);
  }

  @Test
  void whatAllAttemptsOfADestinationComputeIsBounded() {
    CpuPermits turns = new CpuPermits(4);
    CpuPermit[] attempts = new CpuPermit[8];
    for (int i = 0; i < attempts.length; i++) {
      attempts[i] = turns.next("a.example", SHORT);
    }
    int spent = 0;
    for (CpuPermit attempt : attempts) {
      attempt.resume();
      spent += exhaust(attempt).getMessage().contains("together") ? 0 : 1;
      attempt.pause();
    }
    // One attempt's bound and a quarter of it for each: three in all.
    assertTrue(spent < 4, () -> "more than the destination may");
    assertTrue(spent > 0, () -> "none got what it may");
    CpuPermit other = turns.next("b.example", SHORT);
    other.resume();
    assertTrue(exhaust(other).getMessage().endsWith("on this host"));
  }

  @Test
  void whoComputesBeyondItsBoundLosesThePermitToWhoWaits() throws Exception {
    CpuPermits turns = new CpuPermits(1);
    CpuPermit hog = turns.next("hog.example", SHORT);
    hog.resume();
    CpuPermit next = turns.next("next.example", LONG);
    Future<?> granted = waiting(next);
    while (next.waits()) {
      Thread.onSpinWait();
    }
    granted.get();
    assertTrue(next.holds());
    assertFalse(hog.holds());
    // It gets none any more, and waits for none.
    assertEquals(0, hog.resume());
    assertFalse(hog.holds());
    assertThrows(ComputingException.class, hog::check);
  }

  @Test
  void whoIsEndedWaitsNoLonger() throws Exception {
    CpuPermits turns = new CpuPermits(1);
    CpuPermit holder = turns.next("a.example", LONG);
    holder.resume();
    CpuPermit turn = turns.next("b.example", LONG);
    Future<?> waiting = waiting(turn);
    turn.giveUp();
    waiting.get();
    assertTrue(turn.gaveUp());
    assertFalse(turn.held());
    holder.end();
    CpuPermit third = turns.next("c.example", LONG);
    third.resume();
    assertTrue(third.holds());
  }

  @Test
  void anInterruptEndsNoWaiting() throws Exception {
    CpuPermits turns = new CpuPermits(1);
    CpuPermit holder = turns.next("a.example", LONG);
    holder.resume();
    CpuPermit turn = turns.next("b.example", LONG);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              turn.resume();
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    thread.start();
    while (!turn.waits()) {
      Thread.sleep(1);
    }
    thread.interrupt();
    assertTrue(turn.waits());
    holder.pause();
    assertTrue(interrupted.get());
    assertTrue(turn.holds());
  }

  @Test
  void whoRunsDoesNotWaitForOneThatMustWakeUp() throws Exception {
    CpuPermits turns = new CpuPermits(1);
    CpuPermit holder = turns.next("a.example", LONG);
    holder.resume();
    CpuPermit sleeper = turns.next("b.example", LONG);
    Future<?> waiting = waiting(sleeper);
    // With the lock, no thread can wake up.
    turns.lock.lock();
    try {
      holder.pause();
      assertTrue(sleeper.holds());
      assertEquals(0, turns.next("c.example", LONG).resume());
      assertFalse(turns.hasFree(), "one runs");
    } finally {
      turns.lock.unlock();
    }
    waiting.get();
    assertTrue(sleeper.holds());
  }

  @Test
  void whatItComputesWhileItWaitsForTheNetworkIsItsOwn() {
    CpuPermit turn = new CpuPermits(1).next("a.example", SHORT);
    turn.resume();
    turn.pause();
    assertFalse(turn.idle().isNegative());
    long begun = CpuClock.of(Thread.currentThread());
    while (CpuClock.of(Thread.currentThread()) - begun < 5_000_000) {
      Thread.onSpinWait();
    }
    turn.resume();
    assertTrue(turn.computed().toMillis() >= 5, () -> "computed: " + turn.computed());
    assertEquals(Duration.ZERO, turn.idle());
    exhaust(turn);
    turn.end();
    assertEquals(Duration.ZERO, turn.idle());
  }

  @Test
  void oneMustBeAbleToCompute() {
    assertThrows(IllegalArgumentException.class, () -> new CpuPermits(0));
  }
}
