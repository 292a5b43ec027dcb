package dev.rollcall.probe.chain;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The extensions of a certificate (RFC 5280 §4.2), read as OpenSSL reads them. */
record Extensions(X509Certificate certificate) {
  static final String NAME_CONSTRAINTS = "2.5.29.30";
  static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final String SUBJECT_KEY = "2.5.29.14";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String AUTHORITY_KEY = "2.5.29.35";
  private static final String POLICY_CONSTRAINTS = "2.5.29.36";
  private static final String NETSCAPE_TYPE = "2.16.840.1.113730.1.1";
  private static final String PROXY = "1.3.6.1.5.5.7.1.14";

  /** X509_supported_extension: what may be critical. */
  private static final Set<String> SUPPORTED =
      Set.of(
          NETSCAPE_TYPE,
          KEY_USAGE,
          ALTERNATIVE_NAMES,
          BASIC_CONSTRAINTS,
          "2.5.29.32",
          "2.5.29.31",
          "2.5.29.37",
          "1.3.6.1.5.5.7.1.7",
          "1.3.6.1.5.5.7.1.8",
          "1.3.6.1.5.5.7.48.1.5",
          POLICY_CONSTRAINTS,
          PROXY,
          NAME_CONSTRAINTS,
          "2.5.29.33",
          "2.5.29.54");

  /** Server authentication, and the two "server gated" usages that preceded it. */
  private static final Set<String> SERVER =
      Set.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.4.1.311.10.3.3", "2.16.840.1.113730.4.1");

  private static final int DIGITAL_SIGNATURE = 0;
  private static final int KEY_ENCIPHERMENT = 2;
  private static final int KEY_AGREEMENT = 4;
  private static final int CERTIFICATE_SIGN = 5;
  private static final int NETSCAPE_SERVER = 0x40;
  private static final int NETSCAPE_CA = 0x07;
  private static final int KEY_ID = 0x80;
  private static final int ISSUER = 0xa1;
  private static final int SERIAL = 0x82;
  private static final int DIRECTORY_NAME = 0xa4;

  /** Whether a certificate is a CA, and why. */
  enum Authority {
    /** A CA by its basic constraints. */
    YES,
    /** Version 1 and self-signed, or with old usages: a CA as a root only. */
    OLD,
    /** Not a CA: its key usage does not permit signing certificates. */
    MAY_NOT_SIGN,
    /** Not a CA by its basic constraints, or without any. */
    NO
  }

  boolean selfIssued() {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  /** Decided by names and key identifiers; the signature is not checked. */
  boolean selfSigned() {
    return selfIssued() && namedBy(certificate);
  }

  /** Whether the identifiers of this certificate's issuer fit that certificate. */
  boolean namedBy(X509Certificate issuer) {
    try {
      Optional<byte[]> value = value(AUTHORITY_KEY);
      if (value.isEmpty()) {
        return true;
      }
      for (Der.Element part : Der.only(value.get(), Der.SEQUENCE).inside()) {
        if (!fits(part, issuer)) {
          return false;
        }
      }
      return true;
    } catch (Der.MalformedException e) {
      return false;
    }
  }

  private static boolean fits(Der.Element part, X509Certificate issuer)
      throws Der.MalformedException {
    switch (part.tag()) {
      case KEY_ID -> {
        Optional<byte[]> own = new Extensions(issuer).value(SUBJECT_KEY);
        return own.isEmpty()
            || Arrays.equals(Der.only(own.get(), Der.OCTETS).content(), part.content());
      }
      case SERIAL -> {
        return Arrays.equals(issuer.getSerialNumber().toByteArray(), part.content());
      }
      case ISSUER -> {
        for (Der.Element name : part.inside()) {
          if (name.tag() == DIRECTORY_NAME) {
            return Subjects.same(name.content(), issuer.getIssuerX500Principal());
          }
        }
        return true;
      }
      default -> {
        return true;
      }
    }
  }

  /** Critical extensions that no client knows. */
  Set<String> unknownCritical() {
    Set<String> critical = certificate.getCriticalExtensionOIDs();
    Set<String> unknown = new TreeSet<>(critical == null ? Set.of() : critical);
    unknown.removeAll(SUPPORTED);
    return unknown;
  }

  /** A certificate that a user issued (RFC 3820). */
  boolean proxy() {
    return value(PROXY).isPresent();
  }

  Authority authority() {
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[CERTIFICATE_SIGN]) {
      return Authority.MAY_NOT_SIGN;
    }
    if (value(BASIC_CONSTRAINTS).isPresent()) {
      return certificate.getBasicConstraints() >= 0 ? Authority.YES : Authority.NO;
    }
    boolean old =
        (certificate.getVersion() == 1 && selfSigned())
            || usage != null
            || netscape().map(type -> (type & NETSCAPE_CA) != 0).orElse(false);
    return old ? Authority.OLD : Authority.NO;
  }

  /**
   * The extended usages, if server authentication is not among them; empty if it may be used for
   * servers.
   */
  Optional<List<String>> otherUsages() {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null || usages.stream().anyMatch(SERVER::contains)
          ? Optional.empty()
          : Optional.of(usages);
    } catch (CertificateParsingException | RuntimeException e) {
      return Optional.of(List.of());
    }
  }

  /** Whether the key permits neither signing nor a key exchange of TLS. */
  boolean idle() {
    boolean[] usage = certificate.getKeyUsage();
    return (usage != null
            && !usage[DIGITAL_SIGNATURE]
            && !usage[KEY_ENCIPHERMENT]
            && !usage[KEY_AGREEMENT])
        || netscape().map(type -> (type & NETSCAPE_SERVER) == 0).orElse(false);
  }

  /** Whether the key may not sign a handshake: OpenSSL accepts that, other clients do not. */
  boolean signsNothing() {
    boolean[] usage = certificate.getKeyUsage();
    return usage != null && !usage[DIGITAL_SIGNATURE];
  }

  boolean constrainsPolicies() {
    return value(POLICY_CONSTRAINTS).isPresent();
  }

  private Optional<Integer> netscape() {
    try {
      Optional<byte[]> value = value(NETSCAPE_TYPE);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      byte[] bits = Der.only(value.get(), 3).content();
      return Optional.of(bits.length > 1 ? bits[1] & 0xff : 0);
    } catch (Der.MalformedException e) {
      return Optional.of(0);
    }
  }

  /** The content of the extension, if the certificate has it. */
  Optional<byte[]> value(String oid) {
    byte[] octets = certificate.getExtensionValue(oid);
    try {
      return octets == null
          ? Optional.empty()
          : Optional.of(Der.only(octets, Der.OCTETS).content());
    } catch (Der.MalformedException e) {
      return Optional.of(new byte[0]);
    }
  }
}
