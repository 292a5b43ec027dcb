package dev.rollcall.engine.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class StartPaceTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static Endpoint at(String address, int port) {
    try {
      return new Endpoint(new Target(address, Port.tcp(port)), InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Endpoint host(int number) {
    return at("192.0.2." + number, 443);
  }

  /** When each of so many starts is allowed, each as soon as it may. */
  private static List<Long> starts(Rate rate, int count, IntFunction<Endpoint> to) {
    StartPace pace = new StartPace(rate);
    List<Long> starts = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < count; i++) {
      Endpoint next = to.apply(i);
      for (long wait = 1; wait > 0; now += wait) {
        wait = Math.max(pace.delay(next, now), pace.hostDelay(next, now));
      }
      pace.start(next, now);
      starts.add(now);
    }
    return starts;
  }

  /** The most starts in any time of that length, its ends included. */
  private static int most(List<Long> starts, long length) {
    int most = 0;
    for (long from : starts) {
      most =
          Math.max(
              most, (int) starts.stream().filter(at -> at >= from && at < from + length).count());
    }
    return most;
  }

  @Test
  void theUsualRateStaysBelowTheDefaultsOfFirewalls() {
    List<Long> all = starts(Rate.USUAL, 250, StartPaceTest::host);
    assertTrue(most(all, 5_000_000) < 10, "Juniper: 10 in 5 ms");
    assertTrue(most(all, SECOND) < 1000, "Fortinet: 1000 in 1 s");
    assertTrue(most(all, 10 * SECOND) < 100, "Palo Alto Networks: 100 in 10 s");
    assertTrue(most(all, 20 * SECOND) < 200, "Cisco: 10 a second over 20 s");
    List<Long> one = starts(Rate.USUAL, 250, i -> at("192.0.2.1", 1000 + i));
    assertTrue(most(one, 2 * SECOND) < 100, "Palo Alto Networks: 100 in 2 s");
    assertTrue(most(one, 20 * SECOND) < 30, "Check Point: 30 in 20 s");
    assertEquals(Rate.HOST_BURST + 19, most(one, 20 * SECOND));
  }

  @Test
  void theOrdinaryTableStartsAtOnce() {
    List<Long> table = starts(Rate.USUAL, 64, StartPaceTest::host);
    assertEquals(63 * Rate.GAP, table.get(63));
    List<Long> more = starts(Rate.USUAL, 65, StartPaceTest::host);
    assertEquals(Rate.USUAL.interval(), more.get(64));
  }

  /** A firewall counts for each source address, and this host has another one in each family. */
  @Test
  void eachAddressFamilyHasARateOfItsOwn() {
    List<Long> both =
        starts(
            Rate.USUAL,
            129,
            i -> i % 2 == 0 ? host(i) : at("2001:db8::" + Integer.toHexString(i), 443));
    assertEquals(127 * Rate.GAP, both.get(127));
    assertEquals(Rate.USUAL.interval(), both.get(128));
  }

  @Test
  void whatWasProbedBeforeIsNotNew() {
    List<Long> again = starts(Rate.USUAL, 200, i -> host(i % 5));
    assertEquals(199 * Rate.GAP, again.get(199));
  }

  @Test
  void aGivenRateHolds() {
    List<Long> all =
        starts(new Rate(100), 400, i -> at("198.51." + i / 250 + "." + (i % 250 + 1), 443));
    assertEquals(3 * SECOND, all.get(399));
    List<Long> one = starts(new Rate(300), 300, i -> at("192.0.2.1", 1000 + i));
    assertEquals(2 * SECOND, one.get(299));
  }

  @Test
  void thisHostItselfAndNoRateAreFree() {
    assertEquals(0, starts(Rate.USUAL, 200, i -> at("127.0.0.1", 1000 + i)).get(199));
    assertEquals(0, starts(Rate.OFF, 200, StartPaceTest::host).get(199));
  }
}
