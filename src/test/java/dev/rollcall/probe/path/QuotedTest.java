package dev.rollcall.probe.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class QuotedTest {
  @Test
  void theSegmentSizeIsReadWhereTheQuotationIsLongEnough() {
    byte[] request = PathFuzzTargets.request(1, 1, 2, 4, 5, 180);
    assertEquals(OptionalInt.of(1460), Quoted.mss(request));
    assertEquals(OptionalInt.empty(), Quoted.mss(Arrays.copyOf(request, 25)));
    assertEquals(OptionalInt.empty(), Quoted.mss(Arrays.copyOf(request, 8)));
    assertEquals(OptionalInt.empty(), Quoted.mss(PathFuzzTargets.request(0, 2, 4, 5, 180)));
    assertEquals(OptionalInt.empty(), Quoted.mss(PathFuzzTargets.request(3, 0, 2, 4, 5, 180)));
  }

  @Test
  void anIcmpMessageSaysItsSenderTypeAndCode() {
    assertEquals(
        Optional.of("36.37.38.39: communication administratively prohibited, 3/13"),
        PathFuzzTargets.text(PathFuzzTargets.control(0, 11, 2, 3, 13)));
    assertEquals(
        Optional.of("2829:2a2b:2c2d:2e2f:3031:3233:3435:3637: hop limit exceeded in transit, 3/0"),
        PathFuzzTargets.text(PathFuzzTargets.control(41, 25, 3, 3, 0)));
    // An error of this host's own has no sender.
    assertEquals(Optional.empty(), PathFuzzTargets.text(PathFuzzTargets.control(0, 11, 1, 3, 13)));
    assertEquals(Optional.empty(), PathFuzzTargets.text(PathFuzzTargets.control(0, 12, 2, 3, 13)));
  }
}
