package dev.rollcall.probe.chain;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;

/** Verifies signatures, each once, and only as many as a server may cost. */
final class Signatures {
  /** A real chain has a few; beyond this number no signature counts as verified. */
  private static final int MOST = 64;

  private final Map<Pair, Boolean> verified = new HashMap<>();

  private record Pair(X509Certificate certificate, X509Certificate issuer) {}

  /** Whether the issuer's key made the certificate's signature. */
  boolean verify(X509Certificate certificate, X509Certificate issuer) {
    Pair pair = new Pair(certificate, issuer);
    Boolean known = verified.get(pair);
    if (known == null) {
      known = verified.size() < MOST && made(certificate, issuer);
      verified.put(pair, known);
    }
    return known;
  }

  private static boolean made(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      // Keys and signatures of a hostile server throw undeclared exceptions.
      return false;
    }
  }
}
