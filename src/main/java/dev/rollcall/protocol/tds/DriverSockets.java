package dev.rollcall.protocol.tds;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/**
 * Gives one open socket to the driver. Public only because the driver creates its factory by name.
 * Refuses a second one, so that the driver cannot connect anywhere itself.
 */
public final class DriverSockets extends SocketFactory {
  private static final Map<String, Socket> WAITING = new ConcurrentHashMap<>();

  private final String key;

  /** For the driver, which passes the key as text. */
  public DriverSockets(String key) {
    this.key = key;
  }

  /** Stores a socket for the driver, under a new key. */
  static String keep(Socket socket) {
    String key = UUID.randomUUID().toString();
    WAITING.put(key, socket);
    return key;
  }

  /** Removes a socket that the driver may not have used. */
  static void forget(String key) {
    WAITING.remove(key);
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = WAITING.remove(key);
    if (socket == null) {
      throw new IOException("there is one connection, and it was used");
    }
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress address, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket();
  }
}
