package dev.rollcall.probe;

import dev.rollcall.model.attempt.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Checks a peer's time against this host's clock before computing with it, as every protocol allows
 * absurd times.
 */
public final class PeerClock {
  /** A peer's time further from this host's is out of range. */
  public static final Duration RANGE = Duration.ofDays(36_525);

  /** How far the clocks of a Kerberos login may differ (RFC 4120 §8.2). */
  public static final Duration KERBEROS_LIMIT = Duration.ofMinutes(5);

  /** The text for a clock that is off by more, after what it says. */
  public static final String BEYOND_KERBEROS_LIMIT = "; Kerberos allows 5 minutes";

  /** From 1601, from which a FILETIME counts (MS-DTYP §2.3.3), to 1970, in seconds. */
  private static final long FILE_TIME_EPOCH = 11_644_473_600L;

  /** Units of a FILETIME in a second: tenths of microseconds. */
  private static final long FILE_TIME_UNITS = 10_000_000;

  private PeerClock() {}

  /** The moment of a FILETIME, which is unsigned. */
  public static Instant ofFileTime(long units) {
    return Instant.ofEpochSecond(
        Long.divideUnsigned(units, FILE_TIME_UNITS) - FILE_TIME_EPOCH,
        Long.remainderUnsigned(units, FILE_TIME_UNITS) * 100);
  }

  public static long toFileTime(Instant moment) {
    return (moment.getEpochSecond() + FILE_TIME_EPOCH) * FILE_TIME_UNITS + moment.getNano() / 100;
  }

  /** Whether a peer's time is near enough to ours to be compared with it. */
  public static boolean inRange(Instant server, Instant ours) {
    return Duration.between(ours, server).compareTo(RANGE) <= 0
        && Duration.between(server, ours).compareTo(RANGE) <= 0;
  }

  /**
   * Records the clock as an observation. One that is out of range becomes a fact {@code
   * SOURCE.clock}; the protocol decides what that means for the rule.
   *
   * @param source as {@link Observation.Clock#source}
   * @param ours this host's wall clock at the same moment
   * @param uncertainty as {@link Observation.Clock#uncertainty}
   * @return empty if it is out of range
   */
  public static Optional<Observation.Clock> observe(
      Session session, String source, Instant server, Instant ours, Duration uncertainty) {
    if (!inRange(server, ours)) {
      session.observe(source + ".clock", outOfRange(server));
      return Optional.empty();
    }
    Observation.Clock clock =
        new Observation.Clock(source, server, Duration.between(ours, server), uncertainty);
    session.observe(clock);
    return Optional.of(clock);
  }

  /** The text for a time that is out of range, after "the clock says". */
  public static String outOfRange(Instant server) {
    return server + ", more than 100 years from this host's clock";
  }
}
