package dev.rollcall.probe.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Receives answers from another address than the destination, which a connected socket ignores:
 * with a second socket on the same port, if the operating system allows it. No further socket can
 * share that port.
 */
public final class OtherSources implements Closeable {
  /** The most unrelated datagrams to ignore at a time. */
  private static final int STRANGERS = 100;

  private final Optional<DatagramSocket> socket;
  private final Predicate<byte[]> ours;
  private final boolean accepts;
  private Optional<InetSocketAddress> sender = Optional.empty();

  private OtherSources(Optional<DatagramSocket> socket, Predicate<byte[]> ours, boolean accepts) {
    this.socket = socket;
    this.ours = ours;
    this.accepts = accepts;
  }

  /** Receives nothing. */
  public static OtherSources none() {
    return new OtherSources(Optional.empty(), answer -> false, false);
  }

  /**
   * Opens the second socket beside one that is bound and not connected yet.
   *
   * @param ours whether a datagram is an answer; others are ignored
   * @param accepts whether such an answer is taken; if not, only its sender is kept
   */
  public static OtherSources beside(DatagramSocket first, Predicate<byte[]> ours, boolean accepts) {
    try {
      return new OtherSources(
          Optional.of(sharing((InetSocketAddress) first.getLocalSocketAddress(), first)),
          ours,
          accepts);
    } catch (SocketException e) {
      return none();
    }
  }

  /**
   * The port was chosen without SO_REUSEADDR, as Linux gives a port to several sockets that have
   * it, and is not left open to other programs.
   */
  private static DatagramSocket sharing(InetSocketAddress address, DatagramSocket first)
      throws SocketException {
    DatagramSocket second = new DatagramSocket(null);
    try {
      first.setReuseAddress(true);
      second.setReuseAddress(true);
      second.bind(address);
      second.setReuseAddress(false);
      return second;
    } catch (SocketException e) {
      second.close();
      throw e;
    } finally {
      first.setReuseAddress(false);
    }
  }

  /**
   * What has come so far and is to be taken; does not wait.
   *
   * @param asked the destination, whose own answers are always taken
   */
  Optional<byte[]> take(int most, SocketAddress asked) throws IOException {
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
      if (!ours.test(answer)) {
        continue;
      }
      InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
      boolean stray = !from.equals(asked);
      sender = stray ? Optional.of(from) : sender;
      if (accepts || !stray) {
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }

  /** Who else answered, last. */
  Optional<InetSocketAddress> sender() {
    return sender;
  }

  @Override
  public void close() {
    socket.ifPresent(DatagramSocket::close);
  }
}
