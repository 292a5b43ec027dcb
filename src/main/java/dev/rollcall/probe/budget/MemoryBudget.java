package dev.rollcall.probe.budget;

import java.io.InterruptedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Limits the memory of all attempts of a run for received data, so that large answers cannot
 * exhaust this host.
 *
 * <p>Two parts. Received data is held while its connection is open: every attempt has its own
 * share, and may borrow more from a common pool. The last half of the pool is for the attempt that
 * has borrowed most, so that it can finish. Evidence stays until the run's end: every attempt may
 * keep a little, and more as long as the run has memory left.
 */
public final class MemoryBudget {
  /** The heap that one byte of an answer takes: its buffer, a copy, the text made of it. */
  private static final int PER_BYTE = 4;

  /** The part of the heap for received data: half in shares, half in the pool. */
  private static final int READ = 4;

  /** The part of the heap for evidence. */
  private static final int KEPT = 32;

  /** What one attempt may keep at most, and at least, in bytes. */
  private static final long KEPT_MOST = 256 << 10;

  private static final long KEPT_LEAST = 8 << 10;

  /** How often a waiting attempt checks again. */
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(50);

  private final long share;
  private final long reserve;
  private final Set<Lease> borrowers = new LinkedHashSet<>();
  private long pool;
  private long kept;

  private MemoryBudget(long share, long pool, long kept) {
    this.share = share;
    this.reserve = pool / 2;
    this.pool = pool;
    this.kept = kept;
  }

  /**
   * The budget of a heap.
   *
   * @param heap in bytes
   * @param parallel the most attempts at once
   */
  public static MemoryBudget of(long heap, int parallel) {
    long half = heap / READ / PER_BYTE / 2;
    return new MemoryBudget(half / parallel, half, heap / KEPT);
  }

  static MemoryBudget unlimited() {
    return new MemoryBudget(Long.MAX_VALUE / 4, 0, Long.MAX_VALUE / 4);
  }

  Lease lease() {
    return new Lease();
  }

  private synchronized boolean keep(long bytes) {
    if (bytes > kept) {
      return false;
    }
    kept -= bytes;
    return true;
  }

  /** The memory of one attempt, guarded by the budget's lock. */
  public final class Lease {
    private long held;
    private long borrowed;
    private long keeps;
    private boolean closed;

    /**
     * Holds more bytes that were read.
     *
     * @param until how long others may be waited for
     * @param waiting called before it waits
     * @throws MemoryException if there is no memory until then, or never would be
     */
    public void hold(long bytes, Deadline until, Runnable waiting)
        throws MemoryException, InterruptedIOException {
      synchronized (MemoryBudget.this) {
        long more = Math.max(0, held + bytes - share) - borrowed;
        while (more > 0 && !closed && !borrow(more)) {
          if (until.passed() || beyondAll(more)) {
            throw new MemoryException(held + bytes);
          }
          waiting.run();
          try {
            TimeUnit.NANOSECONDS.timedWait(MemoryBudget.this, LOOK);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
          }
        }
        held += bytes;
      }
    }

    private boolean borrow(long more) {
      if (more > pool || (pool - more < reserve && !largest(more))) {
        return false;
      }
      pool -= more;
      borrowed += more;
      borrowers.add(this);
      return true;
    }

    /** Whether no other has borrowed more than this one would. */
    private boolean largest(long more) {
      return borrowers.stream()
          .allMatch(other -> other == this || other.borrowed < borrowed + more);
    }

    /** Whether waiting is useless, or this one blocks the others. */
    private boolean beyondAll(long more) {
      return borrowed + more > 2 * reserve || (borrowed > reserve && largest(more));
    }

    /** Releases the bytes of a closed connection. */
    public void release(long bytes) {
      synchronized (MemoryBudget.this) {
        held -= bytes;
        giveBack(borrowed - Math.max(0, held - share));
      }
    }

    private void giveBack(long bytes) {
      if (bytes > 0) {
        pool += bytes;
        borrowed -= bytes;
        if (borrowed == 0) {
          borrowers.remove(this);
        }
        MemoryBudget.this.notifyAll();
      }
    }

    /** Whether so many bytes of evidence fit; they are then kept for good. */
    public boolean keep(long bytes) {
      synchronized (MemoryBudget.this) {
        boolean fits =
            keeps + bytes <= KEPT_LEAST
                || (keeps + bytes <= KEPT_MOST && MemoryBudget.this.keep(bytes));
        keeps += fits ? bytes : 0;
        return fits;
      }
    }

    /** Releases everything that was held. */
    public void close() {
      synchronized (MemoryBudget.this) {
        closed = true;
        giveBack(borrowed);
      }
    }
  }
}
