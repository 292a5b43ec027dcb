package dev.rollcall.probe;

import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;

/**
 * Lets no more attempts compute at once than there are processors.
 *
 * <p>A whole table of TLS handshakes in a Java that has just started takes seconds of processor
 * time. Were all of them under way at once, each would seem to take that long, and a busy host
 * would look like a slow network. So an attempt computes in its turn, the first come first, gives
 * the turn back while it waits for the network, and the time that it waits for a turn is nobody's:
 * it counts neither as the peer's nor towards the deadline.
 */
public final class Turns {
  private final PriorityQueue<Turn> waiting =
      new PriorityQueue<>((left, right) -> Long.compare(left.rank, right.rank));
  private int free;
  private long ranks;

  /**
   * @param atOnce at least 1
   */
  public Turns(int atOnce) {
    if (atOnce < 1) {
      throw new IllegalArgumentException("somebody must have a turn");
    }
    this.free = atOnce;
  }

  /** A place in the row, behind all that were given out before; it holds no turn yet. */
  public synchronized Turn next() {
    return new Turn(this, ranks++);
  }

  private void take(Turn turn) {
    if (free > 0) {
      free--;
      turn.granted.countDown();
    } else {
      waiting.add(turn);
    }
  }

  private void give() {
    Turn first = waiting.poll();
    if (first == null) {
      free++;
    } else {
      first.granted.countDown();
    }
  }

  /** One attempt's place in the row. */
  public static final class Turn {
    private final Turns turns;
    private final long rank;
    private CountDownLatch granted = new CountDownLatch(1);
    private boolean held;

    private Turn(Turns turns, long rank) {
      this.turns = turns;
      this.rank = rank;
    }

    /** Gives the turn back, if it is held. */
    void pause() {
      synchronized (turns) {
        if (held) {
          held = false;
          if (turns.waiting.remove(this)) {
            granted.countDown();
          } else {
            turns.give();
          }
        }
      }
    }

    /**
     * Waits for a turn, if none is held. Those who hold one compute, and never wait for a network.
     *
     * @return the nanoseconds waited
     */
    long resume() {
      long start = System.nanoTime();
      CountDownLatch mine;
      synchronized (turns) {
        if (held) {
          return 0;
        }
        granted = new CountDownLatch(1);
        mine = granted;
        held = true;
        turns.take(this);
      }
      await(mine);
      return System.nanoTime() - start;
    }

    private static void await(CountDownLatch granted) {
      boolean interrupted = false;
      while (granted.getCount() > 0) {
        try {
          granted.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
