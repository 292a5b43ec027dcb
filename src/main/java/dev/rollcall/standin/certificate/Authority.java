package dev.rollcall.standin.certificate;

import dev.rollcall.probe.answer.StandInMark;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate authority of this process only: its keys are never stored. All keys are EC P-256.
 */
public final class Authority {
  private static final Duration BEFORE = Duration.ofHours(1);
  private static final Duration AFTER = Duration.ofDays(90);
  private static final int LONGEST_NAME = 64;

  private final X500Principal name;
  private final KeyPair keys;
  private final X509Certificate root;

  private Authority(X500Principal name, KeyPair keys, X509Certificate root) {
    this.name = name;
    this.keys = keys;
    this.root = root;
  }

  /** A new root with this common name, valid from an hour ago for 90 days. */
  public static Authority named(String commonName) {
    X500Principal name = new X500Principal("CN=" + quoted(commonName));
    KeyPair keys = keys();
    return new Authority(
        name,
        keys,
        new CertificateWriter(name, keys.getPrivate())
            .write(name, keys.getPublic(), from(), to(), true, List.of()));
  }

  /** The root that a client must trust. */
  public X509Certificate root() {
    return root;
  }

  /** A server certificate without the mark of a stand-in. */
  public StandInCertificate issue(List<String> hosts) {
    return issue(hosts, from(), to());
  }

  /**
   * As {@link #issue(List)}, with a given validity.
   *
   * @param hosts names or literal addresses, the first of which is the subject; at least one
   */
  public StandInCertificate issue(List<String> hosts, Instant from, Instant to) {
    KeyPair own = keys();
    X500Principal subject = new X500Principal("CN=" + quoted(hosts.get(0)));
    X509Certificate leaf =
        new CertificateWriter(name, keys.getPrivate())
            .write(subject, own.getPublic(), from, to, false, hosts);
    return StandInCertificate.of(List.of(leaf), own.getPrivate());
  }

  /** As {@link StandInCertificate#selfMade}. */
  static StandInCertificate selfMade(List<String> hosts) {
    KeyPair own = keys();
    String common = hosts.isEmpty() ? "" : "CN=" + quoted(hosts.get(0)) + ",";
    X500Principal subject = new X500Principal(common + "O=" + StandInMark.TEXT);
    X509Certificate leaf =
        new CertificateWriter(subject, own.getPrivate())
            .write(subject, own.getPublic(), from(), to(), false, hosts);
    return StandInCertificate.of(List.of(leaf), own.getPrivate());
  }

  private static Instant from() {
    return Instant.now().minus(BEFORE);
  }

  private static Instant to() {
    return from().plus(AFTER);
  }

  /** Fit for a distinguished name; a common name has 64 characters at most (RFC 5280, A.1). */
  private static String quoted(String text) {
    String plain = text.replaceAll("[\"\\\\]", "");
    return '"' + plain.substring(0, Math.min(plain.length(), LONGEST_NAME)) + '"';
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has EC P-256", e);
    }
  }
}
