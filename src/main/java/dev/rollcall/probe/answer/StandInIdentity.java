package dev.rollcall.probe.answer;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The identity of a stand-in.
 *
 * @param hosts the host names that it stands in for, or this host's own; at least one
 * @param server the name of the server that it is on, by which balancers' persistence is tested
 * @param key the key shared with those who ask, if there is one
 * @param certificate SHA-256 of the certificate that it shows in TLS, in hexadecimal
 */
public record StandInIdentity(
    List<String> hosts, String server, Optional<SharedKey> key, String certificate) {
  public StandInIdentity {
    hosts = List.copyOf(hosts);
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("a stand-in needs a name");
    }
    Objects.requireNonNull(server);
    Objects.requireNonNull(key);
    Objects.requireNonNull(certificate);
  }

  /** With one name only. */
  public StandInIdentity(String host, Optional<SharedKey> key, String certificate) {
    this(List.of(host), host, key, certificate);
  }

  /** The first of its names. */
  public String host() {
    return hosts.get(0);
  }

  /** That name as it is spelled here, if it is one of its names; case does not matter. */
  public Optional<String> named(String host) {
    return hosts.stream().filter(host::equalsIgnoreCase).findFirst();
  }

  /**
   * The proof for a challenge of {@link SharedKey#LENGTH} bytes or more; empty without a key.
   *
   * @param tls whether the caller sees the certificate: on this connection, or later on it
   */
  public Optional<byte[]> proof(byte[] challenge, boolean tls) {
    return key.filter(k -> challenge.length >= SharedKey.LENGTH)
        .map(k -> k.proof(challenge, tls ? Optional.of(certificate) : Optional.empty()));
  }
}
