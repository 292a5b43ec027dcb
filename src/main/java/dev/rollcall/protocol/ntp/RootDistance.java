package dev.rollcall.protocol.ntp;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Times;
import java.time.Duration;

/**
 * How far a server's time may be from the true time (RFC 5905 §11.1, appendix A.5.5.2): half of the
 * delay to the primary source, and the dispersion. Clients ignore a server beyond a limit.
 *
 * <p>The drift since the server's clock was set is not added: servers have it in their dispersion
 * (§11.2), and clients add the drift since they last heard the server, which was just now.
 *
 * @param distance in all
 * @param age how long ago the server's clock was set; negative if that is in the future, zero if
 *     unknown
 */
record RootDistance(Duration distance, Duration delay, Duration dispersion, Duration age) {
  /** chrony's maxdistance, by default. */
  private static final Duration CHRONY = Duration.ofSeconds(3);

  /** ntpd's tos maxdist, by default. */
  private static final Duration NTPD = Duration.ofMillis(1500);

  /** PHI, the assumed maximum drift of a clock: 15 µs in a second (RFC 5905 §7.2). */
  private static final long DRIFT_PER_MILLION = 15;

  /** A server's clock may have been stepped back a little. */
  private static final Duration TO_COME = Duration.ofSeconds(-1);

  private static final Duration HOUR = Duration.ofHours(1);

  /** Older times are ignored: some small servers never set it, or send 1970. */
  private static final Duration DECADE = Duration.ofDays(3650);

  static RootDistance of(NtpMeasure measure) {
    NtpAnswer answer = measure.answer();
    Duration delay = seconds(Math.max(0, answer.rootDelay())).plus(measure.delay());
    Duration dispersion = seconds(answer.rootDispersion() & 0xffff_ffffL);
    Duration age =
        answer.set() == 0 ? Duration.ZERO : NtpStamps.between(answer.set(), answer.transmit());
    return new RootDistance(delay.dividedBy(2).plus(dispersion), delay, dispersion, age);
  }

  /** Converts the short format (RFC 5905 §6). */
  private static Duration seconds(long units) {
    return Duration.ofNanos((units * 1_000_000_000L) >> 16);
  }

  /**
   * Fails for a server that the product's clock would ignore.
   *
   * @throws ProbeException UNEXPECTED, beyond chrony's limit
   */
  void judge(Session session) throws ProbeException {
    if (distance.compareTo(CHRONY) > 0) {
      throw ProbeException.of(
          FaultKind.UNEXPECTED,
          "the time server's own uncertainty (root distance) is "
              + parts()
              + ": chrony follows no server above 3 s, and ntpd none above 1.5 s, so clients ignore"
              + " this time"
              + remedy(),
          Clue.SERVICE_ERROR);
    }
    if (distance.compareTo(NTPD) > 0) {
      session.concern(
          Concern.Kind.SERVER_CONFIGURATION,
          "the time server's own uncertainty (root distance) is "
              + parts()
              + ": ntpd follows no server above 1.5 s, chrony none above 3 s");
    }
    if (age.compareTo(DECADE) > 0) {
      session.concern(
          Concern.Kind.SERVER_CONFIGURATION,
          "the time server says that its clock was last set "
              + ago()
              + " ago, which cannot be: how long it can be trusted is not known");
    }
    if (age.compareTo(TO_COME) < 0) {
      session.concern(
          Concern.Kind.SERVER_CONFIGURATION,
          "the time server says that its clock was last set in the future (in "
              + age.negated().toSeconds()
              + " s): some clients ignore such a server");
    }
  }

  private String parts() {
    return Times.seconds(distance, 1)
        + " (delay "
        + Times.seconds(delay, 1)
        + ", dispersion "
        + Times.seconds(dispersion, 1)
        + (age.compareTo(HOUR) > 0 && age.compareTo(DECADE) < 0
            ? ", its clock was last set " + ago() + " ago"
            : "")
        + ")";
  }

  private String ago() {
    return age.toDays() > 1 ? age.toDays() + " days" : Counted.of(age.toHours(), "hour");
  }

  /** A server that hears none adds its drift to its dispersion, which is then mostly that. */
  private boolean lostItsSource() {
    Duration drift = age.dividedBy(1_000_000).multipliedBy(DRIFT_PER_MILLION);
    return age.compareTo(DECADE) < 0 && drift.multipliedBy(2).compareTo(distance) > 0;
  }

  private String remedy() {
    return lostItsSource()
        ? "; it has lost its own source of time"
        : "; a Windows time server says so until it has a good source of its own; to use it anyway,"
            + " set maxdistance 16 in the clients' chrony.conf";
  }
}
