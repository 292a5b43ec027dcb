package dev.rollcall.probe.chain;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A path from a leaf up.
 *
 * @param certificates the leaf first; the last one is the trusted one, if there is one
 * @param anchor the trusted certificate that it ends in
 * @param namesake where there is none: a trusted certificate of the missing issuer's name, whose
 *     key is another
 */
public record CertificateChain(
    List<X509Certificate> certificates,
    Optional<X509Certificate> anchor,
    Optional<X509Certificate> namesake) {
  public CertificateChain {
    certificates = List.copyOf(certificates);
  }

  /** The one that the path goes up to. */
  public X509Certificate top() {
    return certificates.get(certificates.size() - 1);
  }

  /** Whether the path ends in a certificate that is its own issuer. */
  public boolean endsInRoot() {
    return new Extensions(top()).selfSigned();
  }

  /** Whether the leaf is its own issuer. */
  public boolean selfSigned() {
    return new Extensions(certificates.get(0)).selfSigned();
  }
}
