package dev.rollcall.probe.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Answers that come to our port from another address than the one that was asked: a connected
 * socket does not take them. A second socket on the same port does, where the operating system
 * allows one; elsewhere there are none.
 */
public final class OtherSources implements Closeable {
  /** So many datagrams that answer nothing are passed over at a time. */
  private static final int STRANGERS = 100;

  private final Optional<DatagramSocket> socket;
  private final Predicate<byte[]> ours;
  private Optional<InetAddress> sender = Optional.empty();

  private OtherSources(Optional<DatagramSocket> socket, Predicate<byte[]> ours) {
    this.socket = socket;
    this.ours = ours;
  }

  /** Takes none. */
  public static OtherSources none() {
    return new OtherSources(Optional.empty(), answer -> false);
  }

  /**
   * A socket whose port {@link #beside} can use as well.
   *
   * @param bind the address to send from, if it is set
   */
  public static DatagramSocket shared(Optional<InetAddress> bind) throws SocketException {
    return bound(bind.map(own -> new InetSocketAddress(own, 0)).orElse(new InetSocketAddress(0)));
  }

  /**
   * Opens the second socket beside a shared one that is not connected yet.
   *
   * @param ours whether a datagram answers us; anybody may send others
   */
  public static OtherSources beside(DatagramSocket first, Predicate<byte[]> ours) {
    try {
      return new OtherSources(
          Optional.of(bound((InetSocketAddress) first.getLocalSocketAddress())), ours);
    } catch (SocketException e) {
      return none();
    }
  }

  private static DatagramSocket bound(InetSocketAddress address) throws SocketException {
    DatagramSocket socket = new DatagramSocket(null);
    try {
      socket.setReuseAddress(true);
      socket.bind(address);
      return socket;
    } catch (SocketException e) {
      socket.close();
      throw e;
    }
  }

  /** What has come so far and is ours; does not wait. */
  Optional<byte[]> take(int most) throws IOException {
    if (socket.isEmpty()) {
      return Optional.empty();
    }
    byte[] buffer = new byte[most];
    socket.get().setSoTimeout(1);
    for (int stranger = 0; stranger < STRANGERS; stranger++) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.get().receive(packet);
      } catch (SocketTimeoutException e) {
        return Optional.empty();
      }
      byte[] answer = Arrays.copyOf(buffer, packet.getLength());
      if (ours.test(answer)) {
        sender = Optional.of(packet.getAddress());
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }

  /** Who sent what was taken. */
  Optional<InetAddress> sender() {
    return sender;
  }

  @Override
  public void close() {
    socket.ifPresent(DatagramSocket::close);
  }
}
