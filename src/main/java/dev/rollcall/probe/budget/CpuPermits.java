package dev.rollcall.probe.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets no more attempts compute at once than there are processors.
 *
 * <p>A whole table of TLS handshakes in a Java that has just started takes seconds of processor
 * time. If all of them ran at once, each would seem to take that long, and a busy host would look
 * like a slow network. So an attempt computes only while it holds a permit. It gives the permit
 * back while it waits for the network, and the time that it waits for a permit does not count
 * towards its deadline.
 *
 * <p>Fair between destinations: a free permit goes to the destination that has held permits least
 * so far, so that a server which makes its client compute again and again delays only its own
 * attempts. What one attempt may compute is bounded, and what all attempts of one destination may:
 * in processor time, so that it is the same on a busy host.
 */
public final class CpuPermits {
  /** How often one that waits looks for a holder that is beyond its bound. */
  static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

  /** Beyond the first attempt's bound, a destination gets this part of it for each attempt. */
  private static final int SHARE = 4;

  final ReentrantLock lock = new ReentrantLock();
  final MemoryBudget memory;
  private final Map<String, CpuShare> shares = new HashMap<>();
  final List<CpuPermit> waiting = new ArrayList<>();
  final List<CpuPermit> holding = new ArrayList<>();
  private final int atOnce;
  private long ranks;

  /** As below, with as much memory as is asked for. */
  public CpuPermits(int atOnce) {
    this(atOnce, MemoryBudget.unlimited());
  }

  /**
   * @param atOnce at least 1
   * @param memory what all attempts together may keep of what they read
   */
  public CpuPermits(int atOnce, MemoryBudget memory) {
    if (atOnce < 1) {
      throw new IllegalArgumentException("atOnce must be at least 1");
    }
    this.atOnce = atOnce;
    this.memory = memory;
  }

  /** The permit of an attempt by itself, whose computing is not bounded; not held yet. */
  public CpuPermit next() {
    return new CpuPermit(this, new CpuShare(), Long.MAX_VALUE, 0);
  }

  /**
   * The permit of one attempt; not held yet.
   *
   * @param destination which attempts share what a destination may compute: its host name
   * @param most what the attempt may compute in all
   */
  public CpuPermit next(String destination, Duration most) {
    lock.lock();
    try {
      CpuShare share =
          shares.computeIfAbsent(destination.toLowerCase(Locale.ROOT), name -> new CpuShare());
      share.allowed += share.allowed == 0 ? most.toNanos() : 0;
      share.allowed += most.toNanos() / SHARE;
      return new CpuPermit(this, share, most.toNanos(), ranks++);
    } finally {
      lock.unlock();
    }
  }

  /** Grants what is free; the lock is held. */
  void grant(long now) {
    while (holding.size() < atOnce && !waiting.isEmpty()) {
      CpuPermit best = waiting.get(0);
      for (CpuPermit permit : waiting) {
        if (permit.before(best, now)) {
          best = permit;
        }
      }
      waiting.remove(best);
      best.hold(now);
      best.signal();
    }
  }

  /** Takes the permits of those who compute beyond their bound, for those who wait. */
  void revoke(long now) {
    for (CpuPermit permit : List.copyOf(holding)) {
      if (permit.overdue()) {
        permit.revoke(now);
      }
    }
    grant(now);
  }
}
