package dev.rollcall.probe.path;

import dev.rollcall.model.path.PathTrace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds where the requests to one destination end: connection requests, or datagrams.
 *
 * <p>A search first asks five distances at a time, each from a source port of its own. The first
 * distance that stays silent is then asked again from its own port, after the distance before it
 * was asked from that same port: paths of equal cost are chosen by ports, and one line of evidence
 * must not mix them. (The nearest router is the same for every port, unless several have answered
 * in this run.) At the same time another port of the destination is asked, as a control.
 *
 * <p>It sends about 15 requests, and stops at the first answer that ends the path.
 */
final class PathSearch {
  /** Distances that are asked at a time. */
  static final int WINDOW = 5;

  /** The farthest distance. */
  static final int FARTHEST = 30;

  private final PacedRequests requests;
  private final HopPacket packet;
  private final int port;
  private final int control;
  private final String destination;
  private final TreeMap<Integer, HopRequest> explored = new TreeMap<>();
  private final List<HopRequest> controls = new ArrayList<>();

  /**
   * @param packet what is sent
   * @param destination the address, a literal
   * @param control another port of it
   */
  PathSearch(PacedRequests requests, HopPacket packet, String destination, int port, int control) {
    this.requests = requests;
    this.packet = packet;
    this.destination = destination;
    this.port = port;
    this.control = control;
  }

  /** For a destination from which nothing came. */
  PathTrace silence() throws IOException, InterruptedException {
    explore();
    Optional<HopRequest> end = ending();
    if (end.isPresent()) {
      // A connection that opens, or a reset, contradicts the silence.
      return proven(end.get().answer());
    }
    Optional<HopRequest> last = lastRouter();
    if (requests.out()) {
      return reading().unfinished(last);
    }
    if (last.isEmpty()) {
      return confirmFirst();
    }
    int distance = last.get().distance();
    HopRequest silent = explored.get(distance + 1);
    return silent == null ? reading().nothing() : confirm(last.get(), silent);
  }

  /** What answers one ordinary request. */
  Optional<HopAnswer> whole() throws IOException, InterruptedException {
    HopRequest whole = requests.send(packet, port, 0, PacedRequests.WHOLE_WAY);
    requests.await(List.of(whole));
    return whole.answer();
  }

  /** What an answer proves by itself: who rejects, if an ICMP message does. */
  PathTrace proven(Optional<HopAnswer> answer) {
    return answer
        .filter(one -> one.is(HopAnswer.Kind.REJECTED))
        .map(reading()::rejected)
        .orElseGet(reading()::nothing);
  }

  /** For a destination whose connection requests are reset. */
  PathTrace reset() throws IOException, InterruptedException {
    explore();
    Optional<HopRequest> reset = ending();
    if (reset.filter(one -> one.met(HopAnswer.Kind.REFUSED)).isEmpty() || requests.out()) {
      return reading().nothing();
    }
    int distance = reset.get().distance();
    controls.add(requests.send(packet, control, 0, distance));
    requests.await(controls);
    return reading().reset(distance);
  }

  private void explore() throws IOException, InterruptedException {
    int silentWindows = 0;
    for (int first = 1; first <= FARTHEST && !requests.out(); first += WINDOW) {
      requests.keepPace(first, WINDOW);
      List<HopRequest> window = new ArrayList<>();
      for (int distance = first; distance < first + WINDOW && !requests.out(); distance++) {
        HopRequest one = requests.sendNow(packet, port, 0, distance);
        explored.put(distance, one);
        window.add(one);
      }
      requests.await(window);
      if (ending().isPresent()) {
        return;
      }
      boolean answered = window.stream().anyMatch(one -> one.answer().isPresent());
      silentWindows = answered ? 0 : silentWindows + 1;
      if (silentWindows > (first == 1 ? 1 : 0)) {
        return;
      }
    }
  }

  private PathTrace confirm(HopRequest last, HopRequest silent)
      throws IOException, InterruptedException {
    int sourcePort = silent.sourcePort();
    Optional<String> router =
        last.distance() == 1 && requests.sole(1)
            ? last.routerBefore(destination)
            : askAgain(last, sourcePort);
    if (router.isEmpty() && !requests.out()) {
      return reading().nothing();
    }
    int next = last.distance() + 1;
    requests.keepPace(next, 1);
    requests.keepPace(next, 2);
    if (router.isEmpty() || requests.out()) {
      return reading().unfinished(Optional.of(last));
    }
    HopRequest beyond = requests.sendNow(packet, port, sourcePort, next);
    controls.add(requests.sendNow(packet, control, 0, next));
    controls.add(requests.sendNow(packet, control, 0, next + 1));
    List<HopRequest> all = new ArrayList<>(controls);
    all.add(beyond);
    requests.await(all);
    if (beyond.answer().isEmpty() && requests.out()) {
      return reading().unfinished(Optional.of(last));
    }
    // Silent twice; one of them cannot be a router's limit.
    boolean silence =
        beyond.answer().isEmpty() && (requests.credible(silent) || requests.credible(beyond));
    return silence ? reading().lost(last.distance(), router.get(), port) : reading().nothing();
  }

  /** The router at that distance, from that source port: asked twice, as it may limit answers. */
  private Optional<String> askAgain(HopRequest last, int sourcePort)
      throws IOException, InterruptedException {
    Optional<String> router = Optional.empty();
    long before = last.sentAt();
    for (int time = 0; time < 2 && router.isEmpty() && !requests.out(); time++) {
      requests.pauseAfter(before);
      HopRequest again = requests.send(packet, port, sourcePort, last.distance());
      before = again.sentAt();
      requests.await(List.of(again));
      router = again.routerBefore(destination);
    }
    return router;
  }

  /** No router answered; the nearest one is asked again, when it has had time to answer more. */
  private PathTrace confirmFirst() throws IOException, InterruptedException {
    HopRequest before = explored.get(1);
    if (before == null || requests.router(1).isEmpty()) {
      return reading().nothing();
    }
    requests.pause(HopPace.SECOND);
    HopRequest again = requests.send(packet, port, before.sourcePort(), 1);
    requests.await(List.of(again));
    boolean silence =
        again.answer().isEmpty()
            && !requests.out()
            && requests.credible(before)
            && requests.credible(again);
    return silence ? reading().firstHopSilent(requests.router(1)) : reading().nothing();
  }

  private PathReading reading() {
    return new PathReading(packet.transport(), destination, explored, control, controls);
  }

  /** The nearest request that something other than a router on the way answered. */
  private Optional<HopRequest> ending() {
    return explored.values().stream()
        .filter(one -> one.answer().isPresent() && !one.met(HopAnswer.Kind.PASSED_SO_FAR))
        .findFirst();
  }

  /** The farthest that answered; the destination's own address is a translated one, and no hop. */
  private Optional<HopRequest> lastRouter() {
    return explored.values().stream()
        .filter(one -> one.routerBefore(destination).isPresent())
        .reduce((nearer, farther) -> farther);
  }
}
