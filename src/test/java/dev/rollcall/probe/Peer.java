package dev.rollcall.probe;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server on loopback, on a port of its own, that does what a test tells it. Every connection has
 * a thread; closing the peer ends and joins them all.
 */
public final class Peer implements AutoCloseable {
  private static final byte[] GARBAGE = garbageBytes();

  private final InetSocketAddress address;
  private final List<Closeable> resources = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch first = new CountDownLatch(1);

  private Peer(InetSocketAddress address) {
    this.address = address;
  }

  /** What is done with one connection; on return it is closed. An IOException merely ends it. */
  public interface Service {
    void serve(Socket socket) throws IOException, InterruptedException;
  }

  /** Accepts, and serves every connection that way. */
  public static Peer serving(Service service) throws IOException {
    return servingAt(InetAddress.getLoopbackAddress(), service);
  }

  /** As {@link #serving}, at an address of one's choice. */
  public static Peer servingAt(InetAddress address, Service service) throws IOException {
    return servingAt(new InetSocketAddress(address, 0), service);
  }

  /** As {@link #serving}, at a port that {@link #refusing} held before. */
  public static Peer servingAt(InetSocketAddress where, Service service) throws IOException {
    ServerSocket server = new ServerSocket(where.getPort(), 50, where.getAddress());
    Peer peer = new Peer((InetSocketAddress) server.getLocalSocketAddress());
    peer.resources.add(server);
    peer.start(() -> peer.accept(server, service));
    return peer;
  }

  /** As {@link #serving}, after a TLS handshake. */
  public static Peer servingTls(SSLContext context, Service service) throws IOException {
    return serving(socket -> service.serve(startTls(socket, context)));
  }

  /** A peer that misbehaves; TLS with {@link TestAuthority#peer}. */
  public static Peer that(Misbehaviour how) throws IOException {
    return that(how, new byte[0]);
  }

  /**
   * A peer that misbehaves.
   *
   * @param greeting what the {@code …_AFTER_PAYLOAD} ones say first, for protocols in which the
   *     server begins
   */
  public static Peer that(Misbehaviour how, byte[] greeting) throws IOException {
    return switch (how) {
      case REFUSED -> refusing();
      case DROPPED -> dropping();
      case SILENT,
          CLOSES_AT_ACCEPT,
          RESETS_AT_ACCEPT,
          GARBAGE,
          ENDLESS_LINE,
          DRIP,
          FLOOD,
          CLOSES_AFTER_PAYLOAD,
          RESETS_AFTER_PAYLOAD ->
          serving(socket -> misbehave(how, socket, socket, greeting));
      case TLS_SILENT,
          TLS_CLOSES_AT_ACCEPT,
          TLS_RESETS_AT_ACCEPT,
          TLS_GARBAGE,
          TLS_ENDLESS_LINE,
          TLS_DRIP,
          TLS_FLOOD,
          TLS_CLOSES_AFTER_PAYLOAD,
          TLS_RESETS_AFTER_PAYLOAD -> {
        SSLContext context = TestAuthority.peer().context();
        yield serving(
            socket -> misbehave(how.plain(), socket, startTls(socket, context), greeting));
      }
    };
  }

  /** A closed port that stays reserved, so that no other process listens there. */
  public static Peer refusing() throws IOException {
    Socket held = new Socket();
    held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Peer peer = new Peer((InetSocketAddress) held.getLocalSocketAddress());
    peer.resources.add(held);
    return peer;
  }

