package dev.rollcall.probe.budget;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.timing.Lateness;
import dev.rollcall.probe.timing.PhaseClock;
import dev.rollcall.probe.timing.RunDelay;
import java.time.Duration;
import java.util.Optional;

/**
 * What one attempt may use and has used: its deadline, the times of its phases, its permit to
 * compute and its memory. Sockets report here when they send, and when they wait for the network.
 *
 * <p>Used by one thread, but other threads may call {@link #abort(Runnable)} and ask about an
 * attempt that hangs.
 */
public final class AttemptBudget implements AutoCloseable {
  /** How often an attempt that waits for others checks whether it was aborted. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Deadline deadline;
  private final CpuPermit permit;
  private final boolean ownsMemory;
  private final PhaseClock phases;
  private final Lateness lateness = new Lateness();
  private final RunDelay delay;
  private final AbortReason.OwnStep step = new AbortReason.OwnStep();
  private long unaccounted;
  private volatile boolean aborted;
  private volatile Optional<Thread> worker = Optional.empty();

  /** With a permit to compute, which says what it may keep in memory. */
  public AttemptBudget(Deadline deadline, CpuPermit permit, Phase first) {
    this(deadline, permit, first, true, new RunDelay());
  }

  AttemptBudget(Deadline deadline, CpuPermit permit, Phase first, boolean owns, RunDelay delay) {
    this.deadline = deadline;
    this.permit = permit;
    this.ownsMemory = owns;
    this.phases = new PhaseClock(first);
    this.delay = delay;
  }

  /** The budget of a further connection of the same attempt, with its own deadline. */
  public AttemptBudget beside(Deadline other, Phase first) {
    return new AttemptBudget(other, permit, first, false, new RunDelay());
  }

  public Deadline deadline() {
    return deadline;
  }

  /** Enters a phase: later waits and the next fault belong to it. */
  public void enter(Phase next) {
    phases.enter(next);
  }

  /** The phase that the attempt is in. */
  public Phase phase() {
    return phases.phase();
  }

  /** Times the phases. */
  public PhaseClock phases() {
    return phases;
  }

  /** A connection opened at that moment ({@link System#nanoTime}): the server may send first. */
  public void opened(long at) {
    phases.opened(at);
    lateness.opened(at);
  }

  /**
   * A part of a question was sent between those moments.
   *
   * @param sent whether it was; otherwise the connection has ended
   */
  public void wrote(long from, long to, boolean sent) {
    phases.wrote(from, to);
    lateness.wrote(from, to, sent);
  }

  /**
   * A read from a connection is over.
   *
   * @param ready whether there was something to read before it began
   * @param count how many bytes came, 0 if none came in time; negative: the connection has ended
   * @return when it was over, as {@link NetworkWait#over} says
   */
  public long read(NetworkWait wait, boolean ready, int count) {
    long to = wait.over();
    phases.read(wait.from(), to, ready);
    lateness.read(wait.from(), to, ready, count);
    return to;
  }

  /** How long this host lets the server of its last connection wait. */
  public Lateness lateness() {
    return lateness;
  }

  /** Begins to wait for the network. */
  public NetworkWait network() {
    return new NetworkWait(this, delay);
  }

  /** This host let it run so many nanoseconds after a wait for the network was over. */
  void late(long nanoseconds) {
    unaccounted += nanoseconds;
    deadline.extend(nanoseconds);
  }

  /** This host did not let it compute for so many nanoseconds. */
  void computed(long nanoseconds) {
    waited(nanoseconds);
    deadline.extend(nanoseconds);
  }

  /** Lets others compute while this attempt waits for the network. */
  public void pause() {
    permit.pause();
  }

  /**
   * Waits until this attempt may compute. The deadline does not run meanwhile, and phases do not
   * have that time, unless an answer comes only after it.
   */
  public void resume() {
    worker = Optional.of(Thread.currentThread());
    deadline.stop();
    long waited = permit.resume();
    deadline.start();
    waited(waited);
    if (waited > 0) {
      delay.more(); // Its end was a wait for a processor, which counts once.
    }
  }

