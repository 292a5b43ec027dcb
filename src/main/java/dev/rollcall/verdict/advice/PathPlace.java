package dev.rollcall.verdict.advice;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.PathTrace;
import dev.rollcall.model.path.PathTrace.Finding;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import java.util.List;
import java.util.Optional;

/**
 * Where the requests of a failure are lost or rejected, as far as the search of its path proves it.
 * What it does not prove is left to the fault alone.
 *
 * @param finding what the search proved
 * @param rejecter whose address a rejection has
 * @param seen what was seen, to follow a colon
 * @param hint what that means, in sentences that name no address
 * @param host whether the destination's host may be the cause as well
 */
record PathPlace(Finding finding, Rejecter rejecter, String seen, String hint, boolean host) {

  /** Empty if the search proves nothing, or nothing that fits the fault. */
  static Optional<PathPlace> of(Failure failure) {
    Fault fault = failure.fault();
    Endpoint dialled = failure.at().route().dialled();
    if (failure.account().isPresent() || !isOfThePath(fault, transport(dialled))) {
      return Optional.empty();
    }
    return failure.at().attempts().stream()
        .filter(
            one -> one.outcome() instanceof Outcome.Failed failed && failed.fault().equals(fault))
        .flatMap(one -> of(fault, one, dialled).stream())
        // A host answers so for a UDP port on which nothing listens.
        .filter(place -> !(place.own() && transport(dialled) == Transport.UDP))
        .findFirst();
  }

  private static Transport transport(Endpoint dialled) {
    return dialled.target().port().transport();
  }

  /** Whether nothing came from the peer, or only large answers were lost. */
  private static boolean isOfThePath(Fault fault, Transport transport) {
    Optional<Clue> clue = fault.clue();
    return transport == Transport.UDP
        ? fault.phase() == Phase.EXCHANGE && (clue.isEmpty() || fault.has(Clue.SILENT_DATAGRAM))
        : clue.isEmpty() ? fault.phase() == Phase.CONNECT : isLargeLost(fault);
  }

  private static boolean isLargeLost(Fault fault) {
    return fault.has(Clue.MTU_BLACK_HOLE);
  }

  private static Optional<PathPlace> of(Fault fault, Attempt attempt, Endpoint dialled) {
    if (attempt.path().isEmpty()) {
      return Optional.empty();
    }
    PathTrace trace = attempt.path().get();
    String destination = dialled.address().getHostAddress();
    if (isLargeLost(fault)) {
      return large(trace);
    }
    return switch (fault.kind()) {
      case DROPPED -> lost(trace, attempt.flows(), "connection requests");
      // Of a connection that no time was left for, a search says nothing.
      case TIMED_OUT ->
          transport(dialled) == Transport.TCP
              ? Optional.empty()
              : lost(trace, attempt.flows(), "datagrams")
                  .or(() -> rejected(trace, attempt, destination));
      case REFUSED -> reset(trace).or(() -> rejected(trace, attempt, destination));
      case REJECTED ->
          rejected(trace, attempt, destination)
              .or(() -> near(trace, "it is rejected with ICMP", false));
      case NO_ROUTE, UNREACHABLE -> rejected(trace, attempt, destination);
      default -> Optional.empty();
    };
  }

  /** Whether a rejection has the destination's own address. */
  boolean own() {
    return rejecter == Rejecter.DESTINATION;
  }

  /** The same place with other words for what was seen. */
  PathPlace seeing(String other) {
    return new PathPlace(finding, rejecter, other, hint, host);
  }

  /** Who must act, where the place decides that. */
  Optional<Owner> owner(Rule rule, boolean proxied) {
    if (rejecter == Rejecter.THIS_HOST) {
      return Optional.of(Owner.THIS_HOST);
    }
    if (rejecter == Rejecter.ROUTER || finding == Finding.RESET_ON_THE_WAY) {
      return Optional.of(Owner.FIREWALL);
    }
    // Nothing proves that a public service itself rejected it.
    boolean unknown = finding != Finding.REJECTED_BY || (rule.judging().external() && !proxied);
    return unknown ? Optional.empty() : Optional.of(proxied ? Owner.PROXY : Owners.keeper(rule));
  }

  private static Optional<PathPlace> lost(PathTrace trace, List<Flow> flows, String requests) {
    Finding finding = trace.finding();
    return switch (finding) {
      case LOST_BEHIND_ROUTER, DELIVERY_UNKNOWN ->
          last(trace).map(router -> behind(trace, flows, requests, router));
      case THIS_PORT_ONLY -> last(trace).map(router -> thisPort(trace, requests, router));
      case FIRST_HOP_SILENT ->
          Optional.of(
              new PathPlace(
                  finding,
                  Rejecter.NONE,
                  "not even the nearest router answers, which answers requests to other"
                      + " destinations",
                  " So look at that router's filter for what enters it, and at this host's own"
                      + " filter for what leaves it.",
                  false));
      case LOST_AT_DESTINATION -> near(trace, requests + " get no answer", true);
      default -> Optional.empty();
    };
  }

