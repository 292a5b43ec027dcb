package dev.rollcall.probe.answer;

import java.io.IOException;
import java.util.Optional;

/**
 * One protocol's stand-in on one port. Stateless and safe for concurrent use; it bears the {@link
 * StandInMark} in every answer, refuses every authentication, and keeps no byte of one.
 *
 * <p>It parses what strangers send. The framework bounds size and time; beyond that an
 * implementation only has to end: whatever it throws ends that one conversation.
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
    Optional<byte[]> answer(byte[] request, StandInIdentity guise);
  }
}
