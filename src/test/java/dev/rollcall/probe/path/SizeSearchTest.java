package dev.rollcall.probe.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.path.PathTrace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where large packets are lost, and when nothing is claimed. */
class SizeSearchTest {
  private static PathTrace search(SimulatedPath path, Duration most) throws Exception {
    PacedRequests requests =
        new PacedRequests(path, new HopPace(), path.nanoTime() + most.toNanos());
    return new SizeSearch(requests, SimulatedPath.DESTINATION).search();
  }

  private static PathTrace search(SimulatedPath path) throws Exception {
    return search(path, Duration.ofMillis(2500));
  }

  @Test
  void theRoutersBetweenWhichLargePacketsAreLostAreNamed() throws Exception {
    for (int router = 1; router <= 8; router++) {
      PathTrace trace = search(new SimulatedPath(9).smallBehind(router, false));
      assertEquals(PathTrace.Finding.LARGE_LOST_BEHIND_ROUTER, trace.finding());
      assertEquals(
          "Packets of 1500 bytes get as far as 10.0.%d.1 (hop %d); those of 60 bytes get further,"
                  .formatted(router, router)
              + " to 10.0.%d.1 (hop %d): large packets are lost between the two, and no ICMP message"
                  .formatted(router + 1, router + 1)
              + " says so.",
          trace.sentence());
    }
  }

  @Test
  void aSilentRouterBeforeTheLossHidesNothing() throws Exception {
    PathTrace trace = search(new SimulatedPath(6).silentAt(2).smallBehind(3, false));
    assertTrue(trace.sentence().contains("as far as 10.0.3.1 (hop 3)"), trace.sentence());
  }

  @Test
  void nothingIsClaimedWithoutALossWithAMessageOrWhereSmallPacketsAreLostToo() throws Exception {
    for (SimulatedPath path :
        new SimulatedPath[] {
          new SimulatedPath(5),
          new SimulatedPath(5).smallBehind(2, true),
          new SimulatedPath(5).droppedBehind(2, true),
          new SimulatedPath(5).smallBehind(5, false),
          new SimulatedPath(5).limitedAt(3)
        }) {
      assertEquals(PathTrace.Finding.NONE, search(path).finding());
    }
  }

  @Test
  void nothingIsClaimedWhenItsTimeEnds() throws Exception {
    SimulatedPath path = new SimulatedPath(9).smallBehind(3, false);
    assertEquals(PathTrace.Finding.NONE, search(path, Duration.ofMillis(600)).finding());
  }
}
