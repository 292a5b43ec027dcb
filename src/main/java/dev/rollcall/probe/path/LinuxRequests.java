package dev.rollcall.probe.path;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.net.FlowLog;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Sends with Linux's own calls: sockets whose time to live (IPv6: hop limit) ends early, and whose
 * queue of errors has the ICMP messages (ip(7), ipv6(7)). No privilege is needed. Used by one
 * thread.
 */
final class LinuxRequests implements HopRequests {
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
  private static final int IN_PROGRESS = 115;
  private static final int REFUSED = 111;
  private static final int MSG_ERRQUEUE_DONTWAIT = 0x2000 | 0x40;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_ERROR = 4;
  private static final int IPPROTO_TCP = 6;

  /** IP_PMTUDISC_PROBE: unfragmented, whatever the system believes of the path's MTU. */
  private static final int DISCOVERY_BY_PROBES = 3;

  private static final int TCP_INFO = 11;
  private static final int TCP_INFO_SIZE = 8;
  private static final byte TCP_SYN_SENT = 2;
  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;
  private static final short POLLERR = 8;
  private static final short POLLHUP = 16;
  private static final int POLL_SIZE = 8;

  private final LibC calls;
  private final FlowLog log;
  private final Optional<InetAddress> bind;
  private final InetAddress destination;
  private final SocketAddresses addresses;
  private final ErrorQueue errors = new ErrorQueue();
  private final Map<HopRequest, Socket> open = new LinkedHashMap<>();

  /** A socket of the system. */
  private record Socket(int number, Transport transport, FlowLog.Entry flow) {
    /** What shows that something came. */
    short awaited() {
      return transport == Transport.TCP ? POLLOUT : POLLIN;
    }
  }

