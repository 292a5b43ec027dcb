package dev.rollcall.probe.net;

import java.net.NoRouteToHostException;

/**
 * "No route to host" that came only after the time for which a router, or this host, looks for a
 * neighbour: three solicitations, one second apart (RFC 4861 §10, Linux's mcast_solicit). A
 * firewall that rejects does so at the first SYN or at its first repetition.
 */
public final class NeighbourSilentException extends NoRouteToHostException {
  private static final long serialVersionUID = 1L;

  /**
   * In nanoseconds. A device that rejects answers the first SYN or, where its answers are limited,
   * the second one after a second. A router looks for a host for three seconds, and may have begun
   * for another rule.
   */
  public static final long AFTER = 1_500_000_000L;

  public NeighbourSilentException() {
    super("host unreachable, after 1.5 s or more");
  }
}