  /** A listener whose backlog is full: the kernel answers no further SYN. */
  public static Peer dropping() throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Peer peer = new Peer((InetSocketAddress) server.getLocalSocketAddress());
    peer.resources.add(server);
    for (int filler = 0; filler < 64; filler++) {
      Socket socket = new Socket();
      peer.resources.add(socket);
      try {
        socket.connect(peer.address, 300);
      } catch (SocketTimeoutException full) {
        return peer;
      }
    }
    peer.close();
    throw new IOException("the backlog never fills on this system");
  }

  public InetSocketAddress address() {
    return address;
  }

  /** How many connections were accepted so far. */
  public int connections() {
    return connections.get();
  }

  /** Waits until a connection was accepted. */
  public void awaitConnection() throws InterruptedException {
    if (!first.await(1, TimeUnit.MINUTES)) {
      throw new AssertionError("no connection within a minute");
    }
  }

  /** What the services threw other than IOException; a test that asserts in them looks here. */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    for (Closeable resource : resources) {
      closeQuietly(resource);
    }
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      join(thread);
    }
    // Accepted while the first round went on.
    resources.forEach(Peer::closeQuietly);
  }

  /** Reads and forgets until the other side closes. */
  public static void drain(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8192];
    for (int count = 0; count >= 0; ) {
      count = in.read(buffer);
    }
  }

  /** Says that it is done, and waits for the other side: no reset can overtake the end. */
  public static void closeInOrder(Socket socket) throws IOException {
    socket.shutdownOutput();
    drain(socket);
  }

  /** Resets the connection; inside of TLS give the socket below. */
  public static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Speaks TLS as the server from here on. */
  public static SSLSocket startTls(Socket socket, SSLContext context) throws IOException {
    SSLSocket secured =
        (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
    secured.setUseClientMode(false);
    secured.startHandshake();
    return secured;
  }

  /** Bytes of no protocol, 1 KiB. */
  public static byte[] garbage() {
    return GARBAGE.clone();
  }

  private static void misbehave(Misbehaviour how, Socket below, Socket socket, byte[] greeting)
      throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    switch (how) {
      case SILENT -> drain(socket);
      case CLOSES_AT_ACCEPT -> closeInOrder(socket);
      case RESETS_AT_ACCEPT -> reset(below);
      case GARBAGE -> {
        out.write(GARBAGE);
        out.flush();
        drain(socket);
      }
      case ENDLESS_LINE -> repeat(out, "A".repeat(8192));
      case FLOOD -> repeat(out, ("A".repeat(62) + "\r\n").repeat(128));
      case DRIP -> {
        while (true) {
          out.write('A');
          out.flush();
          Thread.sleep(300);
        }
      }
      case CLOSES_AFTER_PAYLOAD -> {
        greet(socket, greeting);
        closeInOrder(socket);
      }
      case RESETS_AFTER_PAYLOAD -> {
        greet(socket, greeting);
        reset(below);
      }
      default -> throw new IllegalArgumentException("no service: " + how);
    }
  }

  private static void greet(Socket socket, byte[] greeting) throws IOException {
    socket.getOutputStream().write(greeting);
    socket.getOutputStream().flush();
    if (socket.getInputStream().read(new byte[8192]) < 0) {
      throw new IOException("closed before a byte came");
    }
  }

  private static void repeat(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    while (true) {
      out.write(bytes);
    }
  }

  private void accept(ServerSocket server, Service service) {
    while (true) {
      Socket socket;
      try {
        socket = server.accept();
      } catch (IOException closed) {
        return;
      }
      resources.add(socket);
      connections.incrementAndGet();
      first.countDown();
      start(() -> serve(service, socket));
    }
  }

  private void serve(Service service, Socket socket) {
    try (socket) {
      service.serve(socket);
    } catch (IOException | InterruptedException ended) {
      // The other side's right, or the test's end.
    } catch (RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }

  private void start(Runnable task) {
    Thread thread = new Thread(task, "peer-" + address.getPort());
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private static void closeQuietly(Closeable resource) {
    try {
      resource.close();
    } catch (IOException closedAlready) {
      // Nothing is left to release.
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new AssertionError("a peer's thread does not end: " + thread);
    }
  }

  /** Begins with a byte that no protocol of the table begins an answer with. */
  private static byte[] garbageBytes() {
    String text = "\u0007\u001b]0;owned\u0007\u001b[31m\r\n\u0085\u00ff\u0000";
    byte[] bytes = text.repeat(1024).getBytes(StandardCharsets.ISO_8859_1);
    return Arrays.copyOf(bytes, 1024);
  }
}
