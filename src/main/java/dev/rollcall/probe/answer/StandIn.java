package dev.rollcall.probe.answer;

import java.io.IOException;
import java.util.Optional;

/**
 * One protocol's stand-in on one port. Stateless and safe for concurrent use; every answer has the
 * {@link StandInMark}; it refuses every authentication, and stores nothing of it.
 *
 * <p>It parses hostile input. The framework limits size and time; an exception ends only this
 * conversation.
 */
public sealed interface StandIn {

  /** Over TCP. */
  non-sealed interface Streams extends StandIn {
    /**
     * Holds one conversation, and returns when it is over; closing is the framework's.
     *
     * @throws IOException if the caller hangs up, takes too long or sends too much
     */
    void serve(Caller caller) throws IOException;
  }

  /** Over UDP. The framework limits how often a source is answered. */
  non-sealed interface Datagrams extends StandIn {
    /**
     * Answers one datagram. The answer is no larger than the request wherever the protocol allows
     * that.
     *
     * @return empty for what is no request of this protocol: it gets silence
     */
    Optional<byte[]> answer(byte[] request, StandInIdentity identity);
  }
}
