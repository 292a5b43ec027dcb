package dev.rollcall.protocol.ntp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.probe.fault.ProbeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets of real servers, the arithmetic of RFC 5905 §8, and the turn of the era. */
class NtpCodecTest {
  /** chrony 4.3, "local stratum 3", asked with the originate stamp 0123456789abcdef. */
  private static final byte[] CHRONY =
      HexFormat.of()
          .parseHex(
              "240300e600000000000000007f7f0101eeadb9bf99eeb0250123456789abcdef"
                  + "eeadb9c18bcb5d4beeadb9c18bd288d6");

  /** The same without a source of time. */
  private static final byte[] CHRONY_UNSYNCHRONISED =
      HexFormat.of()
          .parseHex(
              "e40000e600010000000100000000000000000000000000000123456789abcdef"
                  + "eeadb9c2eb7ab49deeadb9c2eb80e3f0");

  @Test
  void chronysAnswerIsRead() throws ProbeException {
    NtpAnswer answer = NtpAnswer.read(CHRONY).orElseThrow();
    assertEquals(
        new NtpAnswer(
            0,
            4,
            4,
            3,
            -26,
            0,
            0,
            0x7f7f0101,
            0xeeadb9bf99eeb025L,
            0x0123456789abcdefL,
            0xeeadb9c18bcb5d4bL,
            0xeeadb9c18bd288d6L),
        answer);
    assertEquals("127.127.1.1", answer.referenceName());
    answer.judge();
    assertEquals(
        Instant.parse("2026-11-22T18:58:09.546181251Z"),
        NtpStamps.near(Instant.parse("2026-01-01T00:00:00Z"), answer.transmit()));
  }

  @Test
  void chronyWithoutASourceIsUnsynchronised() {
    NtpAnswer answer = NtpAnswer.read(CHRONY_UNSYNCHRONISED).orElseThrow();
    ProbeException thrown = Assertions.assertThrows(ProbeException.class, answer::judge);
    assertEquals("EXCHANGE UNEXPECTED", thrown.fault().cause());
  }

  @Test
  void offsetAndDelayFollowTheRfc() {
    Instant asked = Instant.parse("2026-03-01T12:00:00Z");
    // Ahead by 10 s; 30 ms there, 5 ms in the server, 50 ms back.
    NtpMeasure measure =
        measure(asked, asked.plusMillis(10_030), asked.plusMillis(10_035), asked.plusMillis(85));
    assertClose(Duration.ofMillis(9_990), measure.offset());
    assertClose(Duration.ofMillis(80), measure.delay());
    // Half the delay, and a precision of 2^-20 s.
    assertClose(Duration.ofNanos(40_000_953), measure.clock().uncertainty());
    assertClose(
        Duration.ZERO, Duration.between(asked.plusMillis(10_035), measure.clock().server()));
  }

  @ParameterizedTest
  @CsvSource({
    // Across the end of the first era, 2036-02-07T06:28:16Z, both ways, and far from it.
    "2036-02-07T06:28:15.5Z, PT3S",
    "2036-02-07T06:28:17Z, PT-3S",
    "2036-02-07T06:28:16Z, PT0S",
    "2099-12-31T23:59:59.25Z, PT-400S",
    "1999-12-31T23:59:59Z, PT595000H",
    "2026-03-01T12:00:00Z, PT262800H"
  })
  void erasDoNotMatter(Instant asked, Duration ahead) {
    Instant there = asked.plus(ahead);
    NtpMeasure measure = measure(asked, there, there, asked);
    assertClose(ahead, measure.offset());
    assertClose(Duration.ZERO, Duration.between(there, measure.clock().server()));
  }

  @Test
  void aHostilePrecisionMakesNoNonsense() {
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    for (int precision = -128; precision < 128; precision++) {
      NtpAnswer answer =
          new NtpAnswer(0, 4, 4, 2, precision, 0, 0, 1, 0, 1, NtpStamps.of(now), NtpStamps.of(now));
      Duration uncertainty = new NtpMeasure(answer, now, now).clock().uncertainty();
      assertTrue(!uncertainty.isNegative() && uncertainty.toSeconds() <= 1, uncertainty::toString);
    }
  }

  @Test
  void noDatagramBreaksTheReader() {
    Random random = new Random(5905);
    Instant now = Instant.now();
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = Arrays.copyOf(CHRONY, random.nextInt(80));
      for (int flips = random.nextInt(20); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Optional<NtpAnswer> answer = NtpAnswer.read(bytes);
      assertEquals(bytes.length >= 48, answer.isPresent());
      if (answer.isPresent()) {
        judge(answer.get());
        new NtpMeasure(answer.get(), now, now.plusMillis(3)).clock();
      }
    }
  }

  private static void judge(NtpAnswer answer) {
    try {
      answer.judge();
    } catch (ProbeException expected) {
      assertTrue(expected.fault().evidence().length() < 300);
    }
  }

  private static NtpMeasure measure(
      Instant asked, Instant received, Instant sent, Instant answered) {
    return new NtpMeasure(
        new NtpAnswer(0, 4, 4, 2, -20, 0, 0, 1, 0, 1, NtpStamps.of(received), NtpStamps.of(sent)),
        asked,
        answered);
  }

  /** Stamps count in units of 2⁻³² s and round down. */
  private static void assertClose(Duration wanted, Duration seen) {
    assertTrue(wanted.minus(seen).abs().toNanos() < 1000, () -> wanted + " is not " + seen);
  }
}
