package dev.rollcall.hostile;

import dev.rollcall.probe.Peer;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;

/** A hostile server over UDP. */
final class HostileDatagrams implements Closeable {
  private final DatagramSocket socket;
  private final DatagramSocket other;
  private final Behaviour behaviour;
  private final Part part;
  private final Originals originals;

  private HostileDatagrams(
      DatagramSocket socket,
      DatagramSocket other,
      Behaviour behaviour,
      Part part,
      Originals originals) {
    this.socket = socket;
    this.other = other;
    this.behaviour = behaviour;
    this.part = part;
    this.originals = originals;
  }

  static HostileDatagrams open(
      Behaviour behaviour, Part part, InetAddress address, Originals originals) throws IOException {
    HostileDatagrams opened =
        new HostileDatagrams(
            new DatagramSocket(new InetSocketAddress(address, 0)),
            new DatagramSocket(new InetSocketAddress(address, 0)),
            behaviour,
            part,
            originals);
    if (behaviour == Behaviour.CLOSE || behaviour == Behaviour.RESET) {
      // Connected elsewhere: the kernel answers everyone else with port unreachable.
      opened.socket.connect(new InetSocketAddress(address, 1));
    } else {
      Thread thread = new Thread(opened::serve, "hostile-udp");
      thread.setDaemon(true);
      thread.start();
    }
    return opened;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private void serve() {
    byte[] buffer = new byte[65_535];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        answer(Arrays.copyOf(packet.getData(), packet.getLength()), packet.getSocketAddress());
      }
    } catch (IOException closed) {
      // The end of the run.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(byte[] request, SocketAddress to) throws IOException, InterruptedException {
    switch (behaviour) {
      case SILENT, INSIDE_SILENT -> {
        // Nothing comes back.
      }
      case GARBAGE,
          INSIDE_GARBAGE,
          FRAGMENTS,
          CLOSE_AFTER_PAYLOAD,
          RESET_AFTER_PAYLOAD,
          ENDLESS_LINE,
          RENEGOTIATIONS,
          CERTIFICATES_BROKEN ->
          send(socket, Peer.garbage(), to);
      case DRIP, INSIDE_DRIP -> {
        for (int i = 0; i < 3; i++) {
          send(socket, new byte[] {part.huge()[0]}, to);
          Thread.sleep(1000);
        }
      }
      case HUGE_LENGTH, INSIDE_HUGE_LENGTH, CERTIFICATES_TOO_LARGE ->
          send(socket, Arrays.copyOf(part.huge(), 65_507), to);
      case INSIDE_CRUMBS, INSIDE_CRUMBS_CROWD, CERTIFICATES_COSTLY ->
          send(socket, Crumbs.of(part), to);
      case VALID_FIRST_BYTE, VALID_QUARTER, VALID_HALF, VALID_THREE_QUARTERS ->
          send(socket, originals.answer(part, request, behaviour.percent()), to);
      case FLOOD_ALERTS, FLOOD_EMPTY_RECORDS -> flood(other, to);
      default -> flood(socket, to);
    }
  }

  /** Some thousands, a little slower than they could be read. */
  private static void flood(DatagramSocket from, SocketAddress to)
      throws IOException, InterruptedException {
    byte[] wrong = Arrays.copyOf(Peer.garbage(), 100);
    for (int burst = 0; burst < 60; burst++) {
      for (int i = 0; i < 50; i++) {
        send(from, wrong, to);
      }
      Thread.sleep(10);
    }
  }

  private static void send(DatagramSocket from, byte[] bytes, SocketAddress to) throws IOException {
    from.send(new DatagramPacket(bytes, bytes.length, to));
  }

  @Override
  public void close() {
    socket.close();
    other.close();
  }
}
