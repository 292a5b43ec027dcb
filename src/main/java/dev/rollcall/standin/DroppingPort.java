package dev.rollcall.standin;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A TCP port on loopback that a firewall seems to drop: nobody accepts from its queue, which this
 * class fills itself, and the kernel answers no further SYN.
 *
 * <p>So it is on Linux. Windows refuses a connection that the queue has no room for, and macOS
 * drops it as Linux does; where the queue never fills, {@link #open} says so.
 */
public final class DroppingPort implements Closeable {
  private static final int MOST = 64;
  private static final int PATIENCE = 300;

  private final ServerSocket server;
  private final List<Socket> fillers = new ArrayList<>();

  private DroppingPort(ServerSocket server) {
    this.server = server;
  }

  /**
   * Opens a port that is free; takes about 300 ms.
   *
   * @throws IOException if the system does not drop what its queue has no room for
   */
  public static DroppingPort open() throws IOException {
    DroppingPort post = new DroppingPort(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    try {
      post.fill();
      return post;
    } catch (IOException e) {
      post.close();
      throw e;
    }
  }

  private void fill() throws IOException {
    for (int count = 0; count < MOST; count++) {
      Socket filler = new Socket();
      fillers.add(filler);
      try {
        filler.connect(address(), PATIENCE);
      } catch (SocketTimeoutException full) {
        return;
      }
    }
    throw new IOException("the queue of connections never fills on this system");
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    for (Socket filler : fillers) {
      filler.close();
    }
    server.close();
  }
}
