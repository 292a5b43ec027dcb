package dev.rollcall.engine.throttle;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How many attempts may wait for the network beyond those that have a permit: some that wait for a
 * moment, and many that meet silence. The caller guards it by a lock of its own.
 *
 * @param <T> an attempt's permit
 */
public final class Lending<T> {
  /** An attempt that has waited so long for the network lends its permit. */
  public static final Duration MOMENT = Duration.ofMillis(5);

  /** One that has waited so long meets silence. */
  public static final Duration SILENCE = Duration.ofMillis(300);

  private final int momentMost;
  private final int silentMost;
  private final Set<T> moment = new LinkedHashSet<>();
  private final Set<T> silent = new LinkedHashSet<>();

  public Lending(int momentMost, int silentMost) {
    this.momentMost = momentMost;
    this.silentMost = silentMost;
  }

  /** How long an attempt has waited for the network. */
  interface Idle<T> {
    Duration of(T permit);
  }

  /** Counts those that have met silence since as such. */
  void age(Idle<T> idle) {
    for (T permit : List.copyOf(moment)) {
      if (silent.size() < silentMost && isSilent(idle.of(permit))) {
        moment.remove(permit);
        silent.add(permit);
      }
    }
  }

  /** Lends a permit; returns whether its attempt waits and there is room. */
  boolean lend(T permit, Idle<T> idle) {
    Duration waited = idle.of(permit);
    if (isSilent(waited) && silent.size() < silentMost) {
      return silent.add(permit);
    }
    return waited.compareTo(MOMENT) >= 0 && moment.size() < momentMost && moment.add(permit);
  }

  /** The attempt has ended; does nothing for one whose permit is not lent. */
  void end(T permit) {
    if (!moment.remove(permit)) {
      silent.remove(permit);
    }
  }

  /** How many are lent. */
  int count() {
    return moment.size() + silent.size();
  }

  private static boolean isSilent(Duration waited) {
    return waited.compareTo(SILENCE) >= 0;
  }
}
