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
 * A TCP port on loopback that looks as if a firewall drops it: this class fills its queue and
 * accepts nothing, so the kernel answers no further SYN.
 *
 * <p>This works on Linux and macOS. Windows refuses connections when the queue is full; if the
 * queue never fills, {@link #open} fails.
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
   * Opens a free port; takes about 300 ms.
   *
   * @throws IOException if the system does not drop connections when the queue is full
   */
  public static DroppingPort open() throws IOException {
    DroppingPort port = new DroppingPort(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    try {
      port.fill();
      return port;
    } catch (IOException e) {
      port.close();
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
    throw new IOException("the connection queue never fills up on this system");
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
