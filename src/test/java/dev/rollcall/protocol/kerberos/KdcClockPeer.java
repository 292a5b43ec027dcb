package dev.rollcall.protocol.kerberos;

import dev.rollcall.probe.Peer;
import java.io.DataInputStream;
import java.io.IOException;

/** A KDC over TCP that demands pre-authentication, with a clock of a test's choice. */
public final class KdcClockPeer {
  public static final String REALM = "UNI.EDU";

  private KdcClockPeer() {}

  /** Serves. */
  public static Peer telling(String stime) throws IOException {
    byte[] answer =
        SampleKdcAnswers.framed(SampleKdcAnswers.errorAt(stime, 25, REALM, "e-text", new byte[0]));
    return Peer.serving(
        socket -> {
          DataInputStream in = new DataInputStream(socket.getInputStream());
          in.readFully(new byte[in.readInt()]);
          socket.getOutputStream().write(answer);
          Peer.closeInOrder(socket);
        });
  }
}
