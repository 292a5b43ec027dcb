package dev.rollcall.standin;

import java.time.Duration;

/** The usual limits, with one of them changed. */
final class TestLimits {
  private static final StandInLimits USUAL = StandInLimits.usual();

  private TestLimits() {}

  static StandInLimits withTimes(Duration silence, Duration whole) {
    return limits(silence, whole, USUAL.logBytes());
  }

  static StandInLimits withLogBytes(long kept) {
    return limits(USUAL.idle(), USUAL.conversation(), kept);
  }

  private static StandInLimits limits(Duration silence, Duration whole, long kept) {
    return new StandInLimits(
        USUAL.connections(),
        USUAL.perSource(),
        USUAL.bytes(),
        silence,
        whole,
        USUAL.datagrams(),
        USUAL.datagramsPerSource(),
        USUAL.larger(),
        USUAL.largerPerSource(),
        kept);
  }
}
