package dev.rollcall.engine.rate;

import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Says when an attempt may start: for all destinations together, and for each host. The caller
 * guards it by a lock of its own.
 */
public final class StartPace {
  private final Rate rate;

  /** By family: this host has another address in each, and firewalls count for each source. */
  private final Map<Class<? extends InetAddress>, TokenBucket> sources = new HashMap<>();

  private final Map<InetAddress, TokenBucket> hosts = new HashMap<>();
  private final Set<Place> known = new HashSet<>();
  private boolean started;
  private long last;

  private record Place(InetAddress address, Port port) {
    static Place of(Endpoint to) {
      return new Place(to.address(), to.target().port());
    }
  }

  public StartPace(Rate rate) {
    this.rate = rate;
  }

  private TokenBucket source(Endpoint to) {
    return sources.computeIfAbsent(
        to.address().getClass(), any -> new TokenBucket(rate.burst(), rate.interval()));
  }

  /** Whether starts there are free: packets to this host itself pass no firewall. */
  private boolean isFree(Endpoint to) {
    return !rate.limited() || to.address().isLoopbackAddress();
  }

  /** How long until an attempt there may start, as far as its host is concerned; 0 for now. */
  public long hostDelay(Endpoint to, long now) {
    TokenBucket host = hosts.get(to.address());
    return isFree(to) || host == null || known.contains(Place.of(to)) ? 0 : host.delay(now);
  }

  /** Between two new ports of one host, in nanoseconds; 0 without a limit. */
  public long hostInterval() {
    return rate.hostInterval();
  }

  /** The same as far as all destinations are concerned. */
  public long delay(Endpoint to, long now) {
    if (isFree(to)) {
      return 0;
    }
    long gap = started ? Math.max(0, last + rate.gap() - now) : 0;
    return known.contains(Place.of(to)) ? gap : Math.max(gap, source(to).delay(now));
  }

  /** Counts a start. */
  public void start(Endpoint to, long now) {
    if (isFree(to)) {
      return;
    }
    last = now;
    started = true;
    if (known.add(Place.of(to))) {
      source(to).take(now);
      hosts
          .computeIfAbsent(
              to.address(), any -> new TokenBucket(rate.hostBurst(), rate.hostInterval()))
          .take(now);
    }
  }
}
