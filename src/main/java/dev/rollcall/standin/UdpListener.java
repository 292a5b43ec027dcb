package dev.rollcall.standin;

import dev.rollcall.model.path.Port;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * An open UDP port on one address. Sources may be forged, so it must not serve attacks: few answers
 * a second to one source and in all, fewer that are larger than their request, and none to ports
 * whose service would answer the answer.
 */
final class UdpListener implements Listener {
  private static final int LONGEST = 4096;
  private static final int NTP = 123;
  private static final String CLOSED = "not answered: the stand-in was closed first";

  /**
   * Services that answer any datagram: echo, discard, systat, daytime, qotd, chargen, DNS, TFTP,
   * NTP, NetBIOS, SNMP, CLDAP, RIP, SSDP, WS-Discovery, CoAP, mDNS, memcached.
   */
  private static final Set<Integer> SERVICES =
      Set.of(
          0, 7, 9, 11, 13, 17, 19, 53, 69, NTP, 137, 138, 161, 389, 520, 1900, 3702, 5353, 5683,
          11211);

  private final DatagramSocket socket;
  private final InetSocketAddress address;
  private final PortAssignment assignment;
  private final StandIn.Datagrams standIn;
  private final StandInIdentity identity;
  private final SharedState state;
  private final Port port;

  /** The visits whose answer waits for its time. */
  private final Set<VisitRecorder> delayed = ConcurrentHashMap.newKeySet();

  UdpListener(
      PortAssignment assignment,
      InetSocketAddress address,
      StandIn.Datagrams standIn,
      StandInIdentity identity,
      SharedState state)
      throws IOException {
    this.socket = new DatagramSocket(address);
    this.address = (InetSocketAddress) socket.getLocalSocketAddress();
    this.port = Port.udp(this.address.getPort());
    this.assignment = assignment;
    this.standIn = standIn;
    this.identity = identity;
    this.state = state;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Port port() {
    return port;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[LONGEST];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        receive(packet);
      } catch (IOException e) {
        // Closed, or the last answer's port was unreachable; a pause in case of another error.
        SharedState.sleep(socket.isClosed() ? 0 : 10);
      }
    }
  }

  private void receive(DatagramPacket packet) {
    InetAddress source = packet.getAddress();
    VisitRecorder recorder =
        new VisitRecorder(state.logbook(), assignment, port, source, address.getAddress());
    if (loops(packet.getPort(), address.getPort())) {
      recorder.turnedAway("not answered: it came from a service's port, " + packet.getPort());
      return;
    }
    if (!state.datagrams().take(source, System.nanoTime())) {
      recorder.turnedAway("not answered: too many datagrams");
      return;
    }
    byte[] request = Arrays.copyOf(packet.getData(), packet.getLength());
    Optional<byte[]> answer = packet.getLength() < LONGEST ? answer(request) : Optional.empty();
    if (answer.isEmpty()) {
      recorder.end("not answered: not a " + assignment.served().protocol() + " request");
    } else if (answer.get().length > request.length
        && !state.larger().take(source, System.nanoTime())) {
      recorder.turnedAway("not answered: too many datagrams whose answer is larger");
    } else {
      send(answer.get(), (InetSocketAddress) packet.getSocketAddress(), recorder);
    }
  }

  /** Whether an answer to that port could start an endless exchange. */
  static boolean loops(int source, int own) {
    // An NTP client may use the server's own port; a server ignores answers.
    return !(source == NTP && own == NTP) && (source == own || SERVICES.contains(source));
  }

  private Optional<byte[]> answer(byte[] request) {
    try {
      return standIn.answer(request, identity);
    } catch (RuntimeException | StackOverflowError notUnderstood) {
      return Optional.empty();
    }
  }

  private void send(byte[] answer, InetSocketAddress to, VisitRecorder recorder) {
    if (assignment.options().delay().isZero()) {
      sendNow(answer, to, recorder);
      return;
    }
    delayed.add(recorder);
    try {
      Future<?> unused =
          state
              .clock()
              .schedule(
                  () -> sendDelayed(answer, to, recorder),
                  assignment.options().delay().toMillis(),
                  TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      endDelayed();
    }
    if (socket.isClosed()) {
      endDelayed();
    }
  }

  private void sendDelayed(byte[] answer, InetSocketAddress to, VisitRecorder recorder) {
    if (delayed.remove(recorder)) {
      sendNow(answer, to, recorder);
    }
  }

  /** Closing waits for no one. */
  private void endDelayed() {
    for (VisitRecorder recorder : List.copyOf(delayed)) {
      if (delayed.remove(recorder)) {
        recorder.end(CLOSED);
      }
    }
  }

  /** Sends, and ends the visit with what became of that. */
  private void sendNow(byte[] answer, InetSocketAddress to, VisitRecorder recorder) {
    String ended = "answered";
    try {
      socket.send(new DatagramPacket(answer, answer.length, to));
    } catch (IOException e) {
      ended =
          socket.isClosed()
              ? CLOSED
              : "not answered: the answer could not be sent: " + e.getMessage();
    }
    recorder.end(ended);
  }

  @Override
  public void close() {
    socket.close();
    endDelayed();
  }
}
