package dev.rollcall.cli.send;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.ConnectException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class HttpPostTest {
  /** A peer that resets at once may do so before Java has seen that the connection is open. */
  @Test
  void aResetIsNoMissingListener() {
    SocketException reset = new SocketException("Connection reset by peer");
    assertEquals(
        HttpPost.Why.BROKEN,
        HttpPost.why(new ConnectException(reset.getMessage()).initCause(reset)));
    assertEquals(
        HttpPost.Why.NO_CONNECTION,
        HttpPost.why(new ConnectException().initCause(new ClosedChannelException())));
  }
}