  /**
   * @param log where each request is noted
   * @param bind the local address to send from, if set
   */
  LinuxRequests(LibC calls, FlowLog log, Optional<InetAddress> bind, InetAddress destination) {
    this.calls = calls;
    this.log = log;
    this.bind = bind;
    this.destination = destination;
    this.addresses = new SocketAddresses(destination instanceof Inet6Address);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public HopRequest send(HopPacket packet, int port, int sourcePort, int distance)
      throws IOException {
    int type = packet.is(Transport.TCP) ? SOCK_STREAM : SOCK_DGRAM;
    int socket = calls.socket(addresses.family(), type | SOCK_NONBLOCK_CLOEXEC, 0);
    if (socket < 0) {
      throw failure("socket");
    }
    boolean kept = false;
    try (Memory local = addresses.memory(bind, sourcePort);
        Memory remote = addresses.memory(Optional.of(destination), port)) {
      prepare(socket, packet, distance);
      check("bind", calls.bind(socket, local, (int) local.size()));
      int own = addresses.port(calls, socket);
      FlowLog.Entry flow =
          log.begin(
              Flow.Purpose.PATH, packet.transport(), own, new InetSocketAddress(destination, port));
      bind.ifPresent(flow::from);
      if (!packet.is(Transport.TCP)) {
        flow.sent(1);
      }
      HopRequest request = new HopRequest(own, distance, System.nanoTime());
      open.put(request, new Socket(socket, packet.transport(), flow));
      kept = true;
      boolean sent =
          calls.connect(socket, remote, (int) remote.size()) == 0
              ? packet.is(Transport.TCP) || sent(socket, packet.payload())
              : Native.getLastError() == IN_PROGRESS;
      if (!sent) {
        request.answered(HopAnswer.of(HopAnswer.Kind.NOT_SENT), System.nanoTime());
      }
      return request;
    } finally {
      // What is kept, end() closes.
      if (!kept) {
        calls.close(socket);
      }
    }
  }

  private void prepare(int socket, HopPacket packet, int distance) throws IOException {
    option(socket, SOL_SOCKET, SO_REUSEADDR, 1);
    option(socket, addresses.level(), addresses.hopLimit(), distance);
    option(socket, addresses.level(), addresses.receiveErrors(), 1);
    if (packet.whole()) {
      option(socket, addresses.level(), addresses.pathDiscovery(), DISCOVERY_BY_PROBES);
    }
  }

  private boolean sent(int socket, byte[] payload) {
    try (Memory bytes = new Memory(Math.max(1, payload.length))) {
      bytes.write(0, payload, 0, payload.length);
      return calls.send(socket, bytes, payload.length, 0) == payload.length;
    }
  }

  @Override
  public void await(Collection<HopRequest> waiting, long nanos)
      throws IOException, InterruptedException {
    List<Map.Entry<HopRequest, Socket>> asked =
        open.entrySet().stream().filter(one -> waiting.contains(one.getKey())).toList();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try (Memory table = new Memory(Math.max(1, asked.size()) * (long) POLL_SIZE)) {
      for (int i = 0; i < asked.size(); i++) {
        table.setInt((long) i * POLL_SIZE, asked.get(i).getValue().number());
        table.setInt((long) i * POLL_SIZE + 4, asked.get(i).getValue().awaited());
      }
      // In short pieces, so that an interrupted thread ends soon.
      int milliseconds = (int) Math.min(50, Math.max(1, nanos / 1_000_000));
      if (calls.poll(table, asked.size(), milliseconds) > 0) {
        for (int i = 0; i < asked.size(); i++) {
          short seen = table.getShort((long) i * POLL_SIZE + 6);
          if (seen != 0) {
            look(asked.get(i).getKey(), asked.get(i).getValue(), seen);
          }
        }
      }
    }
  }

  private void look(HopRequest request, Socket socket, short seen) {
    long now = System.nanoTime();
    List<IcmpAnswer> messages = new ArrayList<>();
    for (Optional<HopAnswer> next = message(socket); next.isPresent(); next = message(socket)) {
      request.answered(next.get(), now);
      next.get().icmp().ifPresent(messages::add);
    }
    socket.flow().answered(messages);
    if (messages.isEmpty()) {
      int error = error(socket.number());
      boolean opened =
          error == 0 && (seen & socket.awaited()) != 0 && (seen & (POLLERR | POLLHUP)) == 0;
      request.answered(
          HopAnswer.of(
              opened
                  ? HopAnswer.Kind.OPENED
                  : error == REFUSED ? HopAnswer.Kind.REFUSED : HopAnswer.Kind.NOT_SENT),
          now);
    }
    end(request);
  }

  private Optional<HopAnswer> message(Socket socket) {
    return errors.read(calls, socket.number(), socket.transport(), MSG_ERRQUEUE_DONTWAIT);
  }

  private int error(int socket) {
    try (Memory value = new Memory(4);
        Memory length = new Memory(4)) {
      value.clear();
      length.setInt(0, 4);
      calls.getsockopt(socket, SOL_SOCKET, SO_ERROR, value, length);
      return value.getInt(0);
    }
  }

  @Override
  public void end(HopRequest request) {
    Socket socket = open.remove(request);
    if (socket != null) {
      resent(socket.number()).ifPresent(times -> socket.flow().counted(1 + times));
      calls.close(socket.number());
      socket.flow().end();
    }
  }

  /** How often the system has sent the request again: {@code tcpi_retransmits} of tcp(7). */
  private OptionalInt resent(int socket) {
    try (Memory info = new Memory(TCP_INFO_SIZE);
        Memory length = new Memory(4)) {
      info.clear();
      length.setInt(0, TCP_INFO_SIZE);
      boolean known = calls.getsockopt(socket, IPPROTO_TCP, TCP_INFO, info, length) == 0;
      return known && info.getByte(0) == TCP_SYN_SENT
          ? OptionalInt.of(info.getByte(2) & 0xff)
          : OptionalInt.empty();
    }
  }

  @Override
  public void close() {
    List.copyOf(open.keySet()).forEach(this::end);
  }

  private void option(int socket, int level, int name, int value) throws IOException {
    try (Memory number = new Memory(4)) {
      number.setInt(0, value);
      check("setsockopt", calls.setsockopt(socket, level, name, number, 4));
    }
  }

  private static void check(String call, int result) throws IOException {
    if (result != 0) {
      throw failure(call);
    }
  }

  private static IOException failure(String call) {
    return new IOException(call + " failed, error " + Native.getLastError());
  }
}
