package dev.rollcall.probe.net;

import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.path.Transport;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** A connection request beside an attempt. It never waits, and no data is sent on it. */
public final class ConnectionRequest implements Closeable {
  private final SocketChannel channel;
  private final FlowLog.Entry flow;

  private ConnectionRequest(SocketChannel channel, FlowLog.Entry flow) {
    this.channel = channel;
    this.flow = flow;
  }

  /**
   * Sends it.
   *
   * @param log where it is noted
   * @param bind the local address to send from, if set
   * @throws IOException if no socket could be opened or the system refused at once
   */
  public static ConnectionRequest send(
      FlowLog log, Flow.Purpose purpose, Optional<InetAddress> bind, InetSocketAddress remote)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.bind(
          bind.map(own -> new InetSocketAddress(own, 0)).orElseGet(() -> new InetSocketAddress(0)));
      InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
      FlowLog.Entry flow = log.begin(purpose, Transport.TCP, local.getPort(), remote);
      bind.ifPresent(flow::from);
      return connecting(channel, flow, remote);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static ConnectionRequest connecting(
      SocketChannel channel, FlowLog.Entry flow, InetSocketAddress remote) throws IOException {
    try {
      channel.connect(remote);
      return new ConnectionRequest(channel, flow);
    } catch (IOException | RuntimeException e) {
      flow.end();
      throw e;
    }
  }

  /**
   * Whether it was accepted so far.
   *
   * @throws IOException if it was refused, or was closed
   */
  public boolean opened() throws IOException {
    return channel.isConnected() || channel.finishConnect();
  }

  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    Quietly.close(channel);
    flow.end();
  }
}
