package dev.rollcall.probe.chain;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The only place of the policy for keys and signatures: 112 bits of security, which is OpenSSL's
 * level 2, the default of Debian, Ubuntu and RHEL. RSA below 2048 bits, elliptic curves below 224,
 * and signatures with SHA-1 or MD5 are refused, as curl does on these systems; so are kinds that
 * OpenSSL 3.0 does not know. A root's own signature proves nothing and is not checked. The
 * algorithms that the running Java allows make no difference.
 */
final class StrengthPolicy {
  static final int LEAST_RSA = 2048;
  static final int LEAST_CURVE = 224;
  private static final String PSS = "1.2.840.113549.1.1.10";

  /** The digest of each signature algorithm that clients know. */
  private static final Map<String, String> DIGESTS =
      Map.ofEntries(
          Map.entry("1.2.840.113549.1.1.2", "MD2"),
          Map.entry("1.2.840.113549.1.1.4", "MD5"),
          Map.entry("1.2.840.113549.1.1.5", "SHA-1"),
          Map.entry("1.3.14.3.2.29", "SHA-1"),
          Map.entry("1.2.840.10040.4.3", "SHA-1"),
          Map.entry("1.2.840.10045.4.1", "SHA-1"),
          Map.entry("1.2.840.113549.1.1.14", "SHA-224"),
          Map.entry("1.2.840.113549.1.1.11", "SHA-256"),
          Map.entry("1.2.840.113549.1.1.12", "SHA-384"),
          Map.entry("1.2.840.113549.1.1.13", "SHA-512"),
          Map.entry("1.2.840.113549.1.1.15", "SHA-512/224"),
          Map.entry("1.2.840.113549.1.1.16", "SHA-512/256"),
          Map.entry("2.16.840.1.101.3.4.3.1", "SHA-224"),
          Map.entry("2.16.840.1.101.3.4.3.2", "SHA-256"),
          Map.entry("1.2.840.10045.4.3.1", "SHA-224"),
          Map.entry("1.2.840.10045.4.3.2", "SHA-256"),
          Map.entry("1.2.840.10045.4.3.3", "SHA-384"),
          Map.entry("1.2.840.10045.4.3.4", "SHA-512"),
          Map.entry("1.3.101.112", "Ed25519"),
          Map.entry("1.3.101.113", "Ed448"));

  private StrengthPolicy() {}

  /** The breach of a key, if it is too short or of an unknown kind. */
  static Optional<ChainViolation> key(X509Certificate certificate, int depth) {
    PublicKey key = certificate.getPublicKey();
    int bits;
    int least = LEAST_RSA;
    if (key instanceof RSAKey rsa) {
      bits = rsa.getModulus().bitLength();
    } else if (key instanceof DSAKey dsa && dsa.getParams() != null) {
      bits = dsa.getParams().getP().bitLength();
    } else if (key instanceof ECKey ec) {
      bits = ec.getParams().getOrder().bitLength();
      least = LEAST_CURVE;
    } else if (key instanceof EdECKey) {
      return Optional.empty();
    } else {
      return Optional.of(
          ChainViolation.of(ChainRule.UNKNOWN_ALGORITHM, depth, certificate, key.getAlgorithm()));
    }
    return bits < least
        ? Optional.of(
            ChainViolation.of(
                ChainRule.WEAK_KEY, depth, certificate, key.getAlgorithm() + " " + bits))
        : Optional.empty();
  }

  /** The breach of a signature, if its digest is broken or its algorithm unknown. */
  static Optional<ChainViolation> signature(X509Certificate certificate, int depth) {
    String algorithm = certificate.getSigAlgOID();
    String digest = algorithm.equals(PSS) ? pss(certificate) : DIGESTS.getOrDefault(algorithm, "");
    if (digest.isEmpty()) {
      return Optional.of(
          ChainViolation.of(
              ChainRule.UNKNOWN_ALGORITHM, depth, certificate, certificate.getSigAlgName()));
    }
    return digest.startsWith("MD") || digest.equals("SHA-1")
        ? Optional.of(ChainViolation.of(ChainRule.WEAK_SIGNATURE, depth, certificate, digest))
        : Optional.empty();
  }

  /** RFC 4055 §3.1: SHA-1 where the parameters name no other. */
  private static String pss(X509Certificate certificate) {
    byte[] encoded = certificate.getSigAlgParams();
    if (encoded == null) {
      return "SHA-1";
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
      parameters.init(encoded);
      AlgorithmParameterSpec spec = parameters.getParameterSpec(PSSParameterSpec.class);
      return spec instanceof PSSParameterSpec pss
          ? pss.getDigestAlgorithm().toUpperCase(Locale.ROOT)
          : "";
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      return "";
    }
  }
}
