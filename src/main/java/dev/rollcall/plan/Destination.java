package dev.rollcall.plan;

import dev.rollcall.model.Target;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * A target of a rule.
 *
 * @param address where the site file fixes it: nothing is resolved then, and only it is probed
 * @param declared whether the site file or the catalogue names the host; false if it was discovered
 */
public record Destination(Target target, Optional<InetAddress> address, boolean declared) {
  public Destination {
    Objects.requireNonNull(target);
    Objects.requireNonNull(address);
  }
}
