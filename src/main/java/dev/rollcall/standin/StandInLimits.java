package dev.rollcall.standin;

import java.time.Duration;

/**
 * The limits of a stand-in. Beyond them, connections are closed and datagrams get no answer; the
 * log says so.
 *
 * @param connections at once, on all ports
 * @param perSource at once, from one address, or one /64 of IPv6
 * @param bytes that one connection may send, TLS included
 * @param idle how long a connection may be silent
 * @param conversation how long a connection may last
 * @param datagrams answers a second, on all ports
 * @param datagramsPerSource answers a second to one source; as many may come at once
 * @param larger as {@code datagrams}, for answers that are larger than their request
 * @param largerPerSource as {@code datagramsPerSource}, for those
 * @param logBytes that the log takes in memory, and as a JSON document, at most
 */
public record StandInLimits(
    int connections,
    int perSource,
    long bytes,
    Duration idle,
    Duration conversation,
    int datagrams,
    int datagramsPerSource,
    int larger,
    int largerPerSource,
    long logBytes) {

  /** Enough for a balancer's checks and normal tests, but little in a flood. */
  public static StandInLimits usual() {
    return new StandInLimits(
        256, 64, 1 << 20, Duration.ofSeconds(15), Duration.ofMinutes(2), 200, 10, 20, 3, 8 << 20);
  }

  public StandInLimits withConnections(int all, int each) {
    return new StandInLimits(
        all,
        each,
        bytes,
        idle,
        conversation,
        datagrams,
        datagramsPerSource,
        larger,
        largerPerSource,
        logBytes);
  }

  /** For a demonstration, where everything comes from one address: answers a second, in all. */
  public StandInLimits withDatagrams(int all) {
    return new StandInLimits(
        connections, perSource, bytes, idle, conversation, all, all, all, all, logBytes);
  }
}
