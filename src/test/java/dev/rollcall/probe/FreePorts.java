package dev.rollcall.probe;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for a server that a test starts later, perhaps in another process. They are below those
 * that a kernel gives away by itself, so that no connection of another test takes them meanwhile.
 */
public final class FreePorts {
  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 30_000;

  private FreePorts() {}

  /** A port that nobody uses on loopback, over TCP or UDP. */
  public static int next() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (free(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
        return port;
      }
    }
  }

  private static boolean free(InetSocketAddress address) throws IOException {
    try (ServerSocket streams = new ServerSocket();
        DatagramSocket datagrams = new DatagramSocket(null)) {
      streams.bind(address);
      datagrams.bind(address);
      return true;
    } catch (BindException e) {
      return false;
    }
  }
}
