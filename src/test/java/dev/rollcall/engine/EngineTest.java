package dev.rollcall.engine;

import static dev.rollcall.engine.Roll.ask;
import static dev.rollcall.engine.Roll.at;
import static dev.rollcall.engine.Roll.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.engine.names.NameBook;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.plan.Ask;
import dev.rollcall.plan.Destination;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.probe.Leftovers;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attempts side by side, deadlines, and an early end. */
@Timeout(120)
class EngineTest {
  private static final Destination SOMEWHERE =
      at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));

  private final CountDownLatch release = new CountDownLatch(1);

  private static Destination[] somewhere(int count) {
    Destination[] all = new Destination[count];
    Arrays.fill(all, SOMEWHERE);
    return all;
  }

  private static Evidence.Probed probed(Gathered gathered) {
    return (Evidence.Probed) gathered.evidence();
  }

  private static Attempt only(Evidence.Probed probed) {
    assertEquals(1, probed.findings().size());
    assertEquals(1, probed.findings().get(0).attempts().size());
    return probed.findings().get(0).attempts().get(0);
  }

  /** Waits in a way that nothing but an interrupt ends. */
  private static void forEver() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Test
  void resultsStandInThePlansOrder() throws Exception {
    PlannedRule skip = new PlannedRule(rule("b", ask(s -> {})).rule(), new Work.Skip("why"));
    PlannedRule missing =
        new PlannedRule(
            rule("c", ask(s -> {})).rule(), new Work.NotConfigured(List.of("sql.host")));
    try (Roll roll = new Roll()) {
      List<Gathered> gathered =
          roll.run(
              rule("a", ask(s -> release.await()), SOMEWHERE),
              skip,
              missing,
              rule("d", ask(s -> release.countDown()), SOMEWHERE));
      assertEquals(List.of("a", "b", "c", "d"), gathered.stream().map(g -> g.rule().id()).toList());
      assertInstanceOf(Outcome.Answered.class, only(probed(gathered.get(0))).outcome());
      assertEquals(new Evidence.Skipped("why"), gathered.get(1).evidence());
      assertEquals(new Evidence.NotConfigured(List.of("sql.host")), gathered.get(2).evidence());
      assertEquals(Duration.ZERO, gathered.get(1).wall());
    }
  }

  @Test
  void noMoreAtOnceThanAllowed() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier three = new CyclicBarrier(3);
    try (Roll roll = new Roll().limits(Roll.TIMEOUT, 3, 1)) {
      List<Gathered> gathered =
          roll.run(
              rule("a", ask(s -> busy(now, most, three)), somewhere(6)),
              rule("b", ask(s -> busy(now, most, three)), somewhere(6)));
      // The barrier never broke: there were three at once each time.
      gathered.forEach(
          each ->
              probed(each)
                  .findings()
                  .forEach(
                      f ->
                          assertInstanceOf(Outcome.Answered.class, f.attempts().get(0).outcome())));
      assertEquals(3, most.get());
    }
  }

  private static void busy(AtomicInteger now, AtomicInteger most, CyclicBarrier together)
      throws InterruptedException, IOException {
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try {
      together.await(10, TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IOException(e);
    } finally {
      now.decrementAndGet();
    }
  }

  @Test
  void silentPeersAreWaitedForTogether() throws Exception {
    // Each attempt ends only when all are under way: one after the other, none ever would.
    CyclicBarrier all = new CyclicBarrier(20);
    AtomicInteger now = new AtomicInteger();
    List<PlannedRule> rules = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      rules.add(rule("r" + i, ask(s -> busy(now, new AtomicInteger(), all)), somewhere(4)));
    }
    try (Roll roll = new Roll()) {
      for (Gathered each : roll.run(rules.toArray(PlannedRule[]::new))) {
        probed(each)
            .findings()
            .forEach(f -> assertInstanceOf(Outcome.Answered.class, f.attempts().get(0).outcome()));
      }
    }
  }

  @Test
  void waitingForAPermitCutsNoAttemptShort() throws Exception {
    List<PlannedRule> rules = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rules.add(rule("r" + i, ask(s -> Thread.sleep(20)), SOMEWHERE));
    }
    try (Roll roll = new Roll().limits(Duration.ofMillis(50), 1, 1)) {
      for (Gathered each : roll.run(rules.toArray(PlannedRule[]::new))) {
        assertTrue(probed(each).finished());
        assertInstanceOf(Outcome.Answered.class, only(probed(each)).outcome());
      }
    }
  }

  @Test
  void aDroppedDestinationIsAskedOnceHoweverManySamples() throws Exception {
    try (Peer dropping = Peer.dropping();
        Roll roll = new Roll().limits(Duration.ofMillis(400), 8, 5)) {
      Evidence.Probed probed = roll.probed(rule("a", ask(s -> s.dial()), at(dropping.address())));
      Probes.assertFault(Phase.CONNECT, FaultKind.DROPPED, only(probed));
    }
  }

  @Test
  void samplesAreTakenOneAfterTheOther() throws Exception {
    AtomicInteger turn = new AtomicInteger();
    try (Roll roll = new Roll().limits(Roll.TIMEOUT, 8, 3)) {
      Evidence.Probed probed =
          roll.probed(
              rule(
                  "a",
                  ask(
                      s -> {
                        if (turn.incrementAndGet() == 2) {
                          throw ProbeException.unexpected("once");
                        }
                      }),
                  SOMEWHERE));
      assertEquals(
          List.of(true, false, true),
          probed.findings().get(0).attempts().stream()
              .map(attempt -> attempt.outcome() instanceof Outcome.Answered)
              .toList());
    }
  }

  @Test
  void whatAProtocolThrowsIsItsOwnFault() throws Exception {
    try (Roll roll = new Roll()) {
      List<Gathered> gathered =
          roll.run(
              rule(
                  "a",
                  ask(
                      s -> {
                        throw new IllegalStateException("oops");
                      }),
                  SOMEWHERE),
              rule(
                  "b",
                  ask(
                      s -> {
                        throw new AssertionError("worse");
                      }),
                  SOMEWHERE),
              rule("c", ask(s -> {}), SOMEWHERE));
      Fault fault =
          Probes.assertFault(Phase.CONNECT, FaultKind.INTERNAL, only(probed(gathered.get(0))));
      assertTrue(fault.evidence().contains("java.lang.IllegalStateException"), fault.evidence());
      Probes.assertFault(Phase.CONNECT, FaultKind.INTERNAL, only(probed(gathered.get(1))));
      assertInstanceOf(Outcome.Answered.class, only(probed(gathered.get(2))).outcome());
    }
  }

  private static void assertPassed(Gathered gathered) {
    assertInstanceOf(Outcome.Answered.class, only(probed(gathered)).outcome());
  }

  @Test
  void aDefectBeforeThereIsARouteIsTheRulesOwn() throws Exception {
    List<NameBook.SystemNames> broken =
        List.of(
            host -> {
              throw new IllegalStateException("oops");
            },
            host -> {
              throw new StackOverflowError();
            });
    for (NameBook.SystemNames names : broken) {
      AtomicInteger finished = new AtomicInteger();
      try (Roll roll = new Roll().finding(names).events(counting(finished))) {
        List<Gathered> gathered =
            roll.run(
                rule("a", ask(s -> {}), Roll.named("one.test", 1)),
                rule("b", ask(s -> {}), SOMEWHERE));
        assertEquals(List.of(), probed(gathered.get(0)).findings());
        Fault fault = probed(gathered.get(0)).names().get(0).fault().orElseThrow();
        assertEquals("RESOLVE INTERNAL", fault.cause());
        assertPassed(gathered.get(1));
        assertEquals(2, finished.get(), "every rule counts as finished");
      }
    }
  }

  private static Events counting(AtomicInteger finished) {
    return new Events() {
      @Override
      public void started(Rule rule) {}

      @Override
      public void finished(Gathered gathered) {
        finished.incrementAndGet();
      }
    };
  }

  @Test
  void aDisplayThatFailsIsNoEvidence() throws Exception {
    Events broken =
        new Events() {
          @Override
          public void started(Rule rule) {
            throw new IllegalStateException("no terminal");
          }

          @Override
          public void finished(Gathered gathered) {
            throw new StackOverflowError();
          }
        };
    try (Roll roll = new Roll().events(broken)) {
      List<Gathered> gathered =
          roll.run(
              rule("a", ask(s -> {}), SOMEWHERE),
              new PlannedRule(rule("b", ask(s -> {})).rule(), new Work.Skip("why")));
      assertPassed(gathered.get(0));
      assertEquals(new Evidence.Skipped("why"), gathered.get(1).evidence());
    }
  }

  @Test
  void aDefectOfAFollowUpIsThatFollowUps() throws Exception {
    FollowUp wish =
        new FollowUp("other", new Target("127.0.0.1", Port.tcp(2)), "why it is asked", true);
    try (Roll roll =
        new Roll()
            .followUps(
                (rule, asked) -> {
                  throw new IllegalStateException("oops");
                })) {
      List<Gathered> gathered =
          roll.run(
              rule("a", ask(s -> s.findings().followUp(wish)), SOMEWHERE),
              rule("b", ask(s -> {}), SOMEWHERE));
      Finding first = probed(gathered.get(0)).findings().get(0);
      assertInstanceOf(Outcome.Answered.class, first.attempts().get(0).outcome());
      Finding followed = first.followUps().get(0).finding().orElseThrow();
      Fault fault =
          Probes.assertFault(Phase.EXCHANGE, FaultKind.INTERNAL, followed.attempts().get(0));
      assertFalse(fault.evidence().contains("oops"), fault.evidence());
      assertPassed(gathered.get(1));
    }
  }

  @Test
  void whereNoThreadIsToBeHadOtherRulesGoOn() throws Exception {
    // No rule has a thread of its own: then the caller's serves them all.
    try (Roll roll = new Roll().refusing(task -> task == 0)) {
      List<Gathered> gathered =
          roll.run(rule("a", ask(s -> {}), SOMEWHERE), rule("b", ask(s -> {}), SOMEWHERE));
      assertPassed(gathered.get(0));
      assertPassed(gathered.get(1));
    }
    // One of its routes has none.
    try (Roll roll = new Roll().refusing(task -> task == 1)) {
      List<Finding> findings = roll.probed(rule("a", ask(s -> {}), somewhere(2))).findings();
      Probes.assertFault(Phase.EXCHANGE, FaultKind.INTERNAL, findings.get(0).attempts().get(0));
      assertInstanceOf(Outcome.Answered.class, findings.get(1).attempts().get(0).outcome());
    }
  }

  @Test
  void anAttemptThatIgnoresItsDeadlineIsCutOff() throws Exception {
    try (Peer silent = Peer.that(Misbehaviour.SILENT);
        Roll roll = new Roll().limits(Duration.ofMillis(100), 8, 1)) {
      Evidence.Probed probed =
          roll.probed(
              rule(
                  "a",
                  ask(
                      s -> {
                        // A library's own socket, which knows nothing of the deadline.
                        Socket own = s.keep(new Socket());
                        own.connect(silent.address());
                        if (own.getInputStream().read() < 0) {
                          throw new IOException("closed");
                        }
                      }),
                  at(silent.address())));
      Probes.assertFault(Phase.CONNECT, FaultKind.TIMED_OUT, only(probed));
      assertTrue(probed.finished());
    }
  }

  @Test
  void anAttemptThatIgnoresEverythingIsLeftBehind() throws Exception {
    try (Roll roll = new Roll().limits(Duration.ofMillis(100), 1, 1)) {
      List<Gathered> gathered =
          roll.run(
              rule(
                  "stuck",
                  ask(
                      s -> {
                        while (release.getCount() > 0) {
                          Thread.onSpinWait();
                        }
                      }),
                  SOMEWHERE),
              rule("next", ask(s -> {}), SOMEWHERE));
      release.countDown();
      Fault fault =
          Probes.assertFault(Phase.CONNECT, FaultKind.TIMED_OUT, only(probed(gathered.get(0))));
      assertTrue(fault.evidence().contains("left behind while it computed"), fault.evidence());
      assertTrue(fault.evidence().contains("EngineTest"), fault.evidence());
      // Its turn was given back.
      assertInstanceOf(Outcome.Answered.class, only(probed(gathered.get(1))).outcome());
    }
  }

  @Test
  void whoWaitsForAProcessorLosesNothing() throws Exception {
    Destination other = at(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 1));
    try (Roll roll = new Roll().limits(Duration.ofMillis(50), 8, 1).computing(1)) {
      CountDownLatch begun = new CountDownLatch(1);
      Ask<?> hog =
          ask(
              s -> {
                begun.countDown();
                while (release.getCount() > 0) {
                  LockSupport.parkNanos(1_000_000);
                }
              });
      List<Gathered> gathered =
          roll.run(rule("hog", hog, SOMEWHERE), rule("next", ask(s -> {}), other));
      release.countDown();
      Fault fault =
          Probes.assertFault(Phase.CONNECT, FaultKind.TIMED_OUT, only(probed(gathered.get(0))));
      assertTrue(fault.evidence().contains("left behind while it computed"), fault.evidence());
      // Either was first; the other waited far longer than its timeout, and then ran.
      assertInstanceOf(Outcome.Answered.class, only(probed(gathered.get(1))).outcome());
      assertEquals(0, begun.getCount());
    }
  }

  @Test
  void theRunsDeadlineKeepsWhatIsKnown() throws Exception {
    Destination other = at(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 1));
    try (Roll roll = new Roll().deadline(Duration.ofSeconds(2))) {
      Engine engine = roll.engine();
      List<Gathered> gathered =
          engine.run(
              Roll.plan(
                  rule("quick", ask(s -> {}), SOMEWHERE),
                  rule("half", ask(s -> waitAt(s.route().dialled().address())), SOMEWHERE, other),
                  rule("slow", ask(s -> forEver()), SOMEWHERE)));
      assertTrue(engine.interrupted());
      assertTrue(probed(gathered.get(0)).finished());
      Evidence.Probed half = probed(gathered.get(1));
      assertFalse(half.finished());
      assertEquals(1, half.findings().get(0).attempts().size());
      assertUnderWay(half.findings().get(1));
      assertFalse(probed(gathered.get(2)).finished());
      assertUnderWay(probed(gathered.get(2)).findings().get(0));
    }
  }

  /** It says how long it had waited, in seconds. */
  private static void assertUnderWay(Finding finding) {
    assertEquals(List.of(), finding.attempts());
    String waiting = finding.skipped().orElseThrow();
    assertTrue(
        waiting.matches(Finding.UNDER_WAY + ": it had waited \\d+\\.\\d s, in phase CONNECT"),
        waiting);
  }

  private static void waitAt(InetAddress address) throws InterruptedException {
    if (address.getHostAddress().equals("127.0.0.2")) {
      forEver();
    }
  }

  @Test
  void anInterruptEndsRunningProbes() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (Peer silent = Peer.that(Misbehaviour.SILENT);
        Roll roll = new Roll().limits(Duration.ofMinutes(5), 8, 3)) {
      Engine engine = roll.engine();
      Thread stopper =
          new Thread(
              () -> {
                try {
                  begun.await();
                  silent.awaitConnection();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                engine.interrupt();
              });
      stopper.start();
      List<Gathered> gathered =
          engine.run(
              Roll.plan(
                  rule("reading", ask(s -> s.dial().read(1)), at(silent.address())),
                  rule(
                      "stuck",
                      ask(
                          s -> {
                            begun.countDown();
                            while (release.getCount() > 0) {
                              Thread.onSpinWait();
                            }
                          }),
                      SOMEWHERE)));
      release.countDown();
      stopper.join();
      for (Gathered each : gathered) {
        assertFalse(probed(each).finished(), each.rule().id());
        probed(each).findings().forEach(f -> assertEquals(List.of(), f.attempts()));
      }
    }
  }

  @Test
  void anInterruptEndsWhatWaitsForAPermit() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    try (Roll roll = new Roll().limits(Duration.ofMinutes(5), 1, 3)) {
      Engine engine = roll.engine();
      Thread stopper =
          new Thread(
              () -> {
                try {
                  begun.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                engine.interrupt();
              });
      stopper.start();
      Evidence.Probed probed =
          probed(
              engine
                  .run(
                      Roll.plan(
                          rule(
                              "a",
                              ask(
                                  s -> {
                                    asked.incrementAndGet();
                                    begun.countDown();
                                    forEver();
                                  }),
                              somewhere(30))))
                  .get(0));
      stopper.join();
      assertFalse(probed.finished());
      assertEquals(30, probed.findings().size());
      probed.findings().forEach(f -> assertEquals(List.of(), f.attempts()));
      assertEquals(1, asked.get());
    }
  }

  @Test
  void anInterruptBeforeTheRunProbesNothing() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Roll roll = new Roll()) {
      Engine engine = roll.engine();
      engine.interrupt();
      List<Gathered> gathered =
          engine.run(
              Roll.plan(
                  rule("a", ask(s -> asked.incrementAndGet()), SOMEWHERE),
                  rule("b", ask(s -> asked.incrementAndGet()), Roll.named("never.invalid", 1)),
                  new PlannedRule(rule("c", ask(s -> {})).rule(), new Work.Skip("why"))));
      assertFalse(probed(gathered.get(0)).finished());
      assertFalse(probed(gathered.get(1)).finished());
      assertInstanceOf(Evidence.Skipped.class, gathered.get(2).evidence());
      assertEquals(0, asked.get());
    }
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    // The first run loads what stays by design.
    for (boolean warm : new boolean[] {false, true}) {
      Leftovers before = Leftovers.now();
      try (Peer silent = Peer.that(Misbehaviour.SILENT);
          Peer dropping = Peer.dropping();
          Roll roll = new Roll().limits(Duration.ofMillis(300), 8, 2)) {
        roll.run(
            rule("a", ask(s -> s.dial().read(1)), at(silent.address())),
            rule("b", ask(s -> s.dial()), at(dropping.address())),
            rule("c", ask(s -> {}), Roll.named("unknown.invalid", 1)));
      }
      if (warm) {
        before.assertNothingNew();
      }
    }
  }
}
