package dev.rollcall.probe.idle;

import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A connection that has answered once and stays open; its session closes it.
 *
 * @param watch waits for the peer
 * @param in what the peer sends
 * @param question asks again
 */
public record KeptOpen(Watch watch, InputStream in, Question question) {

  /** Waits for the peer without sending anything. */
  @FunctionalInterface
  public interface Watch {
    /**
     * Waits at most this long.
     *
     * @return whether the peer sent something, or ended the connection; nothing is consumed
     */
    boolean await(Duration most) throws IOException;
  }

  /** A question on the open connection. */
  @FunctionalInterface
  public interface Question {
    /**
     * Asks once. Returning means that the peer answered in its protocol.
     *
     * @throws ProbeException if it answered something else
     * @throws IOException any network error
     */
    void ask() throws IOException, ProbeException;
  }
}
