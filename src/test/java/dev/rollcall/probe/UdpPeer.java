package dev.rollcall.probe;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A datagram server on loopback that does what a test tells it. */
public final class UdpPeer implements AutoCloseable {
  private final DatagramSocket socket;
  private final InetSocketAddress address;
  private final DatagramSocket answering;
  private final @Nullable Thread thread;
  private final List<byte[]> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch first = new CountDownLatch(1);

  private UdpPeer(DatagramSocket socket, @Nullable Script script) {
    this(socket, socket, script);
  }

  private UdpPeer(DatagramSocket socket, DatagramSocket answering, @Nullable Script script) {
    this.socket = socket;
    this.answering = answering;
    this.address = (InetSocketAddress) socket.getLocalSocketAddress();
    this.thread = script == null ? null : new Thread(() -> serve(script), "udp-peer");
    if (thread != null) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** What is answered to a datagram. */
  public interface Script {
    /**
     * The datagrams to send back, in order; none for silence.
     *
     * @param turn 0 for the first datagram that came, then counted up
     */
    List<byte[]> answers(byte[] request, int turn);
  }

  /** Answers by a script. */
  public static UdpPeer answering(Script script) throws IOException {
    return new UdpPeer(bound(), script);
  }

  /** As {@link #answering}, at an address of one's choice: beside a {@link Peer}, say. */
  public static UdpPeer answeringAt(InetSocketAddress at, Script script) throws IOException {
    return new UdpPeer(new DatagramSocket(at), script);
  }

  /** Answers by a script, but from 127.0.0.2 instead of the address that is asked. */
  public static UdpPeer answeringFromElsewhere(Script script) throws IOException {
    InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    return new UdpPeer(bound(), new DatagramSocket(0, other), script);
  }

  /** Answers by a script, but from another port. */
  public static UdpPeer answeringFromAnotherPort(Script script) throws IOException {
    return new UdpPeer(bound(), bound(), script);
  }

  /** A peer that misbehaves, one of {@link Misbehaviour#overUdp}. */
  public static UdpPeer that(Misbehaviour how) throws IOException {
    return switch (how) {
      case REFUSED -> refusing();
      case SILENT -> answering((request, turn) -> List.of());
      case GARBAGE -> answering((request, turn) -> List.of(Peer.garbage()));
      default -> throw new IllegalArgumentException("not over UDP: " + how);
    };
  }

  /**
   * A port that is held and closed: the socket is connected elsewhere, so that the kernel answers
   * everybody else with port unreachable.
   */
  public static UdpPeer refusing() throws IOException {
    DatagramSocket socket = bound();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    return new UdpPeer(socket, null);
  }

  public InetSocketAddress address() {
    return address;
  }

  /** Every datagram that came, in order. */
  public List<byte[]> received() {
    return List.copyOf(received);
  }

  /** Waits until a datagram has come. */
  public void awaitDatagram() throws InterruptedException {
    if (!first.await(1, TimeUnit.MINUTES)) {
      throw new AssertionError("no datagram within a minute");
    }
  }

  @Override
  public void close() {
    socket.close();
    answering.close();
    if (thread != null) {
      try {
        thread.join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static DatagramSocket bound() throws IOException {
    return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private void serve(Script script) {
    byte[] buffer = new byte[65536];
    try {
      for (int turn = 0; ; turn++) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] request = Arrays.copyOf(packet.getData(), packet.getLength());
        received.add(request);
        first.countDown();
        for (byte[] answer : script.answers(request, turn)) {
          answering.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException closed) {
      // The test's end.
    }
  }
}
