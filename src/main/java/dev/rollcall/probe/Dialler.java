package dev.rollcall.probe;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.budget.NetworkWait;
import dev.rollcall.probe.budget.OutOfTimeException;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.net.Datagrams;
import dev.rollcall.probe.net.DeadlineSocket;
import dev.rollcall.probe.net.FlowLog;
import dev.rollcall.probe.net.NeighbourSilentException;
import dev.rollcall.probe.net.OtherSources;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Opens a session's connections and datagram sockets, and remembers the last one. */
public final class Dialler {
  /** The payload of Ethernet's largest TCP segment, in bytes, with IPv6 and time stamps. */
  private static final int FULL_PACKET = 1428;

  private final Session session;
  private final SessionContext context;
  private final List<DeadlineSocket> dialled = new ArrayList<>();
  private final List<Datagrams> datagrams = new ArrayList<>();
  private final FlowLog flows;
  private Optional<InetAddress> source = Optional.empty();
  private volatile boolean begun;
  private volatile long dialledAt;
  private volatile Optional<Datagrams> asking = Optional.empty();

  /**
   * @param flows where its connections are noted
   */
  Dialler(Session session, SessionContext context, FlowLog flows) {
    this.session = session;
    this.context = context;
    this.flows = flows;
  }

  /** {@link Session#dial}. */
  Connection dial() throws IOException {
    session.enter(Phase.CONNECT);
    Socket socket = session.keep(new Socket(Proxy.NO_PROXY));
    socket.setTcpNoDelay(true);
    bind(socket);
    long opened = connect(socket);
    source = Optional.of(socket.getLocalAddress());
    DeadlineSocket bounded = new DeadlineSocket(socket, session.budget(), Session.READ_LIMIT);
    dialled.add(bounded);
    session.enter(Phase.EXCHANGE);
    session.budget().opened(opened);
    return new Connection(session, bounded);
  }

  /** The local address to send from, if the site file sets one. */
  public Optional<InetAddress> bindAddress() {
    return context.bind();
  }

  /** Before it connects, so that the port is known even if nothing answers. */
  private void bind(Socket socket) throws IOException {
    if (context.bind().isPresent()) {
      source = context.bind();
      socket.bind(new InetSocketAddress(context.bind().get(), 0));
      return;
    }
    try {
      socket.bind(new InetSocketAddress(0));
    } catch (IOException noPortLeft) {
      // A port that serves another destination may still do: the system chooses when it connects.
    }
  }

  /** When it was open. */
  private long connect(Socket socket) throws IOException {
    InetSocketAddress address = address();
    int timeout = session.deadline().socketTimeout();
    session.budget().pause();
    NetworkWait wait = session.budget().network();
    long start = wait.from();
    dialledAt = start;
    begun = true;
    long over = start;
    boolean opened = false;
    FlowLog.Entry flow = flows.begin(Transport.TCP, Math.max(0, socket.getLocalPort()), address);
    context.bind().ifPresent(flow::from);
    try {
      socket.connect(address, timeout);
      over = wait.over();
      opened = true;
      flow.opened(socket.getLocalAddress());
      return over;
    } catch (NoRouteToHostException e) {
      over = wait.over();
      throw over - start < NeighbourSilentException.AFTER ? e : new NeighbourSilentException();
    } catch (SocketTimeoutException e) {
      // One connection has opened already, so this is not a dropped SYN.
      throw last().isPresent() ? new OutOfTimeException() : e;
    } finally {
      if (!opened) {
        flow.end();
      }
      dialledAt = 0;
      session.budget().phases().dialled(start, over == start ? wait.over() : over);
      session.budget().resume();
    }
  }

  private InetSocketAddress address() {
    Endpoint dialled = session.route().dialled();
    return new InetSocketAddress(dialled.address(), dialled.target().port().number());
  }

  /** {@link Session#dialThrough}. */
  Connection dialThrough() throws IOException, ProbeException {
    Connection connection = dialHop();
    if (session.viaProxy()) {
      session.enter(Phase.PROXY);
      connection = ProxyTunnel.open(session, connection, session.target());
      session.enter(Phase.EXCHANGE);
    }
    return connection;
  }