  /** Sleeps, and lets others compute meanwhile. */
  public void sleep(Duration time) throws InterruptedException {
    pause();
    try {
      Thread.sleep(time.toMillis());
    } finally {
      resume();
    }
  }

  /**
   * Takes this host's delay off the deadline, and aborts an attempt that has computed too much.
   *
   * @throws ComputingException if so
   */
  public void checkComputing() throws ComputingException {
    computed(delay.more());
    permit.check();
  }

  /** Gives back the memory, unless it is a further connection's, and sees no delay any more. */
  @Override
  public void close() {
    delay.close();
    if (ownsMemory) {
      permit.memory().close();
    }
  }

  /** Its memory for received data. */
  public MemoryBudget.Lease memory() {
    return permit.memory();
  }

  /** How long it has waited for the network without a break; zero if it does not. */
  public Duration idle() {
    return permit.idle();
  }

  /** How long its thread has waited for a processor since that was last taken off the deadline. */
  public Duration delay() {
    return delay.pending();
  }

  /** Whether it waits for this host now: for its processors, or for a step of its own. */
  public boolean waits() {
    return permit.waits() || step.goesOn();
  }

  /** Whether it has waited longer than that for this host. */
  public boolean starved(Duration patience) {
    return permit.waited().compareTo(patience) > 0 || step.taken().compareTo(patience) > 0;
  }

  /** A task that attempts do one at a time. */
  @FunctionalInterface
  public interface Queue {
    /** Waits at most this long; returns whether the caller may go on. */
    boolean enter(Duration patience) throws InterruptedException;
  }

  /**
   * Waits for other attempts; phases and the deadline do not have that time.
   *
   * @return false if the attempt was aborted meanwhile
   */
  public boolean queue(Queue queue) {
    pause();
    long start = System.nanoTime();
    long counted = start;
    try {
      boolean entered = false;
      while (!entered && !aborted) {
        step.begin();
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
      delay.more();
      step.end();
      resume();
      waited(counted - start);
    }
  }

  /** A wait that may go beyond the deadline. */
  @FunctionalInterface
  public interface Wait<T, E extends Exception> {
    /** Waits; returns what came of it. */
    T await() throws E;
  }

  /** Waits at most this long, even beyond the deadline, which is extended by that time. */
  public <T, E extends Exception> T beyondDeadline(Duration most, Wait<T, E> wait) throws E {
    Duration left = deadline.remaining();
    // A little more, so that the deadline does not pass meanwhile.
    deadline.extend(most.plusSeconds(1).toNanos());
    try {
      return wait.await();
    } finally {
      deadline.extend(left.minus(deadline.remaining()).toNanos());
    }
  }

  /** Adds time for other attempts, in nanoseconds, which is excluded from phase times. */
  public void waited(long nanoseconds) {
    phases.skip(nanoseconds);
    unaccounted += nanoseconds;
  }

  /** The time that is excluded from phase times: waits for this host and for other attempts. */
  public Duration unaccounted() {
    return Duration.ofNanos(unaccounted - phases.overlapped());
  }

  /**
   * Aborts the attempt: it no longer waits for a permit.
   *
   * @param closing closes what is open, before one that waits goes on, so that it opens no more
   */
  public void abort(Runnable closing) {
    aborted = true;
    step.abort();
    try {
      closing.run();
    } finally {
      permit.giveUp();
    }
  }

  /** Whether it was aborted. */
  public boolean aborted() {
    return aborted;
  }

  /** Releases the permit of an abandoned attempt. */
  public void leave() {
    permit.end();
  }

  /** Why it was aborted; for an attempt that has ended. */
  public Fault ended() {
    return new AbortReason(phase(), permit, step).ended();
  }

  /** Why it was abandoned: it did not end after the abort. */
  public Fault left() {
    return new AbortReason(phase(), permit, step).left(worker);
  }
}
