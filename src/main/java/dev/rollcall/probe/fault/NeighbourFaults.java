package dev.rollcall.probe.fault;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.probe.net.LocalRoutes;
import dev.rollcall.probe.net.NeighbourTable;
import dev.rollcall.probe.net.NeighbourTable.Neighbour;
import java.net.InetAddress;
import java.util.Optional;

/** Faults of the first hop, which this host's ARP table shows. */
final class NeighbourFaults {
  private NeighbourFaults() {}

  /**
   * The fault where the host that must get the packet first does not answer ARP requests: the
   * destination itself, or this host's gateway to it. Empty if it answers, or nothing is known.
   */
  static Optional<Fault> silent(Phase phase, Endpoint dialled) {
    return silent(NeighbourTable.of(dialled.address()), phase, dialled.address());
  }

  /**
   * The fault where the system says that there is no such host: as {@link #silent}, or a rejection
   * where the destination answers as a neighbour. Empty if nothing is known.
   */
  static Optional<Fault> noHost(Phase phase, Endpoint dialled) {
    Neighbour neighbour = NeighbourTable.of(dialled.address());
    return neighbour == Neighbour.ANSWERS
        ? Optional.of(rejected(phase, dialled.address()))
        : silent(neighbour, phase, dialled.address());
  }

  private static Optional<Fault> silent(Neighbour neighbour, Phase phase, InetAddress address) {
    if (neighbour == Neighbour.SILENT) {
      return Optional.of(noNeighbour(phase, address));
    }
    return LocalRoutes.gateway(address)
        .filter(gateway -> NeighbourTable.of(gateway) == Neighbour.SILENT)
        .map(
            gateway ->
                new Fault(
                    phase,
                    FaultKind.NO_ROUTE,
                    "this host's gateway "
                        + gateway.getHostAddress()
                        + " does not answer on its network (no ARP answer)",
                    Clue.LOCAL_ROUTE));
  }

  /** Nothing has the destination's address, on this host's own network. */
  static Fault noNeighbour(Phase phase, InetAddress address) {
    return new Fault(
        phase,
        FaultKind.UNREACHABLE,
        "on a directly attached network, nothing answers for "
            + address.getHostAddress()
            + " (no ARP or neighbour answer)",
        Clue.NO_NEIGHBOUR);
  }

  static Fault rejected(Phase phase, InetAddress address) {
    return new Fault(
        phase,
        FaultKind.REJECTED,
        "ICMP host prohibited or host unreachable came back, and "
            + address.getHostAddress()
            + " answers on this host's own network (ARP): a filter of this host, of that host or of"
            + " the virtual network rejects it");
  }
}
