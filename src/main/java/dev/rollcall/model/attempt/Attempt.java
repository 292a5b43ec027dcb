package dev.rollcall.model.attempt;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.PathTrace;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One probe of one route.
 *
 * @param startedAt wall clock, for the reader only
 * @param took monotonic, from the first packet to the outcome
 * @param phases the time waiting for the network and the server in each entered phase, monotonic,
 *     in the order of {@link Phase}; without this program's own computing
 * @param source the local address used on the wire, without a port; empty if no packet could leave
 * @param sent datagrams sent (UDP); 0 for TCP
 * @param lost how many of these no answer came to, not counting questions that differ from the one
 *     that was answered; empty for TCP, and where an older version did not count them
 * @param followUps further attempts that the probe requested
 * @param right the login's result, if this attempt was to log in
 * @param flows its connections and datagram sockets, in the order of their start
 * @param path how far connection requests get, if that was looked for
 */
public record Attempt(
    Instant startedAt,
    Duration took,
    Map<Phase, Duration> phases,
    String source,
    int sent,
    Optional<Integer> lost,
    Outcome outcome,
    List<FollowUp> followUps,
    Optional<LoginResult> right,
    List<Flow> flows,
    Optional<PathTrace> path) {
  public Attempt {
    Objects.requireNonNull(startedAt);
    Objects.requireNonNull(took);
    Objects.requireNonNull(source);
    Objects.requireNonNull(lost);
    Objects.requireNonNull(outcome);
    EnumMap<Phase, Duration> ordered = new EnumMap<>(Phase.class);
    ordered.putAll(phases);
    phases = Collections.unmodifiableMap(ordered);
    followUps = List.copyOf(followUps);
    Objects.requireNonNull(right);
    flows = List.copyOf(flows);
    Objects.requireNonNull(path);
  }

  /** One of which only the outcome is known. */
  public static Attempt bare(Instant startedAt, Duration took, String source, Outcome outcome) {
    return new Attempt(
        startedAt,
        took,
        Map.of(),
        source,
        0,
        Optional.empty(),
        outcome,
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** Whether it left no host: its source is of the loopback network (RFC 1122, RFC 4291). */
  public boolean fromLoopback() {
    return source.startsWith("127.") || source.equals("0:0:0:0:0:0:0:1");
  }

  /** Whether the address that it connected to is the host's own. */
  public boolean stays(InetAddress dialled) {
    return source.equals(dialled.getHostAddress())
        || outcome.observations().contains(Observation.Note.OWN_ADDRESS);
  }

  /** Why it failed; empty if it did not. */
  public Optional<Fault> fault() {
    return outcome instanceof Outcome.Failed failed
        ? Optional.of(failed.fault())
        : Optional.empty();
  }

  /** The same attempt with another result of a login. */
  public Attempt withLogin(Optional<LoginResult> other) {
    return new Attempt(
        startedAt, took, phases, source, sent, lost, outcome, followUps, other, flows, path);
  }

  /** The same attempt with another outcome. */
  public Attempt with(Outcome other) {
    return new Attempt(
        startedAt, took, phases, source, sent, lost, other, followUps, right, flows, path);
  }

  /** The same attempt with the evidence of its packets. */
  public Attempt withPackets(List<Flow> packets, Optional<PathTrace> found) {
    List<Flow> all = new ArrayList<>(packets);
    all.sort(Comparator.comparing(Flow::start));
    return new Attempt(
        startedAt, took, phases, source, sent, lost, outcome, followUps, right, all, found);
  }
}
