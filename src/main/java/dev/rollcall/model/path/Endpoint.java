package dev.rollcall.model.path;

import java.net.InetAddress;
import java.util.Objects;

/** One address of a target. */
public record Endpoint(Target target, InetAddress address) {
  public Endpoint {
    Objects.requireNonNull(target);
    Objects.requireNonNull(address);
  }

  /** {@code 198.18.1.5:636/tcp}, IPv6 in brackets. */
  @Override
  public String toString() {
    return new Target(address.getHostAddress(), target.port()).toString();
  }
}
