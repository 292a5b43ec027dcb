package dev.rollcall.probe.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Lets no more attempts compute at once than there are processors, but for the moment in which a
 * thread wakes up that was granted a permit: meanwhile another that runs may take one more.
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
  /** How often those that wait look for a holder that is beyond its bound. */
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

  /** Beyond the first attempt's bound, a destination gets this part of it for each attempt. */
  private static final int SHARE = 4;

  final ReentrantLock lock = new ReentrantLock();
  final MemoryBudget memory;
  private final Map<String, CpuShare> shares = new HashMap<>();
  final List<CpuPermit> holding = new ArrayList<>();

  /** Those with permits that wait and none that is held: their order does not change by itself. */
  private final NavigableSet<CpuShare> idle = new TreeSet<>(CpuShare.order(0));

  /** Those with permits that wait, and some that are held. */
  private final Set<CpuShare> busy = new HashSet<>();

  private int waiting;

  /** Permits that were granted to threads that have not woken up yet. */
  int waking;

  private final int atOnce;
  private final AtomicLong ranks = new AtomicLong();

  /**
   * With as much memory as is asked for.
   *
   * @param atOnce at least 1
   */
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
    return new CpuPermit(this, new CpuShare(ranks.getAndIncrement()), Long.MAX_VALUE, 0);
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
          shares.computeIfAbsent(
              destination.toLowerCase(Locale.ROOT), name -> new CpuShare(ranks.getAndIncrement()));
      share.allow(share.allowed == 0 ? most.toNanos() : 0);
      share.allow(most.toNanos() / SHARE);
      return new CpuPermit(this, share, most.toNanos(), ranks.getAndIncrement());
    } finally {
      lock.unlock();
    }
  }

  /** How many attempts may compute at once. */
  public int atOnce() {
    return atOnce;
  }

  /** How many attempts wait for a permit; negative: so many permits are free. */
  public int demand() {
    lock.lock();
    try {
      return waiting > 0 ? waiting : Math.min(0, holding.size() - atOnce);
    } finally {
      lock.unlock();
    }
  }

  /** Changes what the order of a share depends on; the lock is held. */
  void change(CpuShare share, Runnable what) {
    waiting -= share.waiting.size();
    if (!share.waiting.isEmpty() && !busy.remove(share)) {
      idle.remove(share);
    }
    what.run();
    waiting += share.waiting.size();
    if (!share.waiting.isEmpty()) {
      (share.holders == 0 ? idle : busy).add(share);
    }
  }

  /** How long one of those that wait does so before it looks; the lock is held. */
  long look() {
    // Many share the task.
    return LOOK * (1 + waiting / 8);
  }

  /**
   * Whether a thread that runs may compute at once; the lock is held. It does not wait for those
   * that must wake up first: a processor is free until they have, and if each waited for the one
   * before it, all would only wake each other.
   */
  boolean hasFree() {
    return holding.size() - waking < atOnce;
  }

  /** Grants what is free; the lock is held. */
  void grant(long now) {
    while (holding.size() < atOnce && waiting > 0) {
      best(now).waiting.first().grant(now);
    }
  }

  private CpuShare best(long now) {
    Stream<CpuShare> first = idle.isEmpty() ? Stream.empty() : Stream.of(idle.first());
    return Stream.concat(first, busy.stream()).min(CpuShare.order(now)).orElseThrow();
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
