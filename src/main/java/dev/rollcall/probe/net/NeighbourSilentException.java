package dev.rollcall.probe.net;

import java.net.NoRouteToHostException;

/**
 * "No route to host" that came late. A router, or this host, looks for a neighbour for three
 * seconds first: three solicitations, one second apart (RFC 4861 §10, Linux's mcast_solicit). A
 * device that rejects and limits its ICMP messages (RFC 1812 §4.3.2.8) may answer as late: only the
 * message itself tells the two apart.
 */
public final class NeighbourSilentException extends NoRouteToHostException {
  private static final long serialVersionUID = 1L;

  /** In nanoseconds. A router may have begun to look for the host for another rule. */
  public static final long AFTER = 1_500_000_000L;

  public NeighbourSilentException() {
    super("host unreachable, after 1.5 s or more");
  }
}
