package dev.rollcall.protocol.ntp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Writes a server's answers byte by byte (RFC 5905 §7.3), without the codec under test. */
record NtpServer(int leap, int mode, int stratum, int reference, Duration ahead) {
  static final NtpServer GOOD = new NtpServer(0, 4, 2, 0xc6120001, Duration.ZERO);

  NtpServer withLeap(int other) {
    return new NtpServer(other, mode, stratum, reference, ahead);
  }

  NtpServer withMode(int other) {
    return new NtpServer(leap, other, stratum, reference, ahead);
  }

  NtpServer withStratum(int other) {
    return new NtpServer(leap, mode, other, reference, ahead);
  }

  NtpServer withAhead(Duration other) {
    return new NtpServer(leap, mode, stratum, reference, other);
  }

  /** Stratum 0 with a code in ASCII. */
  NtpServer kissing(String code) {
    int packed = ByteBuffer.wrap(code.getBytes(StandardCharsets.US_ASCII)).getInt();
    return new NtpServer(3, mode, 0, packed, ahead);
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
        .putInt(0)
        .putInt(0)
        .putInt(reference)
        .putLong(stamp - (10L << 32))
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
