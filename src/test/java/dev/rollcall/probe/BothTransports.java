package dev.rollcall.probe;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** Two peers at one port of loopback: one over TCP, one over UDP. */
public record BothTransports(Peer streams, UdpPeer datagrams) implements AutoCloseable {
  private static final int TRIES = 20;

  /** Makes a peer for TCP. */
  private interface Opening {
    Peer open() throws IOException;
  }

  /** Opens both. */
  public static BothTransports open(Peer.Service service, UdpPeer.Script script)
      throws IOException {
    return open(() -> Peer.serving(service), script);
  }

  /** Opens both, of which the peer for TCP misbehaves. */
  public static BothTransports open(Misbehaviour how, UdpPeer.Script script) throws IOException {
    return open(() -> Peer.that(how), script);
  }

  /** A port that is free for TCP may be taken for UDP: then another is tried. */
  private static BothTransports open(Opening opening, UdpPeer.Script script) throws IOException {
    for (int turn = 1; ; turn++) {
      Peer streams = opening.open();
      try {
        return new BothTransports(streams, UdpPeer.answeringAt(streams.address(), script));
      } catch (BindException e) {
        streams.close();
        if (turn == TRIES) {
          throw e;
        }
      }
    }
  }

  public InetSocketAddress address() {
    return streams.address();
  }

  @Override
  public void close() {
    datagrams.close();
    streams.close();
  }
}
