package dev.rollcall.probe.certificate;

import dev.rollcall.model.rule.CertificatePolicy;
import java.time.Instant;

/**
 * How certificates are judged in a session.
 *
 * @param external whether the destination is one of the public internet: an unknown authority is
 *     then an interception, otherwise a private CA that the site file does not list
 * @param roots the trusted roots
 * @param now the moment to judge validity at
 * @param browsers whether the destination's users have browsers
 */
public record TlsPolicy(
    CertificatePolicy certificate,
    boolean external,
    TrustRoots roots,
    Instant now,
    boolean browsers) {
  /** For a destination of programs. */
  public TlsPolicy(CertificatePolicy certificate, boolean external, TrustRoots roots, Instant now) {
    this(certificate, external, roots, now, false);
  }
}
