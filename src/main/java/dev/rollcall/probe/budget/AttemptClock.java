package dev.rollcall.probe.budget;

import dev.rollcall.model.Fault;
import dev.rollcall.model.Phase;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What one attempt may use, and has used: its deadline, the times of its phases, its permit to
 * compute and its memory. Sockets say here when they send, and when they wait for the network.
 *
 * <p>Used by one thread, but {@link #abort} and what is asked about an attempt that hangs may come
 * from others.
 */
public final class AttemptClock {
  /** How often one who waits for other attempts looks whether its own was ended. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Deadline deadline;
  private final CpuPermit permit;
  private final PhaseClock phases;
  private volatile Phase phase;
  private long unaccounted;
  private volatile boolean aborted;
  private volatile Optional<Thread> worker = Optional.empty();

  /**
   * @param permit its permit to compute, and what it may keep in memory
   */
  public AttemptClock(Deadline deadline, CpuPermit permit, Phase first) {
    this.deadline = deadline;
    this.permit = permit;
    this.phase = first;
    this.phases = new PhaseClock(first);
  }

  /** The clock of a further connection of the same attempt, with a deadline of its own. */
  public AttemptClock beside(Deadline other, Phase first) {
    return new AttemptClock(other, permit, first);
  }

  public Deadline deadline() {
    return deadline;
  }

  /** What is waited for from now on belongs to that phase, and so does the next fault. */
  public void enter(Phase next) {
    phases.enter(next);
    phase = next;
  }

  /** The phase that the attempt is in. */
  public Phase phase() {
    return phase;
  }

  /** Times the phases. */
  public PhaseClock phases() {
    return phases;
  }

  /** The time of each phase that was entered, up to now. */
  public Map<Phase, Duration> times() {
    return phases.times();
  }

  /** Lets others compute while this attempt waits for the network. */
  public void pause() {
    permit.pause();
  }

  /**
   * Waits until this attempt may compute; that time belongs to no phase, and the deadline does not
   * run meanwhile.
   */
  public void resume() {
    worker = Optional.of(Thread.currentThread());
    deadline.stop();
    long waited = permit.resume();
    deadline.start();
    phases.skip(waited);
    unaccounted += waited;
  }

  /**
   * Ends an attempt for which this host has computed more than it may.
   *
   * @throws ComputingException if so
   */
  public void checkComputing() throws ComputingException {
    permit.check();
  }

  /** What it holds of what was read. */
  public MemoryBudget.Lease memory() {
    return permit.memory();
  }

  /** Whether it waits for this host's processors now. */
  public boolean waits() {
    return permit.waits();
  }

  /** Whether it has waited longer than that for this host's processors. */
  public boolean starved(Duration patience) {
    return permit.waited().compareTo(patience) > 0;
  }

  /** Something that attempts do one at a time. */
  @FunctionalInterface
  public interface Queue {
    /** Waits that long at most; whether it is the caller's turn now. */
    boolean enter(Duration patience) throws InterruptedException;
  }

  /**
   * Waits until other attempts let this one in. That time belongs to no phase, and the deadline
   * moves away by it.
   *
   * @return false if the attempt was ended meanwhile: it is not in then
   */
  public boolean queue(Queue queue) {
    pause();
    long start = System.nanoTime();
    long counted = start;
    try {
      boolean entered = false;
      while (!entered && !aborted) {
        entered = queue.enter(LOOK);
        long now = System.nanoTime();
        deadline.extend(now - counted);
        counted = now;
      }
      return entered;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      resume();
      waited(counted - start);
    }
  }

  /** A wait that may go beyond the deadline. */
  @FunctionalInterface
  public interface Wait<E extends Exception> {
    /** Waits; whether something came. */
    boolean await() throws E;
  }

  /** Waits for that long at most, also beyond the deadline, which moves away by what it took. */
  public <E extends Exception> boolean beyondDeadline(Duration most, Wait<E> wait) throws E {
    Duration left = deadline.remaining();
    // And a little more, so that the deadline itself does not pass meanwhile.
    deadline.extend(most.plusSeconds(1).toNanos());
    boolean came = wait.await();
    deadline.extend(left.minus(deadline.remaining()).toNanos());
    return came;
  }

  /** Time passed that was spent on other attempts, in nanoseconds; it belongs to no phase. */
  public void waited(long nanoseconds) {
    phases.skip(nanoseconds);
    unaccounted += nanoseconds;
  }

  /** The time that belongs to no phase: waits for this host and for other attempts. */
  public Duration unaccounted() {
    return Duration.ofNanos(unaccounted);
  }

  /** Ends the attempt from outside: it waits for no permit any more. */
  public void abort() {
    aborted = true;
    permit.giveUp();
  }

  /** Whether it was ended from outside. */
  public boolean aborted() {
    return aborted;
  }

  /** Gives the permit back for an attempt that does not: it is left behind. */
  public void leave() {
    permit.end();
  }

  /** Why it was ended from outside; for one that has ended since. */
  public Fault ended() {
    return new CutShort(phase, permit).ended();
  }

  /** Why it was left behind: it was ended from outside, and goes on. */
  public Fault left() {
    return new CutShort(phase, permit).left(worker);
  }
}
