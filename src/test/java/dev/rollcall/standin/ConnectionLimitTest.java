package dev.rollcall.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
  private static void stays() {
    throw new AssertionError("no connection has to go");
  }

  private static String source(String literal) throws Exception {
    return SourceNetwork.of(InetAddress.getByName(literal));
  }

  /** How many of that source are let in until one is not. */
  private static int entered(ConnectionLimit connectionLimit, String source) {
    int count = 0;
    while (connectionLimit.enter(source, 0, ConnectionLimitTest::stays).isPresent()) {
      count++;
    }
    return count;
  }

  @Test
  void aNetworkInIpv6IsOneSource() throws Exception {
    ConnectionLimit connectionLimit = new ConnectionLimit(100, 5);
    assertEquals(5, entered(connectionLimit, source("2001:db8:0:1::1")));
    assertEquals(0, entered(connectionLimit, source("2001:db8:0:1:ffff::2")));
    assertEquals(5, entered(connectionLimit, source("2001:db8:0:2::1")));
    assertEquals(5, entered(connectionLimit, source("192.0.2.1")));
    assertEquals(5, entered(connectionLimit, source("192.0.2.2")));
  }

  @Test
  void howeverFewSourcesNeverTakeAllPlaces() {
    for (int sources = 1; sources <= 20; sources++) {
      ConnectionLimit connectionLimit = new ConnectionLimit(256, 64);
      for (int turn = 0; turn < 64; turn++) {
        for (int one = 0; one < sources; one++) {
          connectionLimit.enter("greedy " + one, 0, ConnectionLimitTest::stays);
        }
      }
      assertTrue(entered(connectionLimit, "new") >= 1, sources + " sources");
    }
  }

  /**
   * For 20 s, 300 sources are back in the moment they have left, each after a tenth of a second.
   */
  @Test
  void aSourceThatComesSeldomGetsInBesideManyThatComeAllTheTime() {
    ConnectionLimit connectionLimit = new ConnectionLimit(256, 64);
    record Inside(long until, String source, ConnectionLimit.Place place) {}
    Deque<Inside> inside = new ArrayDeque<>();
    Set<String> outside = new LinkedHashSet<>();
    for (int i = 0; i < 300; i++) {
      outside.add("flood " + i);
    }
    int fullest = 0;
    for (long ms = 0; ms < 20_000; ms += 10) {
      long now = ms * 1_000_000;
      while (!inside.isEmpty() && inside.getFirst().until() <= ms) {
        Inside first = inside.removeFirst();
        connectionLimit.leave(first.place());
        outside.add(first.source());
      }
      for (String source : List.copyOf(outside)) {
        Optional<ConnectionLimit.Place> place =
            connectionLimit.enter(source, now, ConnectionLimitTest::stays);
        if (place.isPresent()) {
          outside.remove(source);
          inside.addLast(new Inside(ms + 100, source, place.get()));
        }
      }
      fullest = Math.max(fullest, inside.size());
      if (ms % 2000 == 1000) {
        connectionLimit.leave(
            connectionLimit.enter("balancer", now, ConnectionLimitTest::stays).orElseThrow());
      }
    }
    assertTrue(fullest > 190, "as many as there are common places");
  }

  @Test
  void aPlaceIsFreeAgainOnceItIsLeft() {
    ConnectionLimit connectionLimit = new ConnectionLimit(40, 2);
    ConnectionLimit.Place one =
        connectionLimit.enter("a", 0, ConnectionLimitTest::stays).orElseThrow();
    assertEquals(1, entered(connectionLimit, "a"));
    connectionLimit.leave(one);
    connectionLimit.leave(one);
    assertEquals(1, entered(connectionLimit, "a"));
  }

  @Test
  void theEldestMakesRoomForANewSourceButNotAtOnce() {
    ConnectionLimit connectionLimit = new ConnectionLimit(3, 3);
    List<String> gone = new ArrayList<>();
    List<ConnectionLimit.Place> places = new ArrayList<>();
    for (String source : List.of("a", "b", "c")) {
      places.add(connectionLimit.enter(source, 0, () -> gone.add(source)).orElseThrow());
    }
    assertEquals(
        Optional.empty(),
        connectionLimit.enter("early", ConnectionLimit.GRACE - 1, ConnectionLimitTest::stays));
    assertEquals(
        Optional.empty(),
        connectionLimit.enter("b", ConnectionLimit.GRACE, ConnectionLimitTest::stays));
    assertEquals(List.of(), gone);
    ConnectionLimit.Place late =
        connectionLimit.enter("d", ConnectionLimit.GRACE, ConnectionLimitTest::stays).orElseThrow();
    assertEquals(List.of("a"), gone);
    assertTrue(places.get(0).wasTaken());
    assertFalse(places.get(1).wasTaken());
    // The connection that had to go leaves as well, and frees no second place.
    connectionLimit.leave(places.get(0));
    assertEquals(Optional.empty(), connectionLimit.enter("e", 0, ConnectionLimitTest::stays));
    connectionLimit.leave(late);
    assertTrue(connectionLimit.enter("e", 0, ConnectionLimitTest::stays).isPresent());
  }
}
