package dev.rollcall.demo;

import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import java.util.Optional;

/**
 * A name server that answers NXDOMAIN to everything, for the demonstration's retired destination.
 */
public final class NoSuchName implements StandIn.Datagrams {
  private static final int HEADER = 12;

  /** The question with the header bits of an authoritative NXDOMAIN (RFC 1035 §4.1.1). */
  @Override
  public Optional<byte[]> answer(byte[] request, StandInIdentity identity) {
    if (request.length < HEADER || (request[2] & 0xf8) != 0) {
      return Optional.empty();
    }
    byte[] answer = request.clone();
    answer[2] |= (byte) 0x84;
    answer[3] = (byte) 0x83;
    return Optional.of(answer);
  }
}