  /** {@link Session#dialHop}. */
  Connection dialHop() throws IOException, ProbeException {
    Connection connection = session.dial();
    if (!session.viaProxy() || !session.proxy().tls()) {
      return connection;
    }
    session.enter(Phase.PROXY);
    // Facts about the proxy's certificate are not the destination's.
    Session hop = session.hop();
    hop.enter(Phase.TLS);
    try {
      Connection secured =
          new Connection(
              session,
              TlsHandshake.over(
                  connection.socket(), hop, session.route().dialled().target().host(), "http/1.1"));
      session.enter(Phase.EXCHANGE);
      return secured;
    } catch (IOException | ProbeException e) {
      if (session.budget().aborted()) {
        throw e;
      }
      Fault fault = hop.fault(e);
      throw new ProbeException(
          new Fault(Phase.PROXY, fault.kind(), "TLS to the proxy: " + fault.evidence()), e);
    }
  }

  /** {@link Session#datagrams}. */
  Datagrams datagrams() throws IOException {
    return connected(bound(), OtherSources.none());
  }

  /** {@link Session#datagrams(Predicate, boolean)}. */
  Datagrams datagrams(Predicate<byte[]> ours, boolean accepted) throws IOException {
    DatagramSocket socket = bound();
    return connected(socket, session.keep(OtherSources.beside(socket, ours, accepted)));
  }

  private DatagramSocket bound() throws IOException {
    session.enter(Phase.EXCHANGE);
    return session.keep(
        context.bind().isPresent()
            ? new DatagramSocket(0, context.bind().get())
            : new DatagramSocket());
  }

  private Datagrams connected(DatagramSocket socket, OtherSources others) throws IOException {
    socket.connect(address());
    source = Optional.of(socket.getLocalAddress());
    FlowLog.Entry flow = flows.begin(Transport.UDP, Math.max(0, socket.getLocalPort()), address());
    flow.from(socket.getLocalAddress());
    Datagrams opened =
        new Datagrams(session.budget(), session::observe, flow::sent, socket, others);
    asking = Optional.of(opened).filter(any -> datagrams.stream().noneMatch(Datagrams::answered));
    begun = true;
    datagrams.add(opened);
    return opened;
  }

  /** Its connections and datagram sockets, and those of further sessions beside it. */
  public FlowLog flows() {
    return flows;
  }

  /** How many datagrams were sent. */
  public int datagramsSent() {
    return datagrams.stream().mapToInt(Datagrams::sent).sum();
  }

  /** How many of these no answer came to; empty if it sent none. */
  public Optional<Integer> datagramsLost() {
    return datagramsSent() == 0
        ? Optional.empty()
        : Optional.of(datagrams.stream().mapToInt(Datagrams::lost).sum());
  }

  /**
   * How long it has been waiting for a first answer, to its connection request or to its datagram;
   * nothing before it sends; empty if it does not wait. Threads may ask.
   */
  public Optional<Duration> waiting() {
    if (!begun) {
      return Optional.of(Duration.ZERO);
    }
    long since = dialledAt;
    return since == 0
        ? asking.flatMap(Datagrams::waiting)
        : Optional.of(Duration.ofNanos(System.nanoTime() - since));
  }

  /** The datagram that nothing has answered, if it may be sent again. Threads may ask. */
  public Optional<byte[]> question() {
    return asking.flatMap(Datagrams::question);
  }

  /** The address that was sent from. */
  public Optional<InetAddress> source() {
    return source;
  }

  /** The last connection that opened. */
  public Optional<DeadlineSocket> last() {
    return dialled.isEmpty() ? Optional.empty() : Optional.of(dialled.get(dialled.size() - 1));
  }

  /** Whether something was read, and no answer filled a packet. */
  public boolean smallOnly() {
    long most = dialled.stream().mapToLong(DeadlineSocket::largest).max().orElse(0);
    return most > 0 && most < FULL_PACKET;
  }
}
