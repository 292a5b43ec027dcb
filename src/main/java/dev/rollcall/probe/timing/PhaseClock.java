package dev.rollcall.probe.timing;

import dev.rollcall.model.fault.Phase;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Times the phases of an attempt at the socket: how long the network and the server took, and not
 * how long this program needed to make a question or to read an answer. A phase is the sum of its
 * waits: from the first byte of a question to the first byte of the answer, and then as long as
 * more of it was waited for. Where a question is written in parts, the time between two parts is
 * this program's own and does not count.
 *
 * <p>An answer that arrived before it was waited for came at an unknown moment: it counts as one
 * round trip, as measured when the connection opened, or less if less time has passed.
 *
 * <p>All moments are of {@link System#nanoTime}. Any thread may use it.
 */
public final class PhaseClock {
  private final Map<Phase, Duration> times = new EnumMap<>(Phase.class);
  private Phase phase;
  private long roundTrip;
  private boolean asked;
  private boolean opened;
  private long askedAt;
  private long writtenAt;

  /** Of the time since the question, what was no wait for the network. */
  private long skipped;

  /** Of the skipped time, what was a wait for the network after all. */
  private long overlapped;

  public PhaseClock(Phase first) {
    this.phase = first;
  }

  /** What is waited for from now on belongs to that phase. */
  public synchronized void enter(Phase next) {
    phase = next;
    asked = false;
    opened = false;
    times.merge(next, Duration.ZERO, Duration::plus);
  }

  /** The phase that was entered last. */
  public synchronized Phase phase() {
    return phase;
  }

  /** A connection was requested, and opened or not. */
  public synchronized void dialled(long from, long to) {
    roundTrip = to - from;
    add(to - from);
  }

  /** A connection is open: the server may send first. */
  public synchronized void opened(long at) {
    opened = true;
    asked = true;
    askedAt = at;
    skipped = 0;
  }

  /** A part of a request was sent between those moments. */
  public synchronized void wrote(long from, long to) {
    if (!asked || opened) {
      asked = true;
      opened = false;
      askedAt = from;
    } else {
      askedAt += from - writtenAt;
    }
    writtenAt = to;
    skipped = 0;
  }

  /** A datagram was sent: an answer is one to the latest. */
  public synchronized void sent(long at) {
    asked = true;
    askedAt = at;
    skipped = 0;
    roundTrip = Long.MAX_VALUE;
  }

  /**
   * A read began and ended.
   *
   * @param ready whether there was something to read before it began
   */
  public synchronized void read(long from, long to, boolean ready) {
    long took = to - (asked ? askedAt : from);
    long counted = ready ? Math.min(took, asked ? roundTrip : 0) : took;
    add(counted);
    overlapped += asked ? Math.max(0, counted - (took - skipped)) : 0;
    asked = false;
    opened = false;
    skipped = 0;
  }

  /**
   * Time passed that was not a wait for the network. It counts nevertheless if the answer comes
   * only after it: then the server was not faster.
   */
  public synchronized void skip(long nanoseconds) {
    skipped += nanoseconds;
  }

  /** How much of the skipped time is in the phases' times, in nanoseconds. */
  public synchronized long overlapped() {
    return overlapped;
  }

  private void add(long nanoseconds) {
    times.merge(phase, Duration.ofNanos(Math.max(0, nanoseconds)), Duration::plus);
  }

  /** The time of each phase that was entered, up to now. */
  public synchronized Map<Phase, Duration> times() {
    return Collections.unmodifiableMap(new EnumMap<>(times));
  }
}
