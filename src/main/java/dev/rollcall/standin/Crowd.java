package dev.rollcall.standin;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many are connected, in all and from each source ({@link SourceNetwork}).
 *
 * <p>A source may hold no more places than are free, so that however few sources hold however many,
 * there is always room for a new one. Where many sources have taken all places, the one who has
 * been there for longest makes room for a new source, but not in its first seconds.
 */
final class Crowd {
  /** How long nobody has to make room, in nanoseconds. */
  static final long GRACE = 5_000_000_000L;

  private final int most;
  private final int mostEach;
  private final Map<String, Integer> present = new HashMap<>();
  private final Set<Place> places = new LinkedHashSet<>();

  Crowd(int most, int mostEach) {
    this.most = most;
    this.mostEach = mostEach;
  }

  /** One who was let in. */
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
    Place place = new Place(source, now, throwOut);
    synchronized (this) {
      int own = present.getOrDefault(source, 0);
      if (places.size() >= most && own == 0) {
        eldest = places.stream().findFirst().filter(one -> now - one.since >= GRACE);
        eldest.ifPresent(
            one -> {
              one.taken = true;
              leave(one);
            });
      }
      if (own >= mostEach || places.size() >= most || own > most - places.size()) {
        return Optional.empty();
      }
      places.add(place);
      present.merge(source, 1, Integer::sum);
    }
    eldest.ifPresent(one -> one.throwOut.run());
    return Optional.of(place);
  }

  /** To be called once the connection is over, also if it had to make room. */
  synchronized void leave(Place place) {
    if (places.remove(place)) {
      present.computeIfPresent(place.source, (source, count) -> count > 1 ? count - 1 : null);
    }
  }
}
