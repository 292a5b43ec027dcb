package dev.rollcall.standin;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Limits the connections, in all and from each source ({@link SourceNetwork}).
 *
 * <p>A source may hold no more places than are free, so that a few sources never take all. The last
 * quarter of the places is for sources without a connection in the last second, so that a health
 * check gets in during a flood. If all places are taken, the oldest connection is closed for a new
 * source, but not in its first seconds.
 */
final class ConnectionLimit {
  /** How long a connection is protected from that, in nanoseconds. */
  static final long GRACE = 5_000_000_000L;

  private static final long SECOND = 1_000_000_000L;

  /** How many sources are remembered with their last connection. */
  private static final int SOURCES = 4096;

  /** The share of places for rare sources. */
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

  /** An accepted connection. */
  static final class Place {
    /** As {@link SourceNetwork} names it. */
    private final String source;

    private final long since;
    private final Runnable throwOut;
    private volatile boolean taken;

    private Place(String source, long since, Runnable throwOut) {
      this.source = source;
      this.since = since;
      this.throwOut = throwOut;
    }

    /** Whether it was closed for another one. */
    boolean wasTaken() {
      return taken;
    }
  }

  /**
   * Accepts one more, unless there are too many.
   *
   * @param source as {@link SourceNetwork} names it
   * @param now nanoseconds of the monotonic clock
   * @param throwOut closes the connection to make room
   * @return the place, to be given to {@link #leave}; empty if not accepted
   */
  Optional<Place> enter(String source, long now, Runnable throwOut) {
    Optional<Place> eldest = Optional.empty();
    // Created before a place is taken: nothing may fail between that and the return.
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

  /** Call it once the connection is over, even if it was closed to make room. */
  synchronized void leave(Place place) {
    if (places.remove(place)) {
      present.computeIfPresent(place.source, (source, count) -> count > 1 ? count - 1 : null);
    }
  }
}
