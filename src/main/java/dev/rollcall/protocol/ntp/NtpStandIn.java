package dev.rollcall.protocol.ntp;

import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.probe.answer.StandInMark;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.net.ntp.NtpV3Impl;
import org.apache.commons.net.ntp.TimeStamp;

/**
 * Answers a client's question with this host's time, 48 bytes for 48. It reports stratum 15, the
 * highest valid one: a client with any other server prefers that one.
 */
final class NtpStandIn implements StandIn.Datagrams {
  static final int STRATUM = 15;
  private static final int OLDEST = 1;
  private static final int NEWEST = 4;

  /** About a microsecond. */
  private static final int PRECISION = -20;

  /** A hundredth of a second, in units of 2⁻¹⁶ s. */
  private static final int DISPERSION = 655;

  @Override
  public Optional<byte[]> answer(byte[] request, StandInIdentity identity) {
    Instant received = Instant.now();
    // Modes 6 and 7 amplify; answering a server's mode could loop for ever.
    return NtpAnswer.read(request)
        .filter(question -> question.mode() == NtpAnswer.MODE_CLIENT)
        .filter(question -> question.version() >= OLDEST && question.version() <= NEWEST)
        .map(question -> answer(request, question, received));
  }

  private static byte[] answer(byte[] request, NtpAnswer question, Instant received) {
    NtpV3Impl packet = new NtpV3Impl();
    // The third byte is the client's poll interval, which servers echo.
    packet.setPoll(request[2]);
    packet.setLeapIndicator(0);
    packet.setVersion(question.version());
    packet.setMode(NtpAnswer.MODE_SERVER);
    packet.setStratum(STRATUM);
    packet.setPrecision(PRECISION);
    packet.setRootDelay(0);
    packet.setRootDispersion(DISPERSION);
    packet.setReferenceId(ByteBuffer.wrap(StandInMark.reference()).getInt());
    packet.setReferenceTime(new TimeStamp(NtpStamps.of(received)));
    packet.setOriginateTimeStamp(new TimeStamp(question.transmit()));
    packet.setReceiveTimeStamp(new TimeStamp(NtpStamps.of(received)));
    packet.setTransmitTime(new TimeStamp(NtpStamps.of(Instant.now())));
    return packet.getDatagramPacket().getData();
  }
}
