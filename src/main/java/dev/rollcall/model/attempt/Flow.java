package dev.rollcall.model.attempt;

import dev.rollcall.model.path.Transport;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One connection or datagram socket of an attempt, as a firewall's log shows it: the five values
 * that identify it, and when its packets were sent.
 *
 * @param source the local address, a literal; empty if no packet could leave
 * @param sourcePort the local port; 0 if it is not known
 * @param destination the address that it was sent to: the proxy's, where there is one
 * @param start the wall clock just before the first packet, UTC
 * @param end when it was closed or given up, UTC
 * @param sent how many connection requests (TCP) or datagrams (UDP) were sent, resent ones
 *     included; empty if the system does not say
 * @param icmp the ICMP messages that answered it, if the system says them
 */
public record Flow(
    Purpose purpose,
    Transport transport,
    String source,
    int sourcePort,
    String destination,
    int destinationPort,
    Instant start,
    Instant end,
    Optional<Integer> sent,
    List<IcmpAnswer> icmp) {

  /** What it was opened for. */
  public enum Purpose {
    /** The rule's own question. */
    QUESTION,
    /** The same question from another source port, to tell loss from a block. */
    OTHER_SOURCE_PORT,
    /** A further look at what failed: part of a question, or a question of another kind. */
    SECOND_LOOK,
    /** A connection request to another port of the same address. */
    OTHER_PORT,
    /** A connection request that may pass only some routers, to find where packets are lost. */
    PATH,
    /** A connection that was left idle on purpose. */
    IDLE
  }

  public Flow {
    Objects.requireNonNull(purpose);
    Objects.requireNonNull(transport);
    Objects.requireNonNull(source);
    Objects.requireNonNull(destination);
    Objects.requireNonNull(start);
    Objects.requireNonNull(end);
    Objects.requireNonNull(sent);
    icmp = List.copyOf(icmp);
  }

  /** Whether a packet left this host. */
  public boolean wasSent() {
    return !source.isEmpty();
  }

  /** The same flow, opened for something else. */
  public Flow as(Purpose other) {
    return new Flow(
        other, transport, source, sourcePort, destination, destinationPort, start, end, sent, icmp);
  }
}
