package dev.rollcall.protocol.ntp;

import dev.rollcall.model.Observation;
import java.time.Duration;
import java.time.Instant;

/**
 * An answer between two readings of our own clock (RFC 5905 §8).
 *
 * @param asked T1, this host's wall clock when the request was sent
 * @param answered T4: T1 plus the time that passed on the monotonic clock
 */
record NtpMeasure(NtpAnswer answer, Instant asked, Instant answered) {

  /** The server's clock minus ours: half of (T2 − T1) + (T3 − T4). */
  Duration offset() {
    Duration there = NtpStamps.between(NtpStamps.of(asked), answer.receive());
    Duration back = NtpStamps.between(NtpStamps.of(answered), answer.transmit());
    return there.plus(back).dividedBy(2);
  }

  /** Time on the wire, both ways: (T4 − T1) − (T3 − T2); never negative. */
  Duration delay() {
    Duration delay =
        Duration.between(asked, answered)
            .minus(NtpStamps.between(answer.receive(), answer.transmit()));
    return delay.isNegative() ? Duration.ZERO : delay;
  }

  Observation.Clock clock() {
    return new Observation.Clock(
        "ntp",
        NtpStamps.near(answered, answer.transmit()),
        offset(),
        delay().dividedBy(2).plus(resolution()));
  }

  /** The peer's precision, at most a second, as the exponent may be hostile. */
  private Duration resolution() {
    int exponent = Math.max(-30, Math.min(0, answer.precision()));
    return Duration.ofNanos(1_000_000_000L >> -exponent);
  }
}
