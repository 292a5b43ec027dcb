package dev.rollcall.model.path;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/** One address of a target. */
public record Endpoint(Target target, InetAddress address) {
  public Endpoint {
    Objects.requireNonNull(target);
    Objects.requireNonNull(address);
  }

  /** Whether the target's host is the address itself, in whatever form ({@code fe80::1}). */
  public boolean byAddress() {
    String host = target.host();
    if (host.indexOf(':') < 0) {
      return host.equals(address.getHostAddress());
    }
    try {
      // A text with a colon is never looked up.
      return InetAddress.getByName(host).equals(address);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** {@code 198.18.1.5:636/tcp}, IPv6 in brackets. */
  @Override
  public String toString() {
    return new Target(address.getHostAddress(), target.port()).toString();
  }
}
