package dev.rollcall.probe.path;

import com.sun.jna.Memory;
import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.path.Transport;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads a socket's queue of errors: ICMP messages, with who sent them and the packet of ours that
 * they quote (ip(7), {@code struct sock_extended_err}). The structures are those of 64-bit systems.
 */
final class ErrorQueue {
  private static final int MESSAGE = 56;
  private static final int QUOTE = 128;
  private static final int CONTROL = 512;
  private static final int ORIGIN_AT = 4;
  private static final int TYPE_AT = 5;
  private static final int CODE_AT = 6;
  private static final int OFFENDER_AT = 16;
  private static final int ICMP = 2;
  private static final int ICMP6 = 3;
  private static final int HEADER = 16;
  private static final int SOL_IP = 0;
  private static final int IP_RECVERR = 11;
  private static final int SOL_IPV6 = 41;
  private static final int IPV6_RECVERR = 25;

  /**
   * The next ICMP message; empty if there is none.
   *
   * @param transport of the socket: a message on TCP quotes its header, one on UDP its payload
   */
  Optional<HopAnswer> read(LibC calls, int socket, Transport transport, int flags) {
    try (Memory message = new Memory(MESSAGE);
        Memory vector = new Memory(16);
        Memory quote = new Memory(QUOTE);
        Memory control = new Memory(CONTROL)) {
      message.clear();
      control.clear();
      vector.setPointer(0, quote);
      vector.setLong(8, QUOTE);
      message.setPointer(16, vector);
      message.setLong(24, 1);
      message.setPointer(32, control);
      message.setLong(40, CONTROL);
      long read = calls.recvmsg(socket, message, flags);
      if (read < 0) {
        return Optional.empty();
      }
      int length = (int) Math.min(CONTROL, message.getLong(40));
      byte[] quoted = quote.getByteArray(0, (int) Math.min(QUOTE, read));
      return icmp(control.getByteArray(0, length))
          .map(
              answer ->
                  HopAnswer.of(
                      answer,
                      transport == Transport.TCP ? Quoted.mss(quoted) : OptionalInt.empty()));
    }
  }

  /** The ICMP message among control messages; in the byte order of this host. */
  static Optional<IcmpAnswer> icmp(byte[] control) {
    ByteBuffer bytes = ByteBuffer.wrap(control).order(ByteOrder.nativeOrder());
    for (int at = 0; at + HEADER <= control.length; ) {
      long length = bytes.getLong(at);
      int level = bytes.getInt(at + 8);
      int type = bytes.getInt(at + 12);
      if (length < HEADER || length > control.length - at) {
        return Optional.empty();
      }
      boolean error =
          (level == SOL_IP && type == IP_RECVERR) || (level == SOL_IPV6 && type == IPV6_RECVERR);
      if (error) {
        return error(Arrays.copyOfRange(control, at + HEADER, at + (int) length));
      }
      at += (int) (length + 7 & ~7L);
    }
    return Optional.empty();
  }

  private static Optional<IcmpAnswer> error(byte[] error) {
    if (error.length < OFFENDER_AT + 8) {
      return Optional.empty();
    }
    int origin = error[ORIGIN_AT];
    int from = OFFENDER_AT + (origin == ICMP6 ? 8 : 4);
    int to = from + (origin == ICMP6 ? 16 : 4);
    if ((origin != ICMP && origin != ICMP6) || error.length < to) {
      return Optional.empty();
    }
    try {
      InetAddress sender = InetAddress.getByAddress(Arrays.copyOfRange(error, from, to));
      return Optional.of(
          new IcmpAnswer(sender.getHostAddress(), error[TYPE_AT] & 0xff, error[CODE_AT] & 0xff));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
