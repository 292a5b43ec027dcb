package dev.rollcall.hostile;

import dev.rollcall.probe.Peer;
import dev.rollcall.probe.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The servers of one run of the matrix: a hostile one for every protocol and variant, each at an
 * address of its own, and four healthy ones.
 */
final class HostileStage implements Closeable {
  private static final int TDS_PRELOGIN = 0x12;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Place> hostile = new ArrayList<>();
  private final List<Place> healthy = new ArrayList<>();
  private final TestAuthority.Leaf trusted;
  private final SSLContext context;
  private final Behaviour behaviour;
  private final Originals originals;

  /** A rule of the run and where its server is. */
  record Place(
      String id,
      String protocol,
      String settings,
      String port,
      InetSocketAddress at,
      boolean mayPass) {}

  HostileStage(Behaviour behaviour, TestAuthority authority, Originals originals)
      throws IOException {
    this.behaviour = behaviour;
    this.originals = originals;
    String[] names = new String[200];
    for (int i = 0; i < names.length; i++) {
      names[i] = loopback(i).getHostAddress();
    }
    this.trusted = authority.leaf(names);
    this.context = trusted.context();
    try {
      int host = 0;
      for (HealthyServer each : HealthyServer.values()) {
        Peer peer = keep(Peer.servingAt(loopback(host++), socket -> each.serve(socket, context)));
        healthy.add(
            new Place(
                each.word(),
                each.protocol,
                each.settings,
                peer.address().getPort() + "/tcp",
                peer.address(),
                true));
      }
      for (Part part : Part.values()) {
        for (int variant = 0; variant < behaviour.variants(part); variant++) {
          hostile.add(place(part, variant, loopback(host++)));
        }
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static InetAddress loopback(int host) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 77, (byte) (host + 10)});
  }

  private Place place(Part part, int variant, InetAddress address) throws IOException {
    String id = "hostile." + part.word() + (behaviour.variants(part) > 1 ? "-" + variant : "");
    InetSocketAddress at;
    if (part.udp()) {
      at = keep(HostileDatagrams.open(behaviour, part, address, originals)).address();
    } else {
      at = keep(Peer.servingAt(address, socket -> serve(socket, part, variant))).address();
    }
    String port = at.getPort() + (part.udp() ? "/udp" : "/tcp");
    return new Place(id, part.protocol, part.settings, port, at, behaviour.proves(part));
  }

  private void serve(Socket socket, Part part, int variant)
      throws IOException, InterruptedException {
    if (behaviour.percent() >= 0) {
      originals.relay(part, socket, behaviour.percent());
    } else if (behaviour.insideTls()) {
      behaviour.serve(socket, part.tls ? Peer.startTls(socket, context) : socket, part);
    } else if (behaviour.compareTo(Behaviour.VALID_FIRST_BYTE) < 0) {
      behaviour.serve(socket, socket, part);
    } else {
      hostileTls(socket, part, variant);
    }
  }

  /** SQL Server under "Force Strict Encryption" cuts a plain PRELOGIN off, and is asked by TLS. */
  private void hostileTls(Socket socket, Part part, int variant) throws IOException {
    int first = socket.getInputStream().read();
    if (first < 0 || (part == Part.TDS && first == TDS_PRELOGIN)) {
      return;
    }
    Socket whole = new Unread(socket, first);
    if (behaviour == Behaviour.RENEGOTIATIONS) {
      SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(whole, null, 0, true);
      secured.setUseClientMode(false);
      secured.setEnabledProtocols(new String[] {"TLSv1.2"});
      TlsFloodTest.renegotiate(secured, true);
      return;
    }
    RawTls tls = new RawTls(whole);
    if (!part.tls && part != Part.TDS) {
      tls.flood(RawTls.ALERT, new byte[] {1, 10});
    }
    try {
      behaviour.tls(tls, tls.hello(), variant, trusted);
    } finally {
      Peer.drain(socket);
    }
  }

  List<Place> hostile() {
    return hostile;
  }

  List<Place> healthy() {
    return healthy;
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.add(resource);
    return resource;
  }

  @Override
  public void close() {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  /** A socket whose first byte was read already. */
  private static final class Unread extends dev.rollcall.probe.net.SocketView {
    private final java.io.InputStream in;
    private final Socket socket;

    Unread(Socket socket, int first) throws IOException {
      super(socket);
      this.socket = socket;
      this.in =
          new SequenceInputStream(
              new ByteArrayInputStream(new byte[] {(byte) first}), socket.getInputStream());
    }

    @Override
    public java.io.InputStream getInputStream() {
      return in;
    }

    @Override
    public java.io.OutputStream getOutputStream() throws IOException {
      return socket.getOutputStream();
    }
  }
}
