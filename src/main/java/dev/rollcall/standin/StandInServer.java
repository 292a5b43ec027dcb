package dev.rollcall.standin;

import dev.rollcall.model.StandInLog;
import dev.rollcall.model.path.Port;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.probe.net.LocalNetwork;
import dev.rollcall.probe.net.Quietly;
import dev.rollcall.standin.certificate.StandInCertificate;
import dev.rollcall.text.LiteralAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
  private final SharedState state;
  private final StandInCertificate certificate;
  private final Optional<SharedKey> key;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private final List<StandInLog.OpenPort> ports = new ArrayList<>();
  private volatile Optional<Duration> ended = Optional.empty();

  private StandInServer(
      StandInCertificate certificate,
      Optional<SharedKey> key,
      StandInLimits limits,
      Consumer<StandInLog.Visit> onVisit) {
    this.certificate = certificate;
    this.key = key;
    this.state = new SharedState(limits, new StandInLogger(limits.logBytes(), onVisit));
  }

  /**
   * Opens all ports, or none.
   *
   * @param certificate for ports without their own
   * @param key for proofs, if there is one
   * @param onVisit called with each visit when it ends; one at a time, on any thread, which waits
   *     for it
   * @throws PortsException naming every port that cannot be opened, and the remedy
   */
  public static StandInServer open(
      List<PortAssignment> ports,
      StandInCertificate certificate,
      Optional<SharedKey> key,
      StandInLimits limits,
      Consumer<StandInLog.Visit> onVisit)
      throws PortsException {
    StandInServer server = new StandInServer(certificate, key, limits, onVisit);
    List<PortProblem> problems = new ArrayList<>();
    for (PortAssignment assignment : ports) {
      server.add(assignment, problems);
    }
    if (!problems.isEmpty()) {
      server.close();
      throw new PortsException(problems);
    }
    server.listeners.forEach(server.state::open);
    return server;
  }

  private void add(PortAssignment assignment, List<PortProblem> problems) {
    try {
      InetSocketAddress address = addListeners(assignment);
      addresses.add(address);
      ports.add(
          new StandInLog.OpenPort(
              LiteralAddress.of(assignment.address()),
              new Port(address.getPort(), assignment.transport()),
              assignment.served().protocol(),
              assignment.rules(),
              assignment.options().health()));
    } catch (OpeningException e) {
      problems.add(PortProblem.of(e.address, assignment.port(), assignment.transport(), e.thrown));
    } catch (IOException e) {
      problems.add(
          PortProblem.of(assignment.address(), assignment.port(), assignment.transport(), e));
    }
  }

  /** What happened on one of several addresses. */
  private static final class OpeningException extends IOException {
    private static final long serialVersionUID = 1;
    private final transient InetAddress address;
    private final transient IOException thrown;

    OpeningException(InetAddress address, IOException thrown) {
      super(thrown);
      this.address = address;
      this.thrown = thrown;
    }
  }

  private InetSocketAddress addListeners(PortAssignment assignment) throws IOException {
    StandInCertificate own = assignment.options().certificate().orElse(certificate);
    List<String> hosts = hosts(assignment);
    StandInIdentity identity =
        new StandInIdentity(
            hosts, assignment.options().server().orElse(hosts.get(0)), key, own.fingerprint());
    if (assignment.served().standIn() instanceof StandIn.Streams streams) {
      Listener listener = new TcpListener(assignment, streams, own, identity, state);
      listeners.add(listener);
      return listener.address();
    }
    StandIn.Datagrams datagrams = (StandIn.Datagrams) assignment.served().standIn();
    int port = assignment.port();
    for (InetAddress address : each(assignment)) {
      try {
        Listener listener =
            new UdpListener(
                assignment, new InetSocketAddress(address, port), datagrams, identity, state);
        listeners.add(listener);
        port = listener.address().getPort();
      } catch (IOException e) {
        throw new OpeningException(address, e);
      }
    }
    return new InetSocketAddress(assignment.address(), port);
  }

  /** The address, or all that this host has and can use if it is the wildcard. */
  private List<InetAddress> each(PortAssignment assignment) throws IOException {
    if (!assignment.address().isAnyLocalAddress()) {
      return List.of(assignment.address());
    }
    return usable(assigned(), assignment.port() + "/udp");
  }

  /** Those that can be opened at all; each of the others becomes an incident. */
  List<InetAddress> usable(Collection<InetAddress> all, String port) {
    List<InetAddress> usable = new ArrayList<>();
    for (InetAddress address : all) {
      if (LocalNetwork.canSendFrom(address)) {
        usable.add(address);
      } else {
        state.logbook().unanswered(port, LiteralAddress.of(address));
      }
    }
    return usable;
  }

  private static Set<InetAddress> assigned() throws IOException {
    Set<InetAddress> all = new LinkedHashSet<>();
    for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (device.isUp()) {
        all.addAll(Collections.list(device.getInetAddresses()));
      }
    }
    return all;
  }

  private static List<String> hosts(PortAssignment assignment) {
    if (!assignment.hosts().isEmpty()) {
      return assignment.hosts();
    }
    return List.of(
        assignment.address().isAnyLocalAddress()
            ? "localhost"
            : LiteralAddress.of(assignment.address()));
  }

  /** The addresses in order, with the actual ports. */
  public List<InetSocketAddress> addresses() {
    return List.copyOf(addresses);
  }

  /** How many visits have ended so far. */
  public long visits() {
    return state.logbook().total();
  }

  /**
   * The log of the visits that have ended so far; may be called after closing.
   *
   * @param version Rollcall's own
   * @param host this host's name
   */
  public StandInLog log(String version, String host) {
    StandInLogger.Snapshot seen = state.logbook().snapshot();
    return new StandInLog(
        version,
        host,
        startedAt,
        ended.orElseGet(() -> state.logbook().now()),
        ports,
        seen.visits(),
        seen.series(),
        state.logbook().incidents(),
        seen.unlogged());
  }

  /** Closes every port, then ends every conversation; those are in the log as ended with it. */
  @Override
  public void close() {
    if (ended.isPresent()) {
      return;
    }
    ended = Optional.of(state.logbook().now());
    listeners.forEach(Quietly::close);
    state.close();
  }
}
