package dev.rollcall.standin;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for each source and one for all, with the tokens of at most one second. Sources
 * are as in {@link SourceNetwork}. The table is bounded: the source that was idle longest is
 * forgotten, and the bucket for all still applies.
 */
final class RateLimit {
  private static final int SOURCES = 4096;
  private static final long SECOND = 1_000_000_000L;

  private final int each;
  private final Bucket all;
  private final Map<String, Bucket> sources =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > SOURCES;
        }
      };

  RateLimit(int all, int each, long now) {
    this.each = each;
    this.all = new Bucket(all, now);
  }

  /**
   * Takes a token, if both the source's and the common bucket have one.
   *
   * @param now nanoseconds of the monotonic clock
   */
  synchronized boolean take(InetAddress source, long now) {
    Bucket own = sources.computeIfAbsent(SourceNetwork.of(source), s -> new Bucket(each, now));
    // The source's own first: a source over its limit must not use common tokens.
    return own.take(now) && all.take(now);
  }

  private static final class Bucket {
    private final long rate;
    private long nanos;
    private long seen;

    Bucket(int rate, long now) {
      this.rate = rate;
      this.nanos = SECOND;
      this.seen = now;
    }

    /** Counts in nanoseconds of a second that is worth {@code rate} tokens. */
    boolean take(long now) {
      nanos = Math.min(SECOND, nanos + Math.max(0, now - seen));
      seen = now;
      long price = SECOND / rate;
      if (nanos < price) {
        return false;
      }
      nanos -= price;
      return true;
    }
  }
}
