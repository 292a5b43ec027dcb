package dev.rollcall.engine.throttle;

import dev.rollcall.engine.rate.StartPace;
import dev.rollcall.engine.rate.Ticks;
import dev.rollcall.model.path.Endpoint;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Limits how many attempts run at once, and how fast they start.
 *
 * <p>Fair between rules: the next permit goes to the waiting rule with the fewest running attempts,
 * so that a rule with many addresses delays no other. A grant takes a time that grows with the
 * logarithm of the waiting rules.
 *
 * <p>An attempt that only waits for the network takes nothing that others need: {@link #lend} lends
 * its permit to another one, so that many silent destinations are waited for together.
 */
public final class AttemptThrottle {
  private final Ticks ticks;
  private final StartPace pace;
  private final Lending<Permit> lending;
  private final IdentityHashMap<Object, Owner> owners = new IdentityHashMap<>();
  private final NavigableSet<Owner> ready = new TreeSet<>();
  private final ParkedPermits parked = new ParkedPermits();
  private final Set<Permit> holding = new LinkedHashSet<>();
  private int free;
  private long ranks;
  private long alarm = Long.MAX_VALUE;

  /**
   * @param parallel permits
   */
  public AttemptThrottle(int parallel, Lending<Permit> lending, StartPace pace, Ticks ticks) {
    this.free = parallel;
    this.lending = lending;
    this.pace = pace;
    this.ticks = ticks;
  }

  /** One rule: what it runs, and what it waits for. */
  private static final class Owner implements Comparable<Owner> {
    private final Object rule;
    private final Set<Permit> waiting = new LinkedHashSet<>();
    private int running;
    private long rank;
    private boolean queued;

    /** Permits that have not ended. */
    private int live;

    Owner(Object rule) {
      this.rule = rule;
    }

    Permit first() {
      return waiting.iterator().next();
    }

    @Override
    public int compareTo(Owner other) {
      return running != other.running
          ? Integer.compare(running, other.running)
          : Long.compare(rank, other.rank);
    }
  }

  private enum State {
    WAITING,
    HELD,
    LENT,
    ENDED
  }

  /** A permit, or a place in the queue for one. */
  public final class Permit {
    final Endpoint to;
    private final Owner owner;
    private final long rank;
    private final CompletableFuture<Void> granted = new CompletableFuture<>();
    private State state = State.WAITING;
    private volatile Supplier<Duration> idle = () -> Duration.ZERO;

    private Permit(Owner owner, Endpoint to, long rank) {
      this.owner = owner;
      this.to = to;
      this.rank = rank;
    }

    private void await(CompletableFuture<Void> end) throws InterruptedException {
      if (!granted.isDone()) {
        CompletableFuture<Void> ending = end.thenRun(() -> granted.complete(null));
        try {
          granted.get();
        } catch (ExecutionException e) {
          throw new IllegalStateException(e);
        } finally {
          // To cancel it would create an exception each time, which is slow.
          ending.complete(null);
        }
      }
    }

    /** Sets how to see how long its attempt has waited for the network without a break. */
    public void idles(Supplier<Duration> attempt) {
      idle = attempt;
    }

    /** Releases the permit or leaves the queue; a second call does nothing. */
    public void end() {
      release(this);
    }
  }

  /**
   * Waits for a permit.
   *
   * @param to where it will be used
   * @param end ends the waiting: the permit is then not held
   */
  public Permit begin(Object rule, Endpoint to, CompletableFuture<Void> end)
      throws InterruptedException {
    Permit permit;
    synchronized (this) {
      Owner owner = owners.computeIfAbsent(rule, Owner::new);
      owner.live++;
      permit = new Permit(owner, to, ranks++);
      enqueue(permit);
      grant();
      if (free == 0) {
        lendIdle();
      }
    }
    try {
      permit.await(end);
      return permit;
    } catch (InterruptedException e) {
      permit.end();
      throw e;
    }
  }

  /**
   * Lends the permits of attempts that only wait for the network.
   *
   * @return how many are lent now
   */
  public synchronized int lend() {
    lending.age(permit -> permit.idle.get());
    lendIdle();
    return lending.count();
  }

  private void lendIdle() {
    for (Permit permit : List.copyOf(holding)) {
      if (lending.lend(permit, each -> each.idle.get())) {
        permit.state = State.LENT;
        holding.remove(permit);
        free++;
      }
    }
    grant();
  }

  private synchronized void release(Permit permit) {
    Owner owner = permit.owner;
    dequeue(owner);
    switch (permit.state) {
      case WAITING -> {
        owner.waiting.remove(permit);
        parked.remove(permit);
      }
      case HELD -> {
        holding.remove(permit);
        free++;
        owner.running--;
      }
      case LENT -> {
        lending.end(permit);
        owner.running--;
      }
      case ENDED -> {}
    }
    if (permit.state != State.ENDED && --owner.live == 0) {
      owners.remove(owner.rule);
    }
    permit.state = State.ENDED;
    queue(owner);
    grant();
  }

  /** Takes an owner out of the order, before that changes. */
  private void dequeue(Owner owner) {
    if (owner.queued) {
      ready.remove(owner);
      owner.queued = false;
    }
  }

  private void queue(Owner owner) {
    if (!owner.waiting.isEmpty()) {
      owner.rank = owner.first().rank;
      owner.queued = true;
      ready.add(owner);
    }
  }

  private void enqueue(Permit permit) {
    dequeue(permit.owner);
    permit.owner.waiting.add(permit);
    queue(permit.owner);
  }

  private void grant() {
    long now = ticks.now();
    parked.due(now, pace.hostInterval()).forEach(this::enqueue);
    while (free > 0 && !ready.isEmpty()) {
      Permit next = ready.first().first();
      long hostDelay = pace.hostDelay(next.to, now);
      long wait = hostDelay > 0 ? 0 : pace.delay(next.to, now);
      if (wait > 0) {
        wakeAt(now + wait, now);
        return;
      }
      Owner owner = next.owner;
      dequeue(owner);
      owner.waiting.remove(next);
      if (hostDelay > 0) {
        parked.add(next, now + hostDelay);
      } else {
        hold(next, now);
      }
      queue(owner);
    }
    parked.next().ifPresent(at -> wakeAt(at, now));
  }

  private void hold(Permit permit, long now) {
    free--;
    permit.state = State.HELD;
    permit.owner.running++;
    holding.add(permit);
    pace.start(permit.to, now);
    permit.granted.complete(null);
  }

  private void wakeAt(long at, long now) {
    if (at < alarm) {
      alarm = at;
      ticks.later(Math.max(1, at - now), () -> wake(at));
    }
  }

  private synchronized void wake(long at) {
    if (at == alarm) {
      alarm = Long.MAX_VALUE;
    }
    grant();
  }
}
