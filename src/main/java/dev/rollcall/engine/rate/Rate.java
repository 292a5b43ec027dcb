package dev.rollcall.engine.rate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How many new destinations a run may start to probe. A destination is an address and a port; one
 * that the run has probed before is not new, and one on this host itself does not count.
 *
 * @param perSecond new destinations a second once the burst is spent; 0 for no limit
 */
public record Rate(int perSecond) {
  /** No limit at all. */
  public static final Rate OFF = new Rate(0);

  /**
   * Stays below the defaults of common firewalls for one source, such as 100 new destinations in 10
   * s (Palo Alto Networks) or 30 ports of one host in 20 s (Check Point). {@code probes.md} lists
   * them.
   */
  public static final Rate USUAL = new Rate(3);

  /** New destinations at once: enough for the vendor's whole table. */
  static final int BURST = 64;

  /** New ports of one host at once. */
  static final int HOST_BURST = 8;

  /** One host gets this part of the rate. */
  private static final int HOST_PART = 3;

  /**
   * The least time between two starts, in nanoseconds: a firewall may count over milliseconds (10
   * in 5 ms: Juniper).
   */
  static final long GAP = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  public Rate {
    if (perSecond < 0) {
      throw new IllegalArgumentException("a rate is not negative");
    }
  }

  public boolean limited() {
    return perSecond > 0;
  }

  /** New destinations at once. */
  public int burst() {
    return Math.max(BURST, perSecond);
  }

  /** New ports of one host at once. */
  int hostBurst() {
    return Math.max(HOST_BURST, perSecond / HOST_PART);
  }

  /** Between two new destinations once the burst is spent, in nanoseconds. */
  long interval() {
    return SECOND / perSecond;
  }

  /** Between two new ports of one host, in nanoseconds. */
  long hostInterval() {
    return limited() ? HOST_PART * SECOND / perSecond : 0;
  }

  /** How long so many new destinations take at least, at different hosts. */
  public Duration atLeast(long destinations) {
    return limited()
        ? Duration.ofNanos(Math.max(0, destinations - burst()) * interval())
        : Duration.ZERO;
  }

  /** When a host's rule may begin, at the soonest, in nanoseconds, by how many were before it. */
  public long hostRelease(int before) {
    return Math.max(0, before - hostBurst() + 1) * hostInterval();
  }

  /** Between any two starts, in nanoseconds. */
  long gap() {
    return Math.min(GAP, interval());
  }
}
