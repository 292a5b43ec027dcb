package dev.rollcall.standin;

import dev.rollcall.model.StandInLog;
import dev.rollcall.model.path.Port;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.standin.certificate.StandInCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Answers on ports until it is closed. Every thread is a daemon; closing ends every conversation
 * and leaves nothing behind.
 *
 * <p>UDP on the wildcard address uses one socket for each current address of this host, so that an
 * answer comes from the address that was asked; later addresses are not served.
 */
public final class StandInServer implements AutoCloseable {
  private final Instant startedAt = Instant.now();
  private final SharedState house;
  private final StandInCertificate identity;
  private final Optional<SharedKey> key;
  private final List<Listener> doors = new ArrayList<>();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private final List<StandInLog.Post> posts = new ArrayList<>();
  private volatile Optional<Duration> ended = Optional.empty();

  private StandInServer(
      StandInCertificate identity,
      Optional<SharedKey> key,
      StandInLimits limits,
      Consumer<StandInLog.Visit> listener) {
    this.identity = identity;
    this.key = key;
    this.house = new SharedState(limits, new StandInLogger(limits.logBytes(), listener));
  }

  /**
   * Opens all ports, or none.
   *
   * @param identity for ports without their own
   * @param key for proofs, if there is one
   * @param listener called with each visit when it ends; one at a time, on any thread, which waits
   *     for it
   * @throws PortsException naming every port that cannot be opened, and the remedy
   */
  public static StandInServer open(
      List<PortAssignment> posts,
      StandInCertificate identity,
      Optional<SharedKey> key,
      StandInLimits limits,
      Consumer<StandInLog.Visit> listener)
      throws PortsException {
    StandInServer stand = new StandInServer(identity, key, limits, listener);
    List<PortProblem> troubles = new ArrayList<>();
    for (PortAssignment post : posts) {
      stand.add(post, troubles);
    }
    if (!troubles.isEmpty()) {
      stand.close();
      throw new PortsException(troubles);
    }
    stand.doors.forEach(stand.house::open);
    return stand;
  }

  private void add(PortAssignment post, List<PortProblem> troubles) {
    try {
      InetSocketAddress address = addDoors(post);
      addresses.add(address);
      posts.add(
          new StandInLog.Post(
              VisitRecorder.address(post.address()),
              new Port(address.getPort(), post.transport()),
              post.protocol(),
              post.rules(),
              post.health()));
    } catch (IOException e) {
      troubles.add(PortProblem.of(post.address(), post.port(), post.transport(), e));
    }
  }

  private InetSocketAddress addDoors(PortAssignment post) throws IOException {
    StandInCertificate own = post.identity().orElse(identity);
    StandInIdentity guise = new StandInIdentity(hosts(post), key, own.fingerprint());
    if (post.standIn() instanceof StandIn.Streams streams) {
      Listener door = new TcpListener(post, streams, own, guise, house);
      doors.add(door);
      return door.address();
    }
    StandIn.Datagrams datagrams = (StandIn.Datagrams) post.standIn();
    int port = post.port();
    for (InetAddress address : each(post.address())) {
      Listener door =
          new UdpListener(post, new InetSocketAddress(address, port), datagrams, guise, house);
      doors.add(door);
      port = door.address().getPort();
    }
    return new InetSocketAddress(post.address(), port);
  }

  /** The address, or all that this host has if it is the wildcard. */
  private static List<InetAddress> each(InetAddress address) throws IOException {
    if (!address.isAnyLocalAddress()) {
      return List.of(address);
    }
    Set<InetAddress> all = new LinkedHashSet<>();
    for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (device.isUp()) {
        all.addAll(Collections.list(device.getInetAddresses()));
      }
    }
    return List.copyOf(all);
  }

  private static List<String> hosts(PortAssignment post) {
    if (!post.hosts().isEmpty()) {
      return post.hosts();
    }
    return List.of(
        post.address().isAnyLocalAddress() ? "localhost" : VisitRecorder.address(post.address()));
  }

  /** The addresses in order, with the actual ports. */
  public List<InetSocketAddress> addresses() {
    return List.copyOf(addresses);
  }

  /** How many visits have ended so far. */
  public long visits() {
    return house.logbook().total();
  }

  /**
   * The log of the visits that have ended so far; may be called after closing.
   *
   * @param version Rollcall's own
   * @param host this host's name
   */
  public StandInLog log(String version, String host) {
    StandInLogger.Snapshot seen = house.logbook().snapshot();
    return new StandInLog(
        version,
        host,
        startedAt,
        ended.orElseGet(() -> house.logbook().now()),
        posts,
        seen.visits(),
        seen.series(),
        house.logbook().incidents(),
        seen.unlogged());
  }

  /** Closes every port, then ends every conversation; those are in the log as ended with it. */
  @Override
  public void close() {
    if (ended.isPresent()) {
      return;
    }
    ended = Optional.of(house.logbook().now());
    for (Listener door : doors) {
      try {
        door.close();
      } catch (IOException closedAlready) {
        // Nothing is left to release.
      }
    }
    house.close();
  }
}
