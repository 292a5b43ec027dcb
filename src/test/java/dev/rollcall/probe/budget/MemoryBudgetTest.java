package dev.rollcall.probe.budget;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.SessionContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What all attempts together may keep in memory. */
@Timeout(300)
class MemoryBudgetTest {
  private static final int MIB = 1 << 20;
  private static final Deadline LONG = Deadline.after(Duration.ofSeconds(50));
  private static final Deadline PAST = Deadline.after(Duration.ZERO);

  /** A pool of 2 MiB, and shares of 512 KiB for four attempts. */
  private static MemoryBudget budget() {
    return MemoryBudget.of(64 * MIB, 4);
  }

  @Test
  void everyAttemptHasItsShareWhateverOthersTake() throws IOException {
    MemoryBudget budget = budget();
    MemoryBudget.Lease greedy = budget.lease();
    greedy.hold(2 * MIB + 512 * 1024, PAST, () -> {});
    assertThrows(MemoryException.class, () -> greedy.hold(1, PAST, () -> {}));
    // What it did not get, it need not give back.
    greedy.release(2 * MIB + 512 * 1024);
    greedy.hold(2 * MIB + 512 * 1024, PAST, () -> {});
    budget.lease().hold(512 * 1024, PAST, () -> {});
    MemoryBudget.Lease large = budget.lease();
    assertThrows(MemoryException.class, () -> large.hold(512 * 1024 + 1, PAST, () -> {}));
  }

  @Test
  void whatIsGivenBackCanBeTakenAgain() throws Exception {
    MemoryBudget budget = budget();
    MemoryBudget.Lease greedy = budget.lease();
    greedy.hold(2 * MIB, PAST, () -> {});
    greedy.release(2 * MIB);
    MemoryBudget.Lease second = budget.lease();
    second.hold(2 * MIB + 512 * 1024, PAST, () -> {});
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(
            () -> {
              try {
                greedy.hold(MIB, LONG, () -> {});
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            },
            command -> new Thread(command).start());
    second.close();
    waiting.get();
  }

  @Test
  void manyLargeAnswersAreReadOneAfterTheOther() throws Exception {
    MemoryBudget budget = budget();
    List<CompletableFuture<Void>> readers = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(10);
    for (int i = 0; i < 10; i++) {
      readers.add(
          CompletableFuture.runAsync(
              () -> {
                MemoryBudget.Lease lease = budget.lease();
                try {
                  lease.hold(600 * 1024, LONG, () -> {});
                  begun.countDown();
                  begun.await();
                  // None can be given what it wants beside all others.
                  lease.hold(400 * 1024, LONG, () -> {});
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(e);
                } finally {
                  lease.close();
                }
              },
              command -> new Thread(command).start()));
    }
    for (CompletableFuture<Void> reader : readers) {
      reader.get();
    }
  }

  @Test
  void whoHoldsUpAllOthersIsEnded() throws IOException {
    MemoryBudget budget = budget();
    budget.lease().hold(512 * 1024 + MIB - 1, LONG, () -> {});
    MemoryBudget.Lease largest = budget.lease();
    largest.hold(512 * 1024 + MIB + 1, LONG, () -> {});
    assertThrows(MemoryException.class, () -> largest.hold(1, LONG, () -> {}));
  }

  @Test
  void anAttemptKeepsALittleWhenTheRunHasKeptEnough() {
    MemoryBudget budget = budget();
    for (int i = 0; i < 1000; i++) {
      MemoryBudget.Lease lease = budget.lease();
      while (lease.keep(64 * 1024)) {
        // As much as it goes.
      }
    }
    MemoryBudget.Lease last = budget.lease();
    assertFalse(last.keep(64 * 1024));
    assertTrue(last.keep(4 * 1024));
  }

  private static Session session(Peer peer, MemoryBudget budget) {
    return new Session(
        Probes.route(peer.address(), Transport.TCP),
        Deadline.after(Duration.ofSeconds(1)),
        Probes.policy(),
        SessionContext.NONE,
        new CpuPermits(1, budget).next());
  }

  @Test
  void aLargeAnswerThatFindsNoMemoryDecidesNothing() throws IOException {
    MemoryBudget budget = budget();
    budget.lease().hold(2 * MIB + 512 * 1024, PAST, () -> {});
    try (Peer flood = Peer.that(Misbehaviour.FLOOD)) {
      Attempt attempt =
          Probes.attempt(session(flood, budget), session -> session.dial().read(2 * MIB));
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, attempt);
      assertTrue(fault.clue().equals(Optional.of(Clue.HOST_BUSY)), fault::toString);
      assertTrue(fault.evidence().contains("no memory left"), fault::evidence);
    }
  }

  @Test
  void aSmallAnswerNeedsNoneOfThePool() throws IOException {
    MemoryBudget budget = budget();
    budget.lease().hold(2 * MIB + 512 * 1024, PAST, () -> {});
    try (Peer flood = Peer.that(Misbehaviour.FLOOD)) {
      Probes.answered(
          Probes.attempt(session(flood, budget), session -> session.dial().read(MIB / 4)));
    }
  }

  @Test
  void whatIsLearnedIsBounded() throws IOException {
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Attempt attempt =
          Probes.attempt(
              session(peer, budget()),
              session -> {
                for (int i = 0; i < 5_000; i++) {
                  session.observe("made-up." + i, "x".repeat(200));
                }
              });
      int kept = attempt.outcome().observations().size();
      assertTrue(kept > 20 && kept < 2000, () -> kept + " observations");
      assertTrue(
          attempt.outcome().observations().get(kept - 1) instanceof Observation.Note,
          () -> "nothing says that there was more");
    }
  }
}
