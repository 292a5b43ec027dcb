package dev.rollcall.protocol.smb;

import dev.rollcall.probe.Peer;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file server as Samba is one, but for its clock. */
public final class SmbClockPeer {
  private static final int SYSTEM_TIME = 104;
  private static final int START_TIME = 112;

  private SmbClockPeer() {}

  /**
   * Serves.
   *
   * @param ticks SystemTime and ServerStartTime, as FILETIME
   */
  public static Peer telling(long ticks) throws IOException {
    byte[] answer =
        NegotiateTest.changed(
            NegotiateTest.SAMBA, m -> m.putLong(SYSTEM_TIME, ticks).putLong(START_TIME, ticks));
    return Peer.serving(
        socket -> {
          DataInputStream in = new DataInputStream(socket.getInputStream());
          in.readFully(new byte[in.readInt()]);
          ByteBuffer out = ByteBuffer.allocate(4 + answer.length);
          socket.getOutputStream().write(out.putInt(answer.length).put(answer).array());
          Peer.drain(socket);
        });
  }
}
