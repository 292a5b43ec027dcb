package dev.rollcall.protocol.ntp;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import java.net.DatagramPacket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.net.ntp.NtpV3Impl;

/**
 * The header of an NTP packet (RFC 5905 §7.3); extension fields after it are not read.
 *
 * @param leap leap indicator, 3 where the clock is not synchronised
 * @param stratum 0 to 255
 * @param precision of the peer's clock, as a power of two of seconds
 * @param rootDelay the round trip to the primary source, in units of 2⁻¹⁶ s, signed
 * @param rootDispersion the error gathered since the primary source, in units of 2⁻¹⁶ s
 * @param reference the reference identifier
 * @param set when the server's clock was last set (the reference time stamp); 0 if unknown
 * @param originate the time stamp of the question, echoed
 * @param receive when the question arrived
 * @param transmit when the answer left
 */
record NtpAnswer(
    int leap,
    int version,
    int mode,
    int stratum,
    int precision,
    int rootDelay,
    int rootDispersion,
    int reference,
    long set,
    long originate,
    long receive,
    long transmit) {
  static final int HEADER = 48;
  static final int MODE_CLIENT = 3;
  static final int MODE_SERVER = 4;
  private static final int UNSYNCHRONISED = 3;
  private static final int LAST_STRATUM = 15;

  /** Reads the header; empty if the datagram is too short for one. */
  static Optional<NtpAnswer> read(byte[] datagram) {
    if (datagram.length < HEADER) {
      return Optional.empty();
    }
    NtpV3Impl packet = new NtpV3Impl();
    packet.setDatagramPacket(new DatagramPacket(datagram, datagram.length));
    return Optional.of(
        new NtpAnswer(
            packet.getLeapIndicator(),
            packet.getVersion(),
            packet.getMode(),
            packet.getStratum(),
            packet.getPrecision(),
            packet.getRootDelay(),
            packet.getRootDispersion(),
            packet.getReferenceId(),
            packet.getReferenceTimeStamp().ntpValue(),
            packet.getOriginateTimeStamp().ntpValue(),
            packet.getReceiveTimeStamp().ntpValue(),
            packet.getTransmitTimeStamp().ntpValue()));
  }

  /**
   * The reference identifier as received: a source or kiss code in ASCII at stratum 0 and 1, else
   * an IPv4 address or a hash in that form (RFC 5905 §7.3).
   */
  String referenceName() {
    byte[] bytes = ByteBuffer.allocate(4).putInt(reference).array();
    if (stratum <= 1) {
      return new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "");
    }
    return (bytes[0] & 0xff)
        + "."
        + (bytes[1] & 0xff)
        + "."
        + (bytes[2] & 0xff)
        + "."
        + (bytes[3] & 0xff);
  }

  /** Whether a stand-in answers: no real server has that reference at that stratum. */
  boolean bearsMark() {
    return stratum == NtpStandIn.STRATUM
        && StandInMark.in(ByteBuffer.allocate(4).putInt(reference).array());
  }

  /**
   * Fails unless the server is synchronised.
   *
   * @throws ProbeException DENIED for a kiss-o'-death (RFC 5905 §7.4), UNEXPECTED for a server
   *     without valid time
   */
  void judge() throws ProbeException {
    if (stratum == 0) {
      switch (referenceName()) {
        case "DENY", "RSTR" ->
            throw ProbeException.denied(
                "the time server refuses this host (kiss-o'-death "
                    + referenceName()
                    + "): its access list does not allow this address");
        case "RATE" ->
            throw ProbeException.of(
                FaultKind.DENIED,
                "the time server asks this host to be slower (kiss-o'-death RATE): too many"
                    + " questions from this address",
                Clue.THROTTLED);
        default -> {
          // Other codes mean not synchronised yet: see below.
        }
      }
    }
    if (leap == UNSYNCHRONISED || stratum == 0 || stratum > LAST_STRATUM) {
      String code = stratum == 0 ? referenceName() : "";
      throw ProbeException.of(
          FaultKind.UNEXPECTED,
          quotes ->
              "the time server is unsynchronised: leap indicator "
                  + leap
                  + ", stratum "
                  + stratum
                  + (code.isEmpty() ? "" : ", code " + quotes.name(code)),
          Clue.SERVICE_ERROR);
    }
    if (receive == 0 || transmit == 0) {
      throw ProbeException.unexpected("the time server's answer carries no time");
    }
  }
}
