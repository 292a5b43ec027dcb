package dev.rollcall.engine.throttle;

import dev.rollcall.engine.throttle.AttemptThrottle.Permit;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Permits whose host must not be probed yet, so that they delay no other host's. */
final class ParkedPermits {
  private final Map<InetAddress, Host> hosts = new HashMap<>();
  private final NavigableSet<Host> order =
      new TreeSet<>(Comparator.<Host>comparingLong(host -> host.at).thenComparing(host -> host.id));
  private long ids;

  private static final class Host {
    private final long id;
    private final Set<Permit> permits = new LinkedHashSet<>();
    private long at;

    Host(long id, long at) {
      this.id = id;
      this.at = at;
    }
  }

  /**
   * Parks a permit.
   *
   * @param at when its host may be probed again
   */
  void add(Permit permit, long at) {
    Host host = hosts.computeIfAbsent(permit.to.address(), any -> new Host(ids++, at));
    order.remove(host);
    host.at = Math.max(host.at, at);
    host.permits.add(permit);
    order.add(host);
  }

  /** Does nothing for one that is not parked. */
  void remove(Permit permit) {
    Host host = hosts.get(permit.to.address());
    if (host != null && host.permits.remove(permit) && host.permits.isEmpty()) {
      hosts.remove(permit.to.address());
      order.remove(host);
    }
  }

  /**
   * Takes the first permit of every host that may be probed now.
   *
   * @param interval until the next one of the same host
   */
  List<Permit> due(long now, long interval) {
    List<Permit> due = new ArrayList<>();
    while (!order.isEmpty() && order.first().at <= now) {
      Host host = order.first();
      Permit permit = host.permits.iterator().next();
      due.add(permit);
      order.remove(host);
      host.at = now + interval;
      order.add(host);
      remove(permit);
    }
    return due;
  }

  /** When the next host may be probed. */
  OptionalLong next() {
    return order.isEmpty() ? OptionalLong.empty() : OptionalLong.of(order.first().at);
  }
}
