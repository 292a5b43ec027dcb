package dev.rollcall.plan;

import dev.rollcall.model.Endpoint;
import dev.rollcall.model.Port;
import dev.rollcall.model.Route;
import dev.rollcall.model.Target;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * A target of a rule.
 *
 * @param address where the site file fixes it: nothing is resolved then, and only it is probed
 * @param detour the port that is dialled in place of the target's, where a stand-in listens
 * @param declared whether the site file or the catalogue names the host; false if it was discovered
 */
public record Destination(
    Target target, Optional<InetAddress> address, Optional<Port> detour, boolean declared) {
  public Destination {
    Objects.requireNonNull(target);
    Objects.requireNonNull(address);
    Objects.requireNonNull(detour);
  }

  /** Without a detour. */
  public Destination(Target target, Optional<InetAddress> address, boolean declared) {
    this(target, address, Optional.empty(), declared);
  }

  /** The way to it by one of its addresses. */
  public Route route(InetAddress at) {
    return detour
        .<Route>map(port -> new Route.Detour(target, new Endpoint(target.withPort(port), at)))
        .orElseGet(() -> new Route.Direct(new Endpoint(target, at)));
  }
}
