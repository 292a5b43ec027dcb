package dev.rollcall.probe.fault;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.net.LocalNetwork;
import dev.rollcall.probe.net.NeighbourSilentException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.util.Optional;

/**
 * Faults reported by the network or by this host, not by the peer: a table of the operating
 * system's errors.
 */
final class NetworkFaults {
  private NetworkFaults() {}

  /**
   * The fault; empty if the exception is none of these.
   *
   * @param text the exception's text, safe to show
   */
  static Optional<Fault> of(Phase phase, Throwable thrown, Endpoint dialled, String text) {
    if (thrown instanceof PortUnreachableException) {
      return fault(phase, FaultKind.REFUSED, "ICMP port unreachable came back");
    }
    if (thrown instanceof NoRouteToHostException) {
      Optional<Fault> firstHop = NeighbourFaults.noHost(phase, dialled);
      if (firstHop.isPresent()) {
        return firstHop;
      }
      if (LocalNetwork.onLink(dialled.address())) {
        return Optional.of(NeighbourFaults.noNeighbour(phase, dialled.address()));
      }
      if (thrown instanceof NeighbourSilentException) {
        return fault(
            phase,
            FaultKind.UNREACHABLE,
            "ICMP host unreachable or administratively prohibited came back after 1.5 s or more: a"
                + " router did not find the host"
                + (dialled.address() instanceof Inet6Address
                    ? ", this host's gateway does not answer,"
                    : "")
                + " or a device rejects it and limits its answers");
      }
      return fault(
          phase,
          FaultKind.REJECTED,
          dialled.target().port().transport() == Transport.UDP
              // Linux reports no other "host unreachable" to a datagram socket.
              ? "it is rejected by ICMP: administratively prohibited"
              : "it is rejected by ICMP: administratively prohibited (or host unreachable, which"
                  + " Java does not tell apart)");
    }
    if (thrown instanceof BindException) {
      if (OsMessage.of(thrown) == OsMessage.ADDRESS_NOT_AVAILABLE) {
        return Optional.of(
            new Fault(
                phase,
                FaultKind.NO_ROUTE,
                "this host cannot send from the source address that is set",
                Clue.LOCAL_ROUTE));
      }
      return rejectedOrLocal(
          phase, dialled, "administratively prohibited: ICMP, or a prohibit route on this host");
    }
    if (thrown instanceof ConnectException) {
      return OsMessage.of(thrown) == OsMessage.TIMED_OUT
          ? Optional.of(dropped(phase, dialled))
          : fault(phase, FaultKind.REFUSED, "TCP reset or ICMP port unreachable came back");
    }
    if (thrown instanceof ProtocolException) {
      return fault(phase, FaultKind.REJECTED, "protocol refused: " + text);
    }
    return switch (OsMessage.of(thrown)) {
      case NETWORK_UNREACHABLE -> noRoute(phase, dialled);
      case PROTOCOL_NOT_AVAILABLE ->
          fault(phase, FaultKind.REJECTED, "ICMP protocol unreachable came back");
      case INVALID_ARGUMENT ->
          Optional.of(
              new Fault(
                  phase,
                  FaultKind.NO_ROUTE,
                  "this host has a blackhole route for the address",
                  Clue.LOCAL_ROUTE));
      case NOT_PERMITTED ->
          Optional.of(
              new Fault(
                  phase,
                  FaultKind.DROPPED,
                  "this host's own firewall refused to send",
                  Clue.LOCAL_FIREWALL));
      case TIMED_OUT, ADDRESS_NOT_AVAILABLE, RESET, BROKEN_PIPE, UNKNOWN -> Optional.empty();
    };
  }

  /** A connection request without an answer. */
  static Fault dropped(Phase phase, Endpoint dialled) {
    return NeighbourFaults.silent(phase, dialled)
        .orElseGet(
            () ->
                new Fault(
                    phase, FaultKind.DROPPED, "no answer of any kind to the connection request"));
  }

  private static Optional<Fault> noRoute(Phase phase, Endpoint dialled) {
    if (LocalNetwork.sourceTowards(dialled.address()).isEmpty()) {
      return Optional.of(
          new Fault(
              phase,
              FaultKind.NO_ROUTE,
              "this host has no route to " + dialled.address().getHostAddress(),
              Clue.LOCAL_ROUTE));
    }
    return fault(
        phase,
        FaultKind.NO_ROUTE,
        "a router answered with ICMP: network unreachable (or administratively prohibited, which"
            + " Java does not tell apart)");
  }

  private static Optional<Fault> rejectedOrLocal(Phase phase, Endpoint dialled, String evidence) {
    return Optional.of(
        LocalNetwork.sourceTowards(dialled.address()).isEmpty()
            ? new Fault(phase, FaultKind.REJECTED, evidence, Clue.LOCAL_ROUTE)
            : new Fault(phase, FaultKind.REJECTED, evidence));
  }

  private static Optional<Fault> fault(Phase phase, FaultKind kind, String evidence) {
    return Optional.of(new Fault(phase, kind, evidence));
  }
}
