package dev.rollcall.protocol.ldaps;

import dev.rollcall.probe.Peer;
import dev.rollcall.probe.TestAuthority;
import java.io.IOException;

/** A directory server that shows its rootDSE, with a clock of a test's choice. */
public final class LdapClockPeer {
  private LdapClockPeer() {}

  /** Serves. */
  public static Peer telling(String currentTime) throws IOException {
    byte[] answer = Messages.found("namingContexts", "DC=uni,DC=edu", "currentTime", currentTime);
    return Peer.servingTls(
        TestAuthority.peer().context(),
        socket -> {
          if (socket.getInputStream().read(new byte[4096]) >= 0) {
            socket.getOutputStream().write(answer);
            socket.getOutputStream().flush();
          }
          Peer.closeInOrder(socket);
        });
  }
}
