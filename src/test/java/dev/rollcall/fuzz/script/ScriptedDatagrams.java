package dev.rollcall.fuzz.script;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.DatagramSocketImpl;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOptions;
import java.net.SocketTimeoutException;

/** A UDP socket without a network: each datagram is answered once, by the thread's script. */
public final class ScriptedDatagrams extends DatagramSocketImpl {
  private static final int PORT = 49_152;

  private InetAddress peer = InetAddress.getLoopbackAddress();
  private int peerPort;
  private byte[] answer;

  /** Makes every datagram socket of this process one of these, for good. */
  @SuppressWarnings("deprecation") // the one way to a socket that the session itself makes
  public static void install() throws IOException {
    DatagramSocket.setDatagramSocketImplFactory(ScriptedDatagrams::new);
  }

  @Override
  protected void create() {}

  @Override
  protected void bind(int port, InetAddress address) {
    localPort = port == 0 ? PORT : port;
  }

  @Override
  protected void connect(InetAddress address, int port) {
    peer = address;
    peerPort = port;
  }

  @Override
  protected void send(DatagramPacket packet) {
    byte[] request = new byte[packet.getLength()];
    System.arraycopy(packet.getData(), packet.getOffset(), request, 0, request.length);
    answer = Script.current().datagram().apply(request);
  }

  @Override
  protected void receive(DatagramPacket packet) throws IOException {
    if (answer == null) {
      throw new SocketTimeoutException("Receive timed out");
    }
    int length = Math.min(answer.length, packet.getLength());
    System.arraycopy(answer, 0, packet.getData(), packet.getOffset(), length);
    packet.setLength(length);
    packet.setAddress(peer);
    packet.setPort(peerPort);
    answer = null;
  }

  @Override
  protected int peek(InetAddress address) throws IOException {
    throw new IOException("peeking is not supported");
  }

  @Override
  protected int peekData(DatagramPacket packet) throws IOException {
    throw new IOException("peeking is not supported");
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  protected void setTTL(byte ttl) {}

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  protected byte getTTL() {
    return 1;
  }

  @Override
  protected void setTimeToLive(int ttl) {}

  @Override
  protected int getTimeToLive() {
    return 1;
  }

  @Override
  protected void join(InetAddress group) {}

  @Override
  protected void leave(InetAddress group) {}

  @Override
  protected void joinGroup(SocketAddress group, NetworkInterface network) {}

  @Override
  protected void leaveGroup(SocketAddress group, NetworkInterface network) {}

  @Override
  protected void close() {}

  @Override
  public void setOption(int option, Object value) {}

  @Override
  public Object getOption(int option) {
    return switch (option) {
      case SocketOptions.SO_BINDADDR -> InetAddress.getLoopbackAddress();
      case SocketOptions.SO_REUSEADDR, SocketOptions.SO_BROADCAST -> false;
      default -> 0;
    };
  }
}
