package dev.rollcall.probe.answer;

import java.util.Objects;
import java.util.Optional;

/**
 * As whom a stand-in answers.
 *
 * @param host the first host name that it stands in for, or this host's own
 * @param key the key shared with those who ask, if there is one
 * @param certificate SHA-256 of the certificate that it shows in TLS, in hexadecimal
 */
public record Guise(String host, Optional<SharedKey> key, String certificate) {
  public Guise {
    Objects.requireNonNull(host);
    Objects.requireNonNull(key);
    Objects.requireNonNull(certificate);
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
