package dev.rollcall.protocol.ntp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Writes a server's answers byte by byte (RFC 5905 §7.3), without the codec under test. */
record NtpServer(int leap, int mode, int stratum, int reference, Duration ahead, Root root) {
  static final NtpServer GOOD =
      new NtpServer(
          0,
          4,
          2,
          0xc6120001,
          Duration.ZERO,
          new Root(Duration.ofMillis(20), Duration.ofMillis(30), Duration.ofSeconds(10)));

  /** What it says of its own source; {@code age} since its clock was set. */
  record Root(Duration delay, Duration dispersion, Duration age) {
    private static int units(Duration duration) {
      return (int) (duration.toMillis() * 65536 / 1000);
    }
  }

  NtpServer withRoot(Duration delay, Duration dispersion, Duration age) {
    return new NtpServer(leap, mode, stratum, reference, ahead, new Root(delay, dispersion, age));
  }

  NtpServer withLeap(int other) {
    return new NtpServer(other, mode, stratum, reference, ahead, root);
  }

  NtpServer withMode(int other) {
    return new NtpServer(leap, other, stratum, reference, ahead, root);
  }

  NtpServer withStratum(int other) {
    return new NtpServer(leap, mode, other, reference, ahead, root);
  }

  NtpServer withAhead(Duration other) {
    return new NtpServer(leap, mode, stratum, reference, other, root);
  }

  /** Stratum 0 with a code in ASCII. */
  NtpServer kissing(String code) {
    int packed = ByteBuffer.wrap(code.getBytes(StandardCharsets.US_ASCII)).getInt();
    return new NtpServer(3, mode, 0, packed, ahead, root);
  }

  byte[] answer(byte[] question) {
    return answer(ByteBuffer.wrap(question).getLong(40));
  }

  byte[] answer(long originate) {
    Instant now = Instant.now().plus(ahead);
    long seconds = now.getEpochSecond() + 2_208_988_800L;
    long fraction = now.getNano() * 4_294_967_296L / 1_000_000_000L;
    long stamp = (seconds << 32) + fraction;
    return ByteBuffer.allocate(48)
        .put((byte) (leap << 6 | 4 << 3 | mode))
        .put((byte) stratum)
        .put((byte) 6)
        .put((byte) -20)
        .putInt(Root.units(root.delay()))
        .putInt(Root.units(root.dispersion()))
        .putInt(reference)
        .putLong(stamp - (root.age().toSeconds() << 32))
        .putLong(originate)
        .putLong(stamp)
        .putLong(stamp)
        .array();
  }

  /** An answer that goes on behind its header. */
  static byte[] longer(byte[] answer, int length) {
    return Arrays.copyOf(answer, length);
  }
}