  private static PathPlace behind(
      PathTrace trace, List<Flow> flows, String requests, PathTrace.Hop router) {
    Optional<IcmpAnswer> rejected = rejections(flows).stream().findFirst();
    boolean bothSilent =
        !trace.control().isEmpty()
            && trace.control().stream().allMatch(one -> one.router().isEmpty())
            && rejected.isEmpty();
    String hint =
        " Requests to port "
            + trace.controlPort()
            + " of the same host are not answered from behind it either, so a filter for the whole"
            + " host, or a missing route, looks the same.";
    return new PathPlace(
        trace.finding(),
        Rejecter.NONE,
        requests
            + " get as far as "
            + text(router)
            + rejected
                .map(
                    icmp ->
                        ", and those to port "
                            + trace.controlPort()
                            + " are rejected ("
                            + icmp.text()
                            + ")")
                .orElse(", and nothing answers behind it"),
        bothSilent ? hint : "",
        true);
  }

  private static PathPlace thisPort(PathTrace trace, String requests, PathTrace.Hop router) {
    Optional<PathTrace.Hop> next =
        trace.control().stream()
            .filter(one -> one.router().isPresent() && one.distance() > router.distance())
            .findFirst();
    String seen = requests + " get as far as " + text(router);
    String control = " to port " + trace.controlPort() + " of the same host ";
    return next.map(
            other ->
                new PathPlace(
                    trace.finding(),
                    Rejecter.NONE,
                    seen + ", and those" + control + "to " + text(other),
                    " So look for a filter for this port between the two, or for its answers on"
                        + " the way back.",
                    false))
        .orElseGet(
            () ->
                new PathPlace(
                    trace.finding(),
                    Rejecter.NONE,
                    seen + ", and one" + control + "is answered",
                    " So look for a filter for this port behind that router, or for its answers on"
                        + " the way back.",
                    true));
  }

  private static Optional<PathPlace> rejected(
      PathTrace trace, Attempt attempt, String destination) {
    List<IcmpAnswer> rejections = rejections(attempt.flows());
    // Of several senders, none is claimed.
    if (trace.finding() != Finding.REJECTED_BY || rejections.size() != 1) {
      return Optional.empty();
    }
    IcmpAnswer icmp = rejections.get(0);
    Rejecter rejecter =
        icmp.sender().equals(destination)
            ? Rejecter.DESTINATION
            : icmp.sender().equals(attempt.source()) ? Rejecter.THIS_HOST : Rejecter.ROUTER;
    if (rejecter == Rejecter.THIS_HOST && icmp.saysNoHost()) {
      // A neighbour of this host does not answer, which has a clue of its own.
      return Optional.empty();
    }
    String seen =
        rejecter == Rejecter.DESTINATION
            ? "the rejection comes from its own address (ICMP " + icmp.message() + ")"
            : icmp.sender() + " rejects it with ICMP (" + icmp.message() + ")";
    return Optional.of(
        new PathPlace(
            trace.finding(),
            rejecter,
            seen,
            icmp.saysNoNetwork()
                ? " If no firewall does so, ask the network team for a route there."
                : "",
            icmp.saysNoHost()));
  }

  /** In this host's own network, where nothing else is known of the place. */
  private static Optional<PathPlace> near(PathTrace trace, String seen, boolean host) {
    String place = seen + ", and no router lies between";
    String hint = " So look first at the host's own filter, and at those of virtual switches.";
    return Optional.of(trace.finding())
        .filter(Finding.LOST_AT_DESTINATION::equals)
        .map(any -> new PathPlace(any, Rejecter.NONE, place, hint, host));
  }

  private static Optional<PathPlace> large(PathTrace trace) {
    return last(trace)
        .filter(any -> trace.finding() == Finding.LARGE_LOST_BEHIND_ROUTER)
        .flatMap(
            router ->
                farthest(trace.control())
                    .map(
                        other ->
                            "large packets get as far as "
                                + text(router)
                                + ", and small ones to "
                                + text(other)))
        .map(seen -> new PathPlace(trace.finding(), Rejecter.NONE, seen, "", true));
  }

  private static Optional<PathPlace> reset(PathTrace trace) {
    if (trace.finding() != Finding.RESET_ON_THE_WAY) {
      return Optional.empty();
    }
    return trace.control().stream()
        .filter(one -> one.router().isPresent())
        .findFirst()
        .map(
            router ->
                new PathPlace(
                    trace.finding(),
                    Rejecter.NONE,
                    "the reset comes from hop "
                        + router.distance()
                        + " or nearer, and there a request to port "
                        + trace.controlPort()
                        + " of the same host gets to a router, "
                        + router.router().orElse(""),
                    router.distance() > 1
                        ? " So a device before the destination refuses."
                        : " So that router refuses, or this host's own firewall does.",
                    false));
  }

  /**
   * The farthest router that answered. Where paths of equal cost mix, the search may have claimed
   * another one at that distance; then only the report's line about the path names it.
   */
  private static Optional<PathTrace.Hop> last(PathTrace trace) {
    return farthest(trace.hops()).filter(hop -> trace.sentence().contains(" " + text(hop)));
  }

  private static Optional<PathTrace.Hop> farthest(List<PathTrace.Hop> hops) {
    return hops.stream()
        .filter(hop -> hop.router().isPresent())
        .reduce((nearer, farther) -> farther);
  }

  private static String text(PathTrace.Hop hop) {
    return hop.router().orElse("") + " (hop " + hop.distance() + ")";
  }

  /** The ICMP messages that answered the search and do not come from a router on the way. */
  private static List<IcmpAnswer> rejections(List<Flow> flows) {
    return flows.stream()
        .filter(flow -> flow.purpose() == Flow.Purpose.PATH)
        .flatMap(flow -> flow.icmp().stream())
        .filter(icmp -> !icmp.saysTimeExceeded())
        .distinct()
        .toList();
  }
}
