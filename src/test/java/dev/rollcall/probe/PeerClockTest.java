package dev.rollcall.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PeerClockTest {
  private static final Instant OURS = Instant.parse("2026-11-22T19:08:50Z");

  @Test
  void oneHundredYearsAreInRange() {
    for (int sign : new int[] {-1, 1}) {
      Instant last = OURS.plus(PeerClock.RANGE.multipliedBy(sign));
      assertTrue(PeerClock.inRange(last, OURS));
      assertFalse(PeerClock.inRange(last.plusNanos(sign), OURS));
    }
  }

  @Test
  void everyInstantIsOneOrTheOther() {
    for (Instant any : new Instant[] {Instant.MIN, Instant.MAX}) {
      assertFalse(PeerClock.inRange(any, OURS));
      assertFalse(PeerClock.inRange(OURS, any));
      assertTrue(PeerClock.inRange(any, any));
      assertTrue(PeerClock.outOfRange(any).endsWith("more than 100 years from this host's clock"));
    }
    assertEquals(
        "+30828-09-14T02:48:05.477580700Z, more than 100 years from this host's clock",
        PeerClock.outOfRange(Instant.parse("+30828-09-14T02:48:05.4775807Z")));
  }
}
