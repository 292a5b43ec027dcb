package dev.rollcall.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptThrottleTest {
  private final AttemptThrottle throttle = new AttemptThrottle(1, Duration.ZERO);
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

  private Thread waiter(String owner) throws InterruptedException {
    Thread thread =
        new Thread(
            () -> {
              try {
                AttemptThrottle.Permit permit = throttle.begin(owner, () -> false);
                order.add(owner);
                permit.end();
              } catch (InterruptedException e) {
                order.add("interrupted");
              }
            });
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }

  @Test
  void theLeastBusyOwnerIsNextAndThenTheFirst() throws InterruptedException {
    List<Thread> waiters = new ArrayList<>();
    AttemptThrottle two = new AttemptThrottle(2, Duration.ZERO);
    AttemptThrottle.Permit busy = two.begin("many", () -> false);
    AttemptThrottle.Permit other = two.begin("other", () -> false);
    for (String owner : List.of("many", "many", "few")) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  AttemptThrottle.Permit permit = two.begin(owner, () -> false);
                  order.add(owner);
                  permit.end();
                } catch (InterruptedException e) {
                  order.add("interrupted");
                }
              });
      thread.start();
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      waiters.add(thread);
    }
    // "many" has one under way and two waiting before "few".
    other.end();
    for (Thread thread : waiters) {
      thread.join();
    }
    busy.end();
    assertEquals(List.of("few", "many", "many"), order);
  }

  @Test
  void anInterruptedWaiterLeavesTheQueue() throws InterruptedException {
    AttemptThrottle.Permit held = throttle.begin("holder", () -> false);
    Thread first = waiter("first");
    Thread second = waiter("second");
    first.interrupt();
    first.join();
    held.end();
    second.join();
    assertEquals(List.of("interrupted", "second"), order);
    held.end();
    AttemptThrottle.Permit again = throttle.begin("again", () -> false);
    // Ended twice, the first permit has not made two of one.
    Thread blocked = waiter("blocked");
    assertTrue(blocked.isAlive());
    again.end();
    blocked.join();
    assertEquals(List.of("interrupted", "second", "blocked"), order);
  }
}
