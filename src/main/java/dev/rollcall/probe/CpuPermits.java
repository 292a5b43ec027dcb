package dev.rollcall.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
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
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

  /** Beyond the first attempt's bound, a destination gets this part of it for each attempt. */
  private static final int SHARE = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final MemoryBudget memory;
  private final Map<String, Account> accounts = new HashMap<>();
  private final List<Turn> waiting = new ArrayList<>();
  private final List<Turn> holding = new ArrayList<>();
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
  public Turn next() {
    return new Turn(new Account(), Long.MAX_VALUE, 0);
  }

  /**
   * The permit of one attempt; not held yet.
   *
   * @param destination which attempts share what a destination may compute: its host name
   * @param most what the attempt may compute in all
   */
  public Turn next(String destination, Duration most) {
    lock.lock();
    try {
      Account account =
          accounts.computeIfAbsent(destination.toLowerCase(Locale.ROOT), name -> new Account());
      account.allowed += account.allowed == 0 ? most.toNanos() : 0;
      account.allowed += most.toNanos() / SHARE;
      return new Turn(account, most.toNanos(), ranks++);
    } finally {
      lock.unlock();
    }
  }

  /**
   * What all attempts of one destination have computed: how long permits were held, and how much.
   */
  private static final class Account {
    private long allowed;
    private long computed;
    private long held;
    private int holders;
    private long sinces;

    /** Those who hold a permit now are counted too. */
    long held(long now) {
      return held + holders * now - sinces;
    }
  }

  private void grant(long now) {
    while (holding.size() < atOnce && !waiting.isEmpty()) {
      Turn best = waiting.get(0);
      for (Turn turn : waiting) {
        if (turn.before(best, now)) {
          best = turn;
        }
      }
      waiting.remove(best);
      best.hold(now);
      best.granted.signal();
    }
  }

  /** Takes the permits of those who compute beyond their bound, for those who wait. */
  private void revoke(long now) {
    for (Turn turn : List.copyOf(holding)) {
      if (turn.overdue()) {
        turn.release(now);
        turn.state = State.ENDED;
        turn.revoked = true;
      }
    }
    grant(now);
  }

  private enum State {
    IDLE,
    WAITING,
    HOLDING,
    /** It gets no permit any more, and waits for none. */
    ENDED
  }

  /** One attempt's permit. */
  public final class Turn {
    private final Account account;
    private final long most;
    private final long rank;
    private final Condition granted = lock.newCondition();
    private final MemoryBudget.Lease lease = memory.lease();
    private State state = State.IDLE;
    private Thread thread = Thread.currentThread();
    private long computed;
    private long began;
    private long since;
    private long waited;
    private boolean held;
    private boolean gaveUp;
    private boolean revoked;

    private Turn(Account account, long most, long rank) {
      this.account = account;
      this.most = most;
      this.rank = rank;
    }

    private boolean before(Turn other, long now) {
      long mine = account.held(now);
      long others = other.account.held(now);
      return mine != others ? mine < others : rank < other.rank;
    }

    private void hold(long now) {
      state = State.HOLDING;
      held = true;
      since = now;
      began = CpuClock.of(thread);
      account.holders++;
      account.sinces += now;
      holding.add(this);
    }

    private void release(long now) {
      long more = now();
      computed += more;
      account.computed += more;
      account.held += now - since;
      account.holders--;
      account.sinces -= since;
      state = State.IDLE;
      holding.remove(this);
    }

    /** What was computed since the permit was granted. */
    private long now() {
      return state == State.HOLDING ? Math.max(0, CpuClock.of(thread) - began) : 0;
    }

    private boolean overdue() {
      long more = now();
      return computed + more > most
          || (most != Long.MAX_VALUE && account.computed + more > account.allowed);
    }

    /** Gives the permit back, if it is held. */
    void pause() {
      lock.lock();
      try {
        if (state == State.HOLDING) {
          long now = System.nanoTime();
          release(now);
          grant(now);
        }
      } finally {
        lock.unlock();
      }
    }

    /**
     * Waits for a permit, if none is held.
     *
     * @return the nanoseconds waited
     */
    long resume() {
      lock.lock();
      try {
        if (state != State.IDLE) {
          return 0;
        }
        long start = System.nanoTime();
        thread = Thread.currentThread();
        state = State.WAITING;
        since = start;
        waiting.add(this);
        grant(start);
        await();
        long took = System.nanoTime() - start;
        waited += took;
        return took;
      } finally {
        lock.unlock();
      }
    }

    /** An interrupt does not end the waiting; {@link #end} does. */
    private void await() {
      boolean interrupted = false;
      while (state == State.WAITING) {
        try {
          if (granted.awaitNanos(LOOK) <= 0) {
            revoke(System.nanoTime());
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    /** Gives the permit back for good: from here on the attempt goes on without one. */
    void end() {
      lock.lock();
      try {
        long now = System.nanoTime();
        if (state == State.HOLDING) {
          release(now);
        }
        giveUp();
        state = State.ENDED;
        grant(now);
      } finally {
        lock.unlock();
      }
    }

    /** Ends the waiting, if it is waited for: the attempt goes on without a permit. */
    void giveUp() {
      lock.lock();
      try {
        if (state == State.WAITING) {
          waiting.remove(this);
          state = State.ENDED;
          gaveUp = true;
          granted.signal();
        }
      } finally {
        lock.unlock();
      }
    }

    /** Whether it was waited for when the attempt ended. */
    boolean gaveUp() {
      lock.lock();
      try {
        return gaveUp;
      } finally {
        lock.unlock();
      }
    }

    /** Whether it was ever held: the attempt has begun. */
    boolean held() {
      lock.lock();
      try {
        return held;
      } finally {
        lock.unlock();
      }
    }

    /** Whether it is waited for now. */
    boolean waits() {
      lock.lock();
      try {
        return state == State.WAITING;
      } finally {
        lock.unlock();
      }
    }

    /** Whether it is held now. */
    boolean holds() {
      lock.lock();
      try {
        return state == State.HOLDING;
      } finally {
        lock.unlock();
      }
    }

    /** Whether the attempt computes now, as far as is known. */
    boolean computes() {
      lock.lock();
      try {
        return state == State.HOLDING || revoked;
      } finally {
        lock.unlock();
      }
    }

    /** How long it was waited for in all, until now. */
    Duration waited() {
      lock.lock();
      try {
        long more = state == State.WAITING ? System.nanoTime() - since : 0;
        return Duration.ofNanos(waited + more);
      } finally {
        lock.unlock();
      }
    }

    /** How much was computed in all, until now. */
    Duration computed() {
      lock.lock();
      try {
        return Duration.ofNanos(computed + now());
      } finally {
        lock.unlock();
      }
    }

    /** Ends an attempt that has computed more than it may. */
    void check() throws ComputingException {
      lock.lock();
      try {
        if (overdue()) {
          boolean own = computed + now() > most;
          throw new ComputingException(Duration.ofNanos(own ? most : account.allowed), own);
        }
      } finally {
        lock.unlock();
      }
    }

    /** What the attempt may keep in memory. */
    MemoryBudget.Lease memory() {
      return lease;
    }
  }
}
