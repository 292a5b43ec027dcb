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
 * @param address if the site file fixes it: the name is then not resolved, and only this is probed
 * @param detour the port to connect to in place of the target's, if a stand-in listens there
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

  /** The route to it through one of its addresses. */
  public Route route(InetAddress at) {
    return detour
        .<Route>map(port -> new Route.Detour(target, new Endpoint(target.withPort(port), at)))
        .orElseGet(() -> new Route.Direct(new Endpoint(target, at)));
  }
}
