package dev.rollcall.probe.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.path.PathTrace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a search claims, and what it does not. */
class PathSearchTest {
  private final HopPace pace = new HopPace();

  private PathTrace silence(SimulatedPath path, Duration most)
      throws IOException, InterruptedException {
    return search(path, most).silence();
  }

  private PathTrace silence(SimulatedPath path) throws IOException, InterruptedException {
    return silence(path, Duration.ofSeconds(5));
  }

  private PathSearch search(SimulatedPath path, Duration most) {
    return search(path, HopPacket.connectionRequest(), most);
  }

  private PathSearch search(SimulatedPath path, HopPacket packet, Duration most) {
    return new PathSearch(
        new PacedRequests(path, pace, path.nanoTime() + most.toNanos()),
        packet,
        SimulatedPath.DESTINATION,
        SimulatedPath.PORT,
        9);
  }

  @Test
  void theLastRouterThatAnswersIsNamedWhereverTheDropIs() throws Exception {
    for (int router = 1; router <= 12; router++) {
      SimulatedPath path = new SimulatedPath(12).droppedBehind(router, true);
      PathTrace trace = new PathSearchTest().silence(path);
      assertEquals(PathTrace.Finding.LOST_BEHIND_ROUTER, trace.finding());
      assertEquals(
          "Connection requests get as far as 10.0."
              + router
              + ".1 (hop "
              + router
              + "); nothing answers behind it: lost at its exit, at the next hop or behind it, or"
              + " on the way back.",
          trace.sentence());
      assertEquals(router + 1, trace.hops().size());
    }
  }

  @Test
  void onePortIsNamedOnlyIfAnotherOneGetsFurther() throws Exception {
    PathTrace onWay = silence(new SimulatedPath(4).droppedBehind(2, false));
    assertEquals(PathTrace.Finding.THIS_PORT_ONLY, onWay.finding());
    assertEquals(
        "Connection requests to port 445 get as far as 10.0.2.1 (hop 2); those to port 9 get"
            + " further, to 10.0.3.1 (hop 3): this port is filtered between the two, or on the way"
            + " back.",
        onWay.sentence());
    PathTrace last = silence(new SimulatedPath(4).droppedBehind(4, false));
    assertEquals(PathTrace.Finding.THIS_PORT_ONLY, last.finding());
    assertTrue(last.sentence().contains("one to port 9 is answered"), last.sentence());
  }

  @Test
  void aSilentRouterInTheMiddleHidesNothingBehindIt() throws Exception {
    PathTrace behind = silence(new SimulatedPath(6).silentAt(2).silentAt(3).droppedBehind(4, true));
    assertTrue(behind.sentence().contains("as far as 10.0.4.1 (hop 4)"), behind.sentence());
    PathTrace before = silence(new SimulatedPath(6).silentAt(3).droppedBehind(3, true));
    assertTrue(before.sentence().contains("as far as 10.0.2.1 (hop 2)"), before.sentence());
  }

  @Test
  void theDestinationsOwnAddressIsATranslationAndNoRouter() throws Exception {
    PathTrace trace = silence(new SimulatedPath(6).translatedFrom(3).droppedBehind(4, true));
    assertEquals(PathTrace.Finding.NONE, trace.finding());
    assertEquals("", trace.sentence());
  }

  @Test
  void nothingIsClaimedWhereOnlySomeSourcePortsAreDropped() throws Exception {
    SimulatedPath path = new SimulatedPath(4).droppedBehind(2, true).evenPortsPass();
    assertEquals(PathTrace.Finding.NONE, silence(path).finding());
  }

  @Test
  void nothingIsClaimedWhereAConnectionIsRefusedAfterAll() throws Exception {
    assertEquals(PathTrace.Finding.NONE, silence(new SimulatedPath(3)).finding());
  }

  @Test
  void nothingIsClaimedWithoutTheTimeToConfirm() throws Exception {
    SimulatedPath path = new SimulatedPath(8).droppedBehind(3, true);
    PathTrace trace = silence(path, Duration.ofMillis(1500));
    assertEquals(PathTrace.Finding.NONE, trace.finding());
    assertEquals(
        "Connection requests get at least as far as 10.0.3.1 (hop 3); there was no time to prove"
            + " where they are lost.",
        trace.sentence());
    assertTrue(path.nanoTime() - path.sent.get(0).sentAt() <= 1_500_000_000L);
  }

