package dev.rollcall.model;

import java.util.Objects;

/**
 * The target of a rule, before its name is resolved.
 *
 * @param host a name or a literal address (IPv6 without brackets)
 */
public record Target(String host, Port port) {
  public Target {
    Objects.requireNonNull(host);
    Objects.requireNonNull(port);
  }

  public Target withPort(Port other) {
    return new Target(host, other);
  }

  /** {@code dc1.uni.edu:636/tcp}, IPv6 literals in brackets. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
