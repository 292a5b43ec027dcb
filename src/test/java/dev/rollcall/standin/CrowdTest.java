package dev.rollcall.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrowdTest {
  private static void stays() {
    throw new AssertionError("nobody has to go");
  }

  private static String source(String literal) throws Exception {
    return SourceNetwork.of(InetAddress.getByName(literal));
  }

  /** How many of that source are let in until one is not. */
  private static int entered(Crowd crowd, String source) {
    int count = 0;
    while (crowd.enter(source, 0, CrowdTest::stays).isPresent()) {
      count++;
    }
    return count;
  }

  @Test
  void aNetworkInIpv6IsOneSource() throws Exception {
    Crowd crowd = new Crowd(100, 5);
    assertEquals(5, entered(crowd, source("2001:db8:0:1::1")));
    assertEquals(0, entered(crowd, source("2001:db8:0:1:ffff::2")));
    assertEquals(5, entered(crowd, source("2001:db8:0:2::1")));
    assertEquals(5, entered(crowd, source("192.0.2.1")));
    assertEquals(5, entered(crowd, source("192.0.2.2")));
  }

  @Test
  void howeverFewSourcesNeverTakeAllPlaces() {
    for (int sources = 1; sources <= 20; sources++) {
      Crowd crowd = new Crowd(256, 64);
      for (int turn = 0; turn < 64; turn++) {
        for (int one = 0; one < sources; one++) {
          crowd.enter("greedy " + one, 0, CrowdTest::stays);
        }
      }
      assertTrue(entered(crowd, "new") >= 2, sources + " sources");
    }
  }

  @Test
  void aPlaceIsFreeAgainOnceItIsLeft() {
    Crowd crowd = new Crowd(4, 2);
    Crowd.Place one = crowd.enter("a", 0, CrowdTest::stays).orElseThrow();
    assertEquals(1, entered(crowd, "a"));
    crowd.leave(one);
    crowd.leave(one);
    assertEquals(1, entered(crowd, "a"));
  }

  @Test
  void theEldestMakesRoomForANewSourceButNotAtOnce() {
    Crowd crowd = new Crowd(3, 3);
    List<String> gone = new ArrayList<>();
    List<Crowd.Place> places = new ArrayList<>();
    for (String source : List.of("a", "b", "c")) {
      places.add(crowd.enter(source, 0, () -> gone.add(source)).orElseThrow());
    }
    assertEquals(Optional.empty(), crowd.enter("d", Crowd.GRACE - 1, CrowdTest::stays));
    assertEquals(Optional.empty(), crowd.enter("b", Crowd.GRACE, CrowdTest::stays));
    assertEquals(List.of(), gone);
    Crowd.Place late = crowd.enter("d", Crowd.GRACE, CrowdTest::stays).orElseThrow();
    assertEquals(List.of("a"), gone);
    assertTrue(places.get(0).wasTaken());
    assertFalse(places.get(1).wasTaken());
    // Whoever had to go leaves as well, and frees no second place.
    crowd.leave(places.get(0));
    assertEquals(Optional.empty(), crowd.enter("e", 0, CrowdTest::stays));
    crowd.leave(late);
    assertTrue(crowd.enter("e", 0, CrowdTest::stays).isPresent());
  }
}