  /** However late this host looks, what came in time has come. */
  @Test
  void aBusyHostFindsTheSame() throws Exception {
    Duration most = Duration.ofSeconds(30);
    SimulatedPath rejecting = new SimulatedPath(4).rejectedAt(2).fromBusyHost();
    PathSearch search = search(rejecting, most);
    assertEquals(PathTrace.Finding.REJECTED_BY, search.proven(search.whole()).finding());
    PathTrace lost = silence(new SimulatedPath(4).droppedBehind(2, true).fromBusyHost(), most);
    assertTrue(lost.sentence().contains("as far as 10.0.2.1 (hop 2)"), lost.sentence());
  }

  @Test
  void aRouterThatAnswersOnceASecondIsStillFound() throws Exception {
    SimulatedPath path = new SimulatedPath(6).limitedAt(2).limitedAt(3).droppedBehind(3, true);
    PathTrace trace = silence(path);
    assertTrue(trace.sentence().contains("as far as 10.0.3.1 (hop 3)"), trace.sentence());
  }

  @Test
  void silenceOfARouterThatHasJustAnsweredOthersProvesNothing() throws Exception {
    SimulatedPath path = new SimulatedPath(6).droppedBehind(2, true);
    long second = HopPace.SECOND;
    // Other searches have answers from hop 3 all the time, one a second.
    IntStream.range(0, 8).forEach(n -> pace.answered(3, "10.0.3.1", path.nanoTime() + n * second));
    assertEquals(PathTrace.Finding.NONE, silence(path).finding());
  }

  @Test
  void theFirstHopIsNamedOnlyIfItAnswersForOtherDestinations() throws Exception {
    SimulatedPath none = new SimulatedPath(4).droppedBehind(0, true);
    assertEquals(PathTrace.Finding.NONE, silence(none).finding());
    silence(new SimulatedPath(4).droppedBehind(3, true));
    SimulatedPath later = new SimulatedPath(4).droppedBehind(0, true);
    while (later.nanoTime() < none.nanoTime() + 10 * HopPace.SECOND) {
      later.await(List.of(), HopPace.SECOND);
    }
    PathTrace trace = silence(later);
    assertEquals(PathTrace.Finding.FIRST_HOP_SILENT, trace.finding());
    assertTrue(trace.sentence().contains("do not even get to 10.0.1.1 (hop 1)"), trace.sentence());
  }

  @Test
  void whoRejectsIsNamed() throws Exception {
    PathSearch search = search(new SimulatedPath(5).rejectedAt(2), Duration.ofSeconds(1));
    PathTrace trace = search.proven(search.whole());
    assertEquals(PathTrace.Finding.REJECTED_BY, trace.finding());
    assertEquals(
        "Rejected by ICMP: 10.0.2.1: communication administratively prohibited, 3/13.",
        trace.sentence());
  }

  @Test
  void aResetOnTheWayIsToldFromTheDestinations() throws Exception {
    PathTrace middle = search(new SimulatedPath(5).resetAt(3), Duration.ofSeconds(2)).reset();
    assertEquals(PathTrace.Finding.RESET_ON_THE_WAY, middle.finding());
    assertTrue(middle.sentence().contains("10.0.3.1 (hop 3)"), middle.sentence());
    PathTrace own = search(new SimulatedPath(3), Duration.ofSeconds(2)).reset();
    assertEquals(PathTrace.Finding.NONE, own.finding());
  }

  private PathTrace datagrams(SimulatedPath path) throws IOException, InterruptedException {
    return search(path, HopPacket.datagram(new byte[48]), Duration.ofSeconds(5)).silence();
  }

