package dev.rollcall.probe.chain;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the path as OpenSSL's build_chain does with X509_V_FLAG_TRUSTED_FIRST and
 * X509_V_FLAG_PARTIAL_CHAIN (which curl sets): at each step a trusted issuer first, then one that
 * the server sent. It never backtracks, so the work is linear in the certificates that were sent.
 */
public final class ChainBuilder {
  private final List<X509Certificate> sent;
  private final List<X509Certificate> trusted;
  private final Instant now;
  private final Signatures signatures;

  private ChainBuilder(
      List<X509Certificate> sent,
      Collection<X509Certificate> trusted,
      Instant now,
      Signatures signatures) {
    this.sent = List.copyOf(sent);
    this.trusted = List.copyOf(trusted);
    this.now = now;
    this.signatures = signatures;
  }

  /**
   * The path that starts at the first certificate sent.
   *
   * @param trusted in order of preference
   */
  public static CertificateChain build(
      List<X509Certificate> sent, Collection<X509Certificate> trusted, Instant now) {
    return new ChainBuilder(sent, trusted, now, new Signatures()).build();
  }

  /**
   * The path of a client that also tries the other certificates sent; empty if none leads to a
   * trusted certificate.
   */
  public static Optional<CertificateChain> otherWay(
      List<X509Certificate> sent, Collection<X509Certificate> trusted, Instant now) {
    Signatures signatures = new Signatures();
    List<X509Certificate> left = new ArrayList<>(sent);
    while (!left.isEmpty()) {
      CertificateChain chain = new ChainBuilder(left, trusted, now, signatures).build();
      if (chain.anchor().isPresent()) {
        return Optional.of(chain);
      }
      if (chain.certificates().size() == 1) {
        return Optional.empty();
      }
      left.removeIf(chain.top()::equals);
    }
    return Optional.empty();
  }

  private CertificateChain build() {
    List<X509Certificate> path = new ArrayList<>();
    path.add(sent.get(0));
    while (true) {
      X509Certificate last = path.get(path.size() - 1);
      boolean own = new Extensions(last).selfSigned();
      if (own && trusted.contains(last)) {
        return ends(path, last);
      }
      Optional<X509Certificate> anchor = own ? Optional.empty() : trustedIssuer(last);
      if (anchor.isPresent()) {
        path.add(anchor.get());
        return ends(path, anchor.get());
      }
      Optional<X509Certificate> next = own ? Optional.empty() : sentIssuer(last, path);
      if (next.isEmpty()) {
        break;
      }
      path.add(next.get());
    }
    X509Certificate leaf = path.get(0);
    return trusted.contains(leaf)
        ? ends(List.of(leaf), leaf)
        : new CertificateChain(path, Optional.empty(), namesake(path.get(path.size() - 1)));
  }

  private static CertificateChain ends(List<X509Certificate> path, X509Certificate anchor) {
    return new CertificateChain(path, Optional.of(anchor), Optional.empty());
  }

  /** A trusted certificate whose key made the signature; one with another key is another CA. */
  private Optional<X509Certificate> trustedIssuer(X509Certificate of) {
    return best(candidates(trusted, of).filter(each -> signatures.verify(of, each)));
  }

  /** A certificate that was sent; if no key fits, the first one with the name. */
  private Optional<X509Certificate> sentIssuer(X509Certificate of, List<X509Certificate> path) {
    List<X509Certificate> named =
        candidates(sent, of).filter(each -> !path.contains(each)).distinct().toList();
    return best(named.stream().filter(each -> signatures.verify(of, each)))
        .or(() -> best(named.stream()));
  }

  private static Stream<X509Certificate> candidates(List<X509Certificate> all, X509Certificate of) {
    Extensions extensions = new Extensions(of);
    return all.stream()
        .filter(each -> each.getSubjectX500Principal().equals(of.getIssuerX500Principal()))
        .filter(extensions::namedBy);
  }

  /** The first one that is valid now, or the one that expires last. */
  private Optional<X509Certificate> best(Stream<X509Certificate> candidates) {
    List<X509Certificate> all = candidates.toList();
    return all.stream()
        .filter(each -> ChainRules.untimely(each, now).isEmpty())
        .findFirst()
        .or(() -> all.stream().max(Comparator.comparing(X509Certificate::getNotAfter)));
  }

  private Optional<X509Certificate> namesake(X509Certificate last) {
    return trusted.stream()
        .filter(each -> each.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
        .findFirst();
  }
}
