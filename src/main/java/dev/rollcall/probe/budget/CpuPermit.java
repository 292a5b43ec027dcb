package dev.rollcall.probe.budget;

import dev.rollcall.probe.timing.ThreadTime;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;

/** One attempt's permit to compute, and what it has computed. */
public final class CpuPermit {
  private enum State {
    IDLE,
    WAITING,
    HOLDING,
    /** It gets no permit any more, and does not wait for one. */
    ENDED
  }

  private final CpuPermits permits;
  private final CpuShare share;
  private final long most;
  private final long rank;
  private final Condition granted;
  private final MemoryBudget.Lease lease;
  private volatile State state = State.IDLE;
  private final ThreadTime time = new ThreadTime();
  private boolean waking;
  private volatile long since;

  /** Since when it has been given back after it was held; 0 if it is not. */
  private volatile long idleSince;

  private long waited;
  private boolean held;
  private boolean gaveUp;
  private boolean revoked;

  CpuPermit(CpuPermits permits, CpuShare share, long most, long rank) {
    this.permits = permits;
    this.granted = permits.lock.newCondition();
    this.lease = permits.memory.lease();
    this.share = share;
    this.most = most;
    this.rank = rank;
  }

  /** The first comes first among equals. */
  long rank() {
    return rank;
  }

  /** Grants it to a thread that waits, and must wake up; the lock is held. */
  void grant(long now) {
    hold(now);
    waking = true;
    permits.waking++;
    granted.signal();
  }

  /** Grants it; the lock is held. */
  private void hold(long now) {
    state = State.HOLDING;
    held = true;
    since = now;
    permits.change(
        share,
        () -> {
          share.waiting.remove(this);
          share.holders++;
          share.sumOfStarts += now;
        });
    permits.holding.add(this);
  }

  /** Its thread runs, or no longer needs to; the lock is held. */
  private void woken() {
    if (waking) {
      waking = false;
      permits.waking--;
    }
  }

  /** Revokes it; the lock is held. */
  private void release(long now, long clock) {
    woken();
    share.add(time.settle(clock));
    permits.change(
        share,
        () -> {
          share.held += now - since;
          share.holders--;
          share.sumOfStarts -= since;
        });
    since = now;
    idleSince = now;
    state = State.IDLE;
    permits.holding.remove(this);
  }

  /** What was computed since the permit was granted. */
  private long now() {
    return state == State.HOLDING ? time.more() : 0;
  }

  /** Whether more was computed than is allowed; the lock is held. */
  boolean overdue() {
    return mayBeOverdue() && isOverdue(now());
  }

  /** No thread computes longer than the time that passes, whose clock is cheaper to read. */
  private boolean mayBeOverdue() {
    return isOverdue(state == State.HOLDING ? System.nanoTime() - since : 0);
  }

  private boolean isOverdue(long more) {
    return time.sum() + more > most
        || (most != Long.MAX_VALUE && share.computed + more > share.allowed);
  }

  /** Revokes it for good, in favour of others; the lock is held. */
  void revoke(long now) {
    release(now, time.clock());
    idleSince = 0;
    state = State.ENDED;
    revoked = true;
  }

  /** Releases the permit, if it is held. */
  void pause() {
    if (state != State.HOLDING) {
      return;
    }
    long clock = time.clock();
    permits.lock.lock();
    try {
      if (state == State.HOLDING) {
        long now = System.nanoTime();
        release(now, clock);
        permits.grant(now);
      }
    } finally {
      permits.lock.unlock();
    }
  }

  /**
   * Waits for a permit, if none is held.
   *
   * @return the nanoseconds waited
   */
  public long resume() {
    if (state != State.IDLE) {
      return 0;
    }
    time.measure();
    permits.lock.lock();
    try {
      if (state != State.IDLE) {
        return 0;
      }
      long start = System.nanoTime();
      idleSince = 0;
      if (permits.hasFree()) {
        hold(start);
        return 0;
      }
      state = State.WAITING;
      since = start;
      permits.change(share, () -> share.waiting.add(this));
      await();
      woken();
      long took = System.nanoTime() - start;
      waited += took;
      return took;
    } finally {
      permits.lock.unlock();
    }
  }

  /** An interrupt does not end the waiting; {@link #end} does. */
  private void await() {
    boolean interrupted = false;
    while (state == State.WAITING) {
      try {
        if (granted.awaitNanos(permits.look()) <= 0) {
          permits.revoke(System.nanoTime());
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Releases the permit for good: the attempt continues without one. */
  void end() {
    permits.lock.lock();
    try {
      long now = System.nanoTime();
      if (state == State.HOLDING) {
        release(now, time.clock());
      }
      giveUp();
      idleSince = 0;
      state = State.ENDED;
      permits.grant(now);
    } finally {
      permits.lock.unlock();
    }
  }

  /** Ends the waiting, if it is waited for: the attempt goes on without a permit. */
  void giveUp() {
    if (state != State.WAITING) {
      return;
    }
    permits.lock.lock();
    try {
      if (state == State.WAITING) {
        permits.change(share, () -> share.waiting.remove(this));
        state = State.ENDED;
        gaveUp = true;
        granted.signal();
      }
    } finally {
      permits.lock.unlock();
    }
  }

  /** Whether it was waited for when the attempt ended. */
  boolean gaveUp() {
    return locked(() -> gaveUp);
  }

  /** Whether it was ever held: the attempt has begun. */
  boolean held() {
    return locked(() -> held);
  }

  /** Whether it is waited for now. */
  public boolean waits() {
    return locked(() -> state == State.WAITING);
  }

  /** How long it was last given back for, until now; zero while it is held or waited for. */
  Duration idle() {
    long from = idleSince;
    return from == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - from);
  }

  /** Whether it is held now. */
  public boolean holds() {
    return locked(() -> state == State.HOLDING);
  }

  /** Whether the attempt computes now, as far as is known. */
  boolean computes() {
    return locked(() -> state == State.HOLDING || revoked);
  }

  /** How long it was waited for in all, until now. */
  Duration waited() {
    return locked(
        () -> Duration.ofNanos(waited + (state == State.WAITING ? System.nanoTime() - since : 0)));
  }

  /** How much was computed in all, until now. */
  Duration computed() {
    return locked(() -> Duration.ofNanos(time.sum() + now()));
  }

  /** Aborts an attempt that has used more computing than allowed. */
  void check() throws ComputingException {
    if (!mayBeOverdue()) {
      return;
    }
    if (locked(this::overdue)) {
      boolean own = locked(() -> time.sum() + now()) > most;
      throw new ComputingException(Duration.ofNanos(own ? most : share.allowed), own);
    }
  }

  private <T> T locked(Supplier<T> question) {
    permits.lock.lock();
    try {
      return question.get();
    } finally {
      permits.lock.unlock();
    }
  }

  /** What the attempt may keep in memory. */
  MemoryBudget.Lease memory() {
    return lease;
  }
}
