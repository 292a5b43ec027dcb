package dev.rollcall.probe;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/**
 * The memory that all attempts of a run together may fill with what servers send, so that no number
 * of large answers exhausts this host.
 *
 * <p>Two parts. What is read is held while its connection is open: every attempt has a share of its
 * own, which nobody can take from it, and may borrow from a common pool beyond that. What is kept
 * as evidence stays until the run's end: every attempt may keep a little, and as much more as the
 * run has left.
 */
public final class MemoryBudget {
  /** The heap that one byte of an answer takes: its buffer, a copy, the text made of it. */
  private static final int PER_BYTE = 4;

  /** What is read may fill this part of the heap, one half of it in shares, one half the pool. */
  private static final int READ = 4;

  /** What is kept may fill this part of the heap. */
  private static final int KEPT = 32;

  /** What one attempt may keep at most, and at least, in bytes. */
  private static final long KEPT_MOST = 256 << 10;

  private static final long KEPT_LEAST = 8 << 10;

  /** How often one who waits for memory looks again. */
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(50);

  private final long share;
  private long pool;
  private long kept;

  private MemoryBudget(long share, long pool, long kept) {
    this.share = share;
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

  private synchronized boolean borrow(long bytes) {
    if (bytes > pool) {
      return false;
    }
    pool -= bytes;
    return true;
  }

  private synchronized void giveBack(long bytes) {
    pool += bytes;
    notifyAll();
  }

  private synchronized void await() throws InterruptedException {
    TimeUnit.NANOSECONDS.timedWait(this, LOOK);
  }

  private synchronized boolean keep(long bytes) {
    if (bytes > kept) {
      return false;
    }
    kept -= bytes;
    return true;
  }

  /** What one attempt holds and keeps. */
  final class Lease {
    private long held;
    private long borrowed;
    private long keeps;
    private boolean closed;

    /**
     * Holds more bytes that were read.
     *
     * @param until how long others may be waited for
     * @throws MemoryException if there is no memory until then
     */
    void hold(long bytes, Deadline until) throws MemoryException, InterruptedIOException {
      while (!tryHold(bytes)) {
        if (until.passed()) {
          throw new MemoryException(held);
        }
        try {
          await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException();
        }
      }
    }

    private synchronized boolean tryHold(long bytes) {
      long beyond = Math.max(0, held + bytes - share);
      if (!closed && beyond > borrowed && !borrow(beyond - borrowed)) {
        return false;
      }
      borrowed = closed ? 0 : Math.max(borrowed, beyond);
      held += bytes;
      return true;
    }

    /** Gives bytes back whose connection was closed. */
    synchronized void release(long bytes) {
      held -= bytes;
      long beyond = closed ? 0 : Math.max(0, held - share);
      if (beyond < borrowed) {
        giveBack(borrowed - beyond);
        borrowed = beyond;
      }
    }

    /** Whether so many bytes of evidence fit; they are then kept for good. */
    synchronized boolean keep(long bytes) {
      boolean fits =
          keeps + bytes <= KEPT_LEAST
              || (keeps + bytes <= KEPT_MOST && MemoryBudget.this.keep(bytes));
      keeps += fits ? bytes : 0;
      return fits;
    }

    /** Gives everything back that was held. */
    synchronized void close() {
      closed = true;
      giveBack(borrowed);
      borrowed = 0;
    }
  }
}
