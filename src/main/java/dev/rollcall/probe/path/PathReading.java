package dev.rollcall.probe.path;

import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.path.PathTrace;
import dev.rollcall.model.path.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What the answers of a search prove, and no more; pure. */
final class PathReading {
  private final Transport transport;
  private final String destination;
  private final SortedMap<Integer, HopRequest> explored;
  private final int controlPort;
  private final List<HopRequest> controls;

  PathReading(
      Transport transport,
      String destination,
      SortedMap<Integer, HopRequest> explored,
      int controlPort,
      List<HopRequest> controls) {
    this.transport = transport;
    this.destination = destination;
    this.explored = explored;
    this.controlPort = controlPort;
    this.controls = controls;
  }

  /** Nothing is claimed. */
  PathTrace nothing() {
    return trace(PathTrace.Finding.NONE, "");
  }

  /**
   * The time ended first.
   *
   * @param last the farthest router that answered, if one did
   */
  PathTrace unfinished(Optional<HopRequest> last) {
    return last.flatMap(one -> one.routerBefore(destination).map(router -> place(router, one)))
        .map(
            place ->
                trace(
                    PathTrace.Finding.NONE,
                    requests()
                        + " get at least as far as "
                        + place
                        + "; there was no time to prove where they are lost."))
        .orElseGet(this::nothing);
  }

  private static String place(String router, HopRequest request) {
    return router + " (hop " + request.distance() + ")";
  }

  /**
   * No router answered.
   *
   * @param first the nearest router, if it has answered requests to another destination
   */
  PathTrace firstHopSilent(Optional<String> first) {
    return first
        .map(
            router ->
                trace(
                    PathTrace.Finding.FIRST_HOP_SILENT,
                    requests()
                        + " do not even get to "
                        + router
                        + " (hop 1), which answers requests to other destinations: lost on this"
                        + " host, in its own network, or on the way back."))
        .orElseGet(this::nothing);
  }

  /** An ICMP message rejected the request. */
  PathTrace rejected(HopAnswer answer) {
    IcmpAnswer icmp = answer.icmp().orElseThrow();
    String who = icmp.sender().equals(destination) ? ", the destination itself" : "";
    return trace(
        PathTrace.Finding.REJECTED_BY, "Rejected by ICMP: " + icmp.text() + who + "." + segments());
  }

  /**
   * The last distance that answers, asked from the same port as the silent one behind it.
   *
   * @param distance of the router
   * @param port that was asked
   */
  PathTrace lost(int distance, String router, int port) {
    Optional<HopRequest> further =
        controls.stream().filter(one -> one.answer().isPresent()).findFirst();
    String place = router + " (hop " + distance + ")";
    if (further.filter(this::reached).isPresent()) {
      return trace(
          PathTrace.Finding.THIS_PORT_ONLY,
          requests()
              + " to port "
              + port
              + " get as far as "
              + place
              + "; one to port "
              + controlPort
              + " is answered, by the destination or a device before it: only some ports are lost"
              + " behind "
              + router
              + ", or their answers on the way back."
              + segments());
    }
    Optional<String> next =
        further
            .flatMap(one -> one.routerBefore(destination))
            .filter(other -> !other.equals(router));
    if (next.isPresent()) {
      return trace(
          PathTrace.Finding.THIS_PORT_ONLY,
          requests()
              + " to port "
              + port
              + " get as far as "
              + place
              + "; those to port "
              + controlPort
              + " get further, to "
              + next.get()
              + " (hop "
              + further.get().distance()
              + "): this port is filtered between the two, or on the way back."
              + segments());
    }
    if (transport == Transport.UDP) {
      return trace(
          PathTrace.Finding.DELIVERY_UNKNOWN,
          requests()
              + " get as far as "
              + place
              + "; whether they are delivered behind it is unknown: "
              + rejection().map(text -> "datagrams " + text).orElse("nothing there answers")
              + ".");
    }
    return trace(
        PathTrace.Finding.LOST_BEHIND_ROUTER,
        requests()
            + " get as far as "
            + place
            + rejection().map(text -> "; those " + text).orElse("; nothing answers behind it")
            + ": lost at its exit, at the next hop or behind it, or on the way back."
            + segments());
  }

  /** That an ICMP message rejects the control, which is an answer too; empty if none does. */
  private Optional<String> rejection() {
    return controls.stream()
        .flatMap(one -> one.answer().stream())
        .filter(answer -> answer.is(HopAnswer.Kind.REJECTED))
        .flatMap(answer -> answer.icmp().stream())
        .findFirst()
        .map(icmp -> "to port " + controlPort + " are rejected (" + icmp.text() + ")");
  }

  private String requests() {
    return transport == Transport.TCP ? "Connection requests" : "Datagrams";
  }

  /** Whether the destination itself answered a control; a UDP service need not answer it. */
  private boolean reached(HopRequest one) {
    return transport == Transport.TCP
        && (one.met(HopAnswer.Kind.REFUSED) || one.met(HopAnswer.Kind.OPENED));
  }

  /**
   * The nearest distance from which a reset comes. The destination is farther away if a router at
   * that distance answers for another port.
   */
  PathTrace reset(int distance) {
    Optional<String> router =
        controls.stream()
            .filter(one -> one.distance() == distance)
            .flatMap(one -> one.routerBefore(destination).stream())
            .findFirst();
    return router
        .map(
            other ->
                trace(
                    PathTrace.Finding.RESET_ON_THE_WAY,
                    "The reset comes from hop "
                        + distance
                        + " or nearer, and not from the destination: requests to port "
                        + controlPort
                        + " get to "
                        + other
                        + " (hop "
                        + distance
                        + "), a router."
                        + segments()))
        .orElseGet(this::nothing);
  }

  /** Where the maximum segment size is lowered, if it is. */
  private String segments() {
    int before = 0;
    int at = 0;
    for (Map.Entry<Integer, HopRequest> hop : explored.entrySet()) {
      int mss = hop.getValue().answer().map(answer -> answer.mss().orElse(0)).orElse(0);
      if (mss > 0 && before > 0 && mss < before) {
        return " The maximum segment size is lowered from "
            + before
            + " to "
            + mss
            + " bytes between hop "
            + at
            + " and hop "
            + hop.getKey()
            + ".";
      }
      if (mss > 0) {
        before = mss;
        at = hop.getKey();
      }
    }
    return "";
  }

  private PathTrace trace(PathTrace.Finding finding, String sentence) {
    int last =
        explored.entrySet().stream()
            .filter(hop -> hop.getValue().answer().isPresent())
            .mapToInt(Map.Entry::getKey)
            .max()
            .orElse(0);
    return new PathTrace(
        hops(explored.headMap(last + 2).values()),
        controls.isEmpty() ? 0 : controlPort,
        hops(controls),
        finding,
        sentence);
  }

  private static List<PathTrace.Hop> hops(Iterable<HopRequest> requests) {
    List<PathTrace.Hop> hops = new ArrayList<>();
    for (HopRequest one : requests) {
      hops.add(new PathTrace.Hop(one.distance(), one.router()));
    }
    return hops;
  }
}