  @Test
  void aDatagramsDeliveryIsUnknownWhetherItWasLostOrNot() throws Exception {
    String unknown = "; whether they are delivered behind it is unknown: ";
    PathTrace lost = datagrams(new SimulatedPath(6).droppedBehind(3, true));
    assertEquals(PathTrace.Finding.DELIVERY_UNKNOWN, lost.finding());
    assertEquals(
        "Datagrams get as far as 10.0.3.1 (hop 3)" + unknown + "nothing there answers.",
        lost.sentence());
    PathTrace delivered = datagrams(new SimulatedPath(4));
    assertEquals(PathTrace.Finding.DELIVERY_UNKNOWN, delivered.finding());
    assertEquals(
        "Datagrams get as far as 10.0.4.1 (hop 4)"
            + unknown
            + "datagrams to port 9 are rejected (10.0.9.9: port unreachable, 3/3).",
        delivered.sentence());
  }

  @Test
  void aDatagramThatAnotherPortsGetPastIsFiltered() throws Exception {
    PathTrace trace = datagrams(new SimulatedPath(6).droppedBehind(3, false));
    assertEquals(PathTrace.Finding.THIS_PORT_ONLY, trace.finding());
    assertTrue(trace.sentence().startsWith("Datagrams to port 445 get as far"), trace.sentence());
  }

  @Test
  void aLoweredSegmentSizeIsSaid() throws Exception {
    PathTrace trace = silence(new SimulatedPath(5).clampedBehind(2).droppedBehind(4, true));
    assertTrue(
        trace
            .sentence()
            .endsWith(
                " The maximum segment size is lowered from 1460 to 1360 bytes between hop 2 and hop"
                    + " 3."),
        trace.sentence());
  }

  @Test
  void aSearchSendsFewRequestsAndNoDistanceMoreThanThreeTimes() throws Exception {
    SimulatedPath path = new SimulatedPath(8).droppedBehind(4, true);
    silence(path);
    assertTrue(path.sent.size() <= 14, path.sent.size() + " requests");
    for (int distance = 1; distance < 12; distance++) {
      int asked = distance;
      long times = path.sent.stream().filter(one -> one.distance() == asked).count();
      assertTrue(times <= 3, times + " at distance " + distance);
    }
  }

  /** As when one rule of a firewall is missing for all of a host's destinations. */
  @Test
  void searchesThatEndAtTheSameFirewallDoNotStarveEachOther() throws Exception {
    for (int search = 0; search < 8; search++) {
      // The clocks of all paths begin at the same time.
      PathTrace trace =
          silence(new SimulatedPath(2).droppedBehind(1, true), Duration.ofMillis(4600));
      assertEquals(PathTrace.Finding.LOST_BEHIND_ROUTER, trace.finding(), "search " + search);
    }
  }

  @Test
  void theNearestRouterIsAskedAgainWhereThereAreSeveral() throws Exception {
    pace.answered(1, "10.0.1.2", 0);
    SimulatedPath path = new SimulatedPath(2).droppedBehind(1, true);
    assertEquals(PathTrace.Finding.LOST_BEHIND_ROUTER, silence(path).finding());
    assertEquals(2, path.sent.stream().filter(one -> one.distance() == 1).count());
  }

  @Test
  void manySearchesTogetherKeepEachDistanceToItsPace() throws Exception {
    List<HopRequest> sent = new ArrayList<>();
    for (int search = 0; search < 20; search++) {
      // The clocks of all paths begin at the same time.
      SimulatedPath path = new SimulatedPath(4).droppedBehind(2, true);
      silence(path, Duration.ofMinutes(2));
      sent.addAll(path.sent);
    }
    // Where routers answer.
    for (int distance = 1; distance <= 2; distance++) {
      int asked = distance;
      long[] times =
          sent.stream()
              .filter(one -> one.distance() == asked)
              .mapToLong(HopRequest::sentAt)
              .sorted()
              .toArray();
      assertTrue(times.length > HopPace.BURST, times.length + " at distance " + distance);
      for (int first = 0; first + HopPace.BURST < times.length; first++) {
        for (int last = first + HopPace.BURST; last < times.length; last++) {
          int count = last - first + 1;
          long most = HopPace.BURST + (times[last] - times[first]) / HopPace.INTERVAL;
          assertTrue(count <= most, count + " at distance " + distance + ", not " + most);
        }
      }
    }
  }
}
