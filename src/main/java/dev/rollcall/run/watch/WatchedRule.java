package dev.rollcall.run.watch;

import dev.rollcall.model.Status;
import dev.rollcall.plan.PlannedRule;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** One rule that is watched: its state, and when it is probed next. Not thread-safe; pure. */
public final class WatchedRule {
  /** The most results that {@link #trail} shows. */
  static final int TRAIL = 20;

  private final PlannedRule planned;
  private final boolean always;
  private final Deque<Status> trail = new ArrayDeque<>();
  private State state;
  private Instant since;
  private Instant last;
  private int probed = 1;
  private long next;
  private boolean running;
  private boolean slow;
  private boolean left;

  /**
   * @param always whether it is probed although it passes
   * @param at when the first round ended
   * @param next when it is probed next, as {@link System#nanoTime} counts
   */
  WatchedRule(PlannedRule planned, boolean always, State state, Instant at, long next) {
    this.planned = planned;
    this.always = always;
    this.state = state;
    this.since = at;
    this.last = at;
    this.next = next;
    trail.add(state.status());
  }

  public String id() {
    return planned.rule().id();
  }

  public State state() {
    return state;
  }

  /** Since when it has that state. */
  public Instant since() {
    return since;
  }

  /** The last results, the oldest first. */
  public List<Status> trail() {
    return List.copyOf(trail);
  }

  /** How often it was probed. */
  int probed() {
    return probed;
  }

  /** When it was probed last. */
  Instant last() {
    return last;
  }

  PlannedRule planned() {
    return planned;
  }

  /** Whether it is to be probed now. */
  boolean due(long now) {
    return !running && goesOn() && now - next >= 0;
  }

  /** How long until it is to be probed; {@link Long#MAX_VALUE} if its result comes first. */
  long left(long now) {
    return running || !goesOn() ? Long.MAX_VALUE : Math.max(0, next - now);
  }

  private boolean goesOn() {
    return !left && (always || !state.passes());
  }

  /** The probe has begun. */
  void started(long now, long every) {
    running = true;
    next = now + every;
  }

  /** The probe has ended, with this state. */
  void ended(Instant at, State now) {
    running = false;
    probed++;
    last = at;
    trail.add(now.status());
    if (trail.size() > TRAIL) {
      trail.remove();
    }
    become(at, now);
  }

  /** The probe gave no result. */
  void failed() {
    running = false;
  }

  /** The probe was too short to decide; from now on each gets the whole timeout. */
  void tooShort() {
    running = false;
    slow = true;
  }

  /** Another rule's evidence may change this one's state. */
  void become(Instant at, State now) {
    since = state.same(now) ? since : at;
    state = now;
  }

  /** It cannot be watched: it keeps its state and is not probed any more. */
  void leave() {
    running = false;
    left = true;
  }

  boolean isLeft() {
    return left;
  }

  boolean slow() {
    return slow;
  }
}
