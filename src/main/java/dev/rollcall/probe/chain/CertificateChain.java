package dev.rollcall.probe.chain;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A path from a leaf to its root.
 *
 * @param certificates the leaf first; the last one is the trusted certificate, if the path has one
 * @param anchor the trusted certificate at its end
 * @param namesake if there is no anchor: a trusted certificate with the name of the missing issuer,
 *     but another key
 */
public record CertificateChain(
    List<X509Certificate> certificates,
    Optional<X509Certificate> anchor,
    Optional<X509Certificate> namesake) {
  public CertificateChain {
    certificates = List.copyOf(certificates);
  }

  /** The last certificate of the path. */
  public X509Certificate top() {
    return certificates.get(certificates.size() - 1);
  }

  /** Whether the path ends in a self-issued certificate. */
  public boolean endsInRoot() {
    return new Extensions(top()).selfSigned();
  }

  /** Whether the leaf is self-issued. */
  public boolean selfSigned() {
    return new Extensions(certificates.get(0)).selfSigned();
  }
}
