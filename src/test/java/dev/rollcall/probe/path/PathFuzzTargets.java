package dev.rollcall.probe.path;

import dev.rollcall.fuzz.target.FuzzTarget;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** What routers send back of our connection requests. */
public final class PathFuzzTargets {
  private PathFuzzTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("path.quoted-request", Quoted::mss)
            .seed(request(2, 4, 5, 180, 1, 3, 3, 7), request(1, 1, 2, 4, 2, 24))
            .covers(Quoted.class),
        FuzzTarget.of("path.error-queue", PathFuzzTargets::error)
            .seed(control(0, 11, 2, 11, 0), control(41, 25, 3, 3, 0))
            .covers(ErrorQueue.class));
  }

  private static Object error(byte[] input) {
    return ErrorQueue.icmp(input).map(icmp -> icmp.text().length());
  }

  /** A TCP header with those options. */
  static byte[] request(int... options) {
    int length = 20 + (options.length + 3) / 4 * 4;
    byte[] header = new byte[length];
    header[12] = (byte) (length / 4 << 4);
    header[13] = 2;
    for (int i = 0; i < options.length; i++) {
      header[20 + i] = (byte) options[i];
    }
    return header;
  }

  /** A control message with an extended error, as 64-bit Linux has it. */
  static byte[] control(int level, int type, int origin, int icmpType, int code) {
    int address = origin == 3 ? 28 : 16;
    ByteBuffer bytes = ByteBuffer.allocate(16 + 16 + address).order(ByteOrder.nativeOrder());
    bytes.putLong(bytes.capacity()).putInt(level).putInt(type);
    bytes.putInt(113).put((byte) origin).put((byte) icmpType).put((byte) code).put((byte) 0);
    bytes.putInt(0).putInt(0).putShort((short) (origin == 3 ? 10 : 2));
    for (int at = bytes.position(); at < bytes.capacity(); at++) {
      bytes.put((byte) at);
    }
    return bytes.array();
  }

  static Optional<String> text(byte[] control) {
    return ErrorQueue.icmp(control).map(icmp -> icmp.text());
  }
}
