package dev.rollcall.standin;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many are connected, in all and from each source ({@link SourceNetwork}).
 *
 * <p>A source may hold no more places than are free, so that a few sources never take all. The last
 * quarter of the places is for sources that hold none and did not come in the last second: a health
 * check gets in beside many that come all the time. Where all places are taken, the connection that
 * has lasted longest makes room for a new source, but not in its first seconds.
 */
final class ConnectionLimit {
  /** How long a connection need not make room, in nanoseconds. */
  static final long GRACE = 5_000_000_000L;

  private static final long SECOND = 1_000_000_000L;

  /** How many sources are known by when they came last. */
  private static final int SOURCES = 4096;

  /** The part of the places that is for sources that come seldom. */
  private static final int QUARTER = 4;

  private final int most;
  private final int mostEach;
  private final Map<String, Integer> present = new HashMap<>();
  private final Set<Place> places = new LinkedHashSet<>();
  private final Map<String, Long> lastCame =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > SOURCES;
        }
      };

  ConnectionLimit(int most, int mostEach) {
    this.most = most;
    this.mostEach = mostEach;
  }

  /** A connection that was let in. */
  static final class Place {
    private final String source;
    private final long since;
    private final Runnable throwOut;
    private volatile boolean taken;

    private Place(String source, long since, Runnable throwOut) {
      this.source = source;
      this.since = since;
      this.throwOut = throwOut;
    }

    /** As {@link SourceNetwork} names it. */
    String source() {
      return source;
    }

    /** Whether it had to make room for another. */
    boolean wasTaken() {
      return taken;
    }
  }

  /**
   * Lets one more in, unless there are too many.
   *
   * @param source as {@link SourceNetwork} names it
   * @param now nanoseconds of the monotonic clock
   * @param throwOut ends the connection, if it has to make room
   * @return what must {@link #leave}; empty if it is not let in
   */
  Optional<Place> enter(String source, long now, Runnable throwOut) {
    Optional<Place> eldest = Optional.empty();
    // Before a place is taken: nothing may fail between that and handing it out.
    Optional<Place> entered = Optional.of(new Place(source, now, throwOut));
    synchronized (this) {
      int own = present.getOrDefault(source, 0);
      boolean comesSeldom = isSeldom(source, now) && own == 0;
      if (places.size() >= most && comesSeldom) {
        eldest = places.stream().findFirst().filter(one -> now - one.since >= GRACE);
        eldest.ifPresent(
            one -> {
              one.taken = true;
              leave(one);
            });
      }
      int free = most - places.size() - (comesSeldom ? 0 : most / QUARTER);
      if (free <= 0 || own >= mostEach || own > most - places.size()) {
        return Optional.empty();
      }
      present.merge(source, 1, Integer::sum);
      places.add(entered.get());
    }
    eldest.ifPresent(one -> one.throwOut.run());
    return entered;
  }

  private boolean isSeldom(String source, long now) {
    Long last = lastCame.put(source, now);
    return last == null || now - last >= SECOND;
  }

  /** To be called once the connection is over, also if it had to make room. */
  synchronized void leave(Place place) {
    if (places.remove(place)) {
      present.computeIfPresent(place.source, (source, count) -> count > 1 ? count - 1 : null);
    }
  }
}
