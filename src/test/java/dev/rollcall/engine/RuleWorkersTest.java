package dev.rollcall.engine;

import static dev.rollcall.engine.Roll.ask;
import static dev.rollcall.engine.Roll.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.engine.guard.Guard;
import dev.rollcall.engine.rate.Rate;
import dev.rollcall.engine.rate.RuleOrder;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.plan.PlannedRule;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RuleWorkersTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private static List<PlannedRule> rules(int count) {
    return IntStream.range(0, count).mapToObj(i -> rule("r" + i, "192.0.2." + i % 250)).toList();
  }

  private static PlannedRule rule(String id, String host) {
    return Roll.rule(id, ask(s -> {}), at(new InetSocketAddress(host, 1)));
  }

  private static Gathered done(PlannedRule planned) {
    return new Gathered(planned.rule(), new Evidence.Skipped("done"), Duration.ZERO);
  }

  private static List<Integer> order(List<PlannedRule> rules) {
    return RuleOrder.of(rules, Rate.OFF);
  }

  @Test
  void threadsDoNotGrowWithTheRules() throws InterruptedException {
    List<PlannedRule> rules = rules(2000);
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    RuleWorkers workers =
        new RuleWorkers(
            rules,
            order(rules),
            (planned, instead) -> {
              used.add(Thread.currentThread());
              return done(planned);
            });
    workers.atOnce(4, threads);
    List<Gathered> gathered = workers.await();
    assertTrue(used.size() <= 4, used::toString);
    assertEquals(
        rules.stream().map(one -> one.rule().id()).toList(),
        gathered.stream().map(one -> one.rule().id()).toList());
  }

  @Test
  void moreWorkersJoinAndLeave() throws Exception {
    List<PlannedRule> rules = rules(60);
    CyclicBarrier all = new CyclicBarrier(21);
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch fewer = new CountDownLatch(1);
    RuleWorkers workers =
        new RuleWorkers(
            rules,
            order(rules),
            (planned, instead) -> {
              boolean first = begun.getAndIncrement() < 20;
              try {
                if (first) {
                  all.await();
                  fewer.await();
                }
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
              return done(planned);
            });
    workers.atOnce(5, threads);
    workers.atOnce(20, threads);
    // It opens only if all twenty are there.
    all.await();
    workers.atOnce(1, threads);
    fewer.countDown();
    assertEquals(60, workers.await().size());
    assertEquals(60, begun.get());
  }

  @Test
  void withoutThreadsTheCallerTakesTheRules() throws InterruptedException {
    threads.shutdownNow();
    List<PlannedRule> rules = rules(3);
    RuleWorkers workers = new RuleWorkers(rules, order(rules), (planned, instead) -> done(planned));
    workers.atOnce(2, threads);
    assertEquals(3, workers.await().size());
  }

  @Test
  void whereEveryWorkerIsLeftBehindTheCallerTakesTheRest() throws InterruptedException {
    List<PlannedRule> rules = rules(5);
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    RuleWorkers workers =
        new RuleWorkers(
            rules,
            order(rules),
            (planned, instead) -> {
              used.add(Thread.currentThread());
              if (used.size() == 1) {
                threads.execute(() -> instead.goOn(() -> done(planned)));
                throw new Guard.LeftBehindException();
              }
              return done(planned);
            });
    workers.atOnce(1, threads);
    assertEquals(5, workers.await().size());
    assertTrue(used.contains(Thread.currentThread()), used::toString);
    assertEquals(2, used.size());
  }

  @Test
  void rulesOfOneHostMakeWayForOthers() {
    List<PlannedRule> rules = new ArrayList<>();
    IntStream.range(0, 12).forEach(i -> rules.add(rule("same" + i, "192.0.2.1")));
    IntStream.range(0, 3).forEach(i -> rules.add(rule("other" + i, "192.0.2.2")));
    assertEquals(
        List.of(0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 8, 9, 10, 11), RuleOrder.of(rules, Rate.USUAL));
    assertEquals(IntStream.range(0, 15).boxed().toList(), RuleOrder.of(rules, Rate.OFF));
  }
}
