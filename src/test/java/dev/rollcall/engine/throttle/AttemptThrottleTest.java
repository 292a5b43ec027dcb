package dev.rollcall.engine.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.engine.rate.ManualTicks;
import dev.rollcall.engine.rate.Rate;
import dev.rollcall.engine.rate.StartPace;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AttemptThrottleTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final ManualTicks ticks = new ManualTicks();
  private final CompletableFuture<Void> never = new CompletableFuture<>();
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, AttemptThrottle.Permit> held = new HashMap<>();
  private final List<Thread> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Thread::interrupt);
  }

  private AttemptThrottle throttle(int parallel, int lendable, Rate rate) {
    return new AttemptThrottle(
        parallel, new Lending<>(lendable, 2 * lendable), new StartPace(rate), ticks);
  }

  private static Endpoint at(String address, int port) {
    try {
      return new Endpoint(new Target(address, Port.tcp(port)), InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static final Endpoint HERE = at("127.0.0.1", 1);

  /** Asks for a permit in a thread of its own, and returns when that waits or has it. */
  private Thread begin(AttemptThrottle throttle, String rule, Endpoint to)
      throws InterruptedException {
    Thread thread =
        new Thread(
            () -> {
              try {
                AttemptThrottle.Permit permit = throttle.begin(rule, to, never);
                synchronized (held) {
                  held.put(rule + order.size(), permit);
                  order.add(rule);
                }
              } catch (InterruptedException e) {
                order.add("interrupted");
              }
            });
    started.add(thread);
    thread.start();
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
    return thread;
  }

  /** Ends the permit that was granted as that one, counted from 0. */
  private void end(int number) {
    AttemptThrottle.Permit permit;
    synchronized (held) {
      permit = held.get(order.get(number) + number);
    }
    permit.end();
  }

  private void awaitGrants(int count) {
    while (order.size() < count) {
      Thread.onSpinWait();
    }
  }

  @Test
  void theLeastBusyRuleIsNextAndThenTheFirst() throws InterruptedException {
    AttemptThrottle two = throttle(2, 0, Rate.OFF);
    AttemptThrottle.Permit busy = two.begin("many", HERE, never);
    AttemptThrottle.Permit other = two.begin("other", HERE, never);
    for (String rule : List.of("many", "many", "few")) {
      begin(two, rule, HERE);
    }
    // "many" has one under way and two waiting before "few".
    other.end();
    awaitGrants(1);
    end(0);
    awaitGrants(2);
    end(1);
    awaitGrants(3);
    busy.end();
    assertEquals(List.of("few", "many", "many"), order);
  }

  @Test
  void anInterruptedWaiterLeavesTheQueue() throws InterruptedException {
    AttemptThrottle one = throttle(1, 0, Rate.OFF);
    AttemptThrottle.Permit first = one.begin("holder", HERE, never);
    Thread interrupted = begin(one, "first", HERE);
    begin(one, "second", HERE);
    interrupted.interrupt();
    interrupted.join();
    first.end();
    awaitGrants(2);
    assertEquals(List.of("interrupted", "second"), order);
    first.end();
    // Ended twice, the first permit has not made two of one.
    Thread blocked = begin(one, "blocked", HERE);
    assertTrue(blocked.isAlive());
    end(1);
    awaitGrants(3);
    assertEquals(List.of("interrupted", "second", "blocked"), order);
  }

  @Test
  void theEndOfARuleEndsItsWaiting() throws InterruptedException {
    AttemptThrottle one = throttle(1, 0, Rate.OFF);
    AttemptThrottle.Permit first = one.begin("holder", HERE, never);
    CompletableFuture<Void> over = new CompletableFuture<>();
    over.complete(null);
    one.begin("over", HERE, over).end();
    begin(one, "next", HERE);
    first.end();
    awaitGrants(1);
    assertEquals(List.of("next"), order);
  }

  @Test
  void anAttemptThatOnlyWaitsLendsItsPermit() throws InterruptedException {
    AttemptThrottle one = throttle(1, 1, Rate.OFF);
    AtomicReference<Duration> idle = new AtomicReference<>(Duration.ZERO);
    AttemptThrottle.Permit silent = one.begin("silent", HERE, never);
    silent.idles(idle::get);
    for (String rule : List.of("a", "b", "c", "d")) {
      begin(one, rule, HERE);
    }
    assertEquals(0, one.lend());
    idle.set(Lending.MOMENT);
    assertEquals(1, one.lend());
    awaitGrants(1);
    held.get("a0").idles(() -> Lending.MOMENT);
    // No more than one that waits for a moment; two more that meet silence.
    assertEquals(1, one.lend());
    assertEquals(List.of("a"), order);
    idle.set(Lending.SILENCE);
    assertEquals(2, one.lend());
    awaitGrants(2);
    held.get("b1").idles(() -> Lending.SILENCE);
    assertEquals(3, one.lend());
    awaitGrants(3);
    held.get("c2").idles(() -> Lending.SILENCE);
    assertEquals(3, one.lend());
    assertEquals(List.of("a", "b", "c"), order);
    silent.end();
    end(0);
    end(1);
    assertEquals(1, one.lend());
    awaitGrants(4);
  }

  @Test
  void newDestinationsStartAtTheRate() throws InterruptedException {
    AttemptThrottle throttle = throttle(1000, 0, new Rate(10));
    for (int i = 0; i < 100; i++) {
      begin(throttle, "r" + i, at("192.0.2." + i, 443));
    }
    ticks.pass(SECOND / 2);
    awaitGrants(64 + 5);
    ticks.pass(SECOND);
    awaitGrants(64 + 15);
    assertEquals(64 + 15, order.size());
    ticks.pass(10 * SECOND);
    awaitGrants(100);
  }

  @Test
  void oneHostsRateDelaysNoOtherHost() throws InterruptedException {
    AttemptThrottle throttle = throttle(1000, 0, new Rate(30));
    for (int i = 0; i < 40; i++) {
      begin(throttle, "same", at("192.0.2.1", 1000 + i));
    }
    begin(throttle, "other", at("192.0.2.2", 443));
    ticks.pass(SECOND / 20);
    // Of the same host ten at once; the other waits for none of the rest.
    awaitGrants(11);
    assertTrue(order.contains("other"));
    ticks.pass(SECOND - SECOND / 20);
    // Ten more of the same host in a second.
    awaitGrants(21);
    assertEquals(21, order.size());
    ticks.pass(2 * SECOND);
    awaitGrants(41);
  }

  @Test
  void whoLeavesWhileItsHostIsNotDueIsForgotten() throws InterruptedException {
    AttemptThrottle throttle = throttle(1000, 0, Rate.USUAL);
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waiting.add(begin(throttle, "same", at("192.0.2.1", 1000 + i)));
    }
    ticks.pass(SECOND / 10);
    awaitGrants(8);
    waiting.get(8).interrupt();
    waiting.get(8).join();
    ticks.pass(SECOND);
    awaitGrants(10);
    assertEquals("same", order.get(9));
  }
}
