package dev.rollcall.probe;

import dev.rollcall.model.Concern;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Observation.Anchor;
import dev.rollcall.model.Phase;
import dev.rollcall.probe.quote.Quotes;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges a certificate chain by a {@link TlsPolicy}; sends nothing, revocation is not asked. */
final class CertificateJudge {
  private static final List<Anchor> EXTERNAL =
      List.of(Anchor.PUBLIC, Anchor.SITE_PUBLIC, Anchor.INSPECTION);
  private static final List<Anchor> INTERNAL =
      List.of(Anchor.INTERNAL, Anchor.PUBLIC, Anchor.SITE_PUBLIC, Anchor.SYSTEM, Anchor.INSPECTION);

  private static final int SHOWN = 5;

  private final TlsPolicy policy;
  private final String host;
  private final Quotes quotes;

  /**
   * @param quotes how names in certificates are repeated
   */
  CertificateJudge(TlsPolicy policy, String host, Quotes quotes) {
    this.policy = policy;
    this.host = host;
    this.quotes = quotes;
  }

  /**
   * Where the chain's trust comes from.
   *
   * @param root the root's name
   * @param selfSigned whether the leaf names itself as its issuer
   * @param stale an authority between leaf and root that is not valid now, if there is one
   */
  record Trust(Anchor anchor, String root, boolean selfSigned, Optional<X509Certificate> stale) {}

  /** A way from the leaf to a root, the root not in the path. */
  private record Way(X509Certificate root, List<X509Certificate> path) {}

  Trust trust(List<X509Certificate> chain) {
    for (Anchor anchor : policy.external() ? EXTERNAL : INTERNAL) {
      Optional<Way> way = way(chain, policy.roots().roots(anchor));
      if (way.isPresent()) {
        // This host's own file says so.
        String root = Certificates.name(way.get().root(), true, Quotes.OPEN);
        return new Trust(anchor, root, selfSigned(chain), stale(way.get()));
      }
    }
    String last = Certificates.name(chain.get(chain.size() - 1), false, quotes);
    return new Trust(Anchor.UNKNOWN, last, selfSigned(chain), Optional.empty());
  }

  private static boolean selfSigned(List<X509Certificate> chain) {
    X509Certificate leaf = chain.get(0);
    return leaf.getSubjectX500Principal().equals(leaf.getIssuerX500Principal());
  }

  /** The fault that the chain is, by the gravest first; empty if there is none. */
  Optional<Fault> fault(Observation.Tls tls, Trust trust) {
    Observation.Certificate leaf = tls.chain().get(0);
    if (tls.anchor() == Anchor.UNKNOWN) {
      String evidence =
          "certificate of "
              + leaf.subject()
              + (trust.selfSigned() ? " is self-signed" : " was issued by " + leaf.issuer())
              + "; no trusted root leads to it (last issuer: "
              + tls.anchorName()
              + ")"
              + (trust.selfSigned() || tls.chain().size() > 1
                  ? ""
                  : "; the server sent no certificate of that issuer");
      return fault(policy.external() ? FaultKind.INTERCEPTED : FaultKind.UNTRUSTED, evidence);
    }
    if (policy.now().isAfter(leaf.notAfter())) {
      return fault(FaultKind.EXPIRED, "certificate ended on " + leaf.notAfter());
    }
    if (policy.now().isBefore(leaf.notBefore())) {
      return fault(
          FaultKind.EXPIRED,
          "certificate begins on " + leaf.notBefore() + "; is this host's clock right?");
    }
    if (trust.stale().isPresent()) {
      X509Certificate stale = trust.stale().get();
      return fault(
          FaultKind.EXPIRED,
          "the issuing authority's certificate, "
              + Certificates.name(stale, true, quotes)
              + ", is valid from "
              + stale.getNotBefore().toInstant()
              + " to "
              + stale.getNotAfter().toInstant());
    }
    if (!tls.nameMatches()) {
      return fault(FaultKind.WRONG_NAME, "certificate is for " + shown(leaf) + ", not for " + host);
    }
    return Optional.empty();
  }

  /** A subject's common name names no server (RFC 9525 §2). */
  private static String shown(Observation.Certificate leaf) {
    List<String> names = leaf.names();
    if (names.isEmpty()) {
      return "no server at all (subject " + leaf.subject() + ", no alternative names)";
    }
    String first = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() > SHOWN ? first + " and others" : first;
  }

  /** A warning if the end is near: 21 days, or a quarter of the lifetime where that is shorter. */
  Optional<Concern> expiry(Observation.Certificate leaf) {
    Duration quarter = Duration.between(leaf.notBefore(), leaf.notAfter()).dividedBy(4);
    Duration notice =
        quarter.compareTo(TlsPolicy.EXPIRY_NOTICE) < 0 ? quarter : TlsPolicy.EXPIRY_NOTICE;
    Duration left = Duration.between(policy.now(), leaf.notAfter());
    return !left.isNegative() && left.compareTo(notice) < 0
        ? Optional.of(
            new Concern(
                Concern.Kind.CERTIFICATE_EXPIRING,
                "certificate ends in " + left.toDays() + " days, on " + leaf.notAfter()))
        : Optional.empty();
  }

  private static Optional<Fault> fault(FaultKind kind, String evidence) {
    return Optional.of(new Fault(Phase.TLS, kind, evidence));
  }

  private Optional<X509Certificate> stale(Way way) {
    return way.path().stream()
        .skip(1)
        .filter(
            each ->
                policy.now().isAfter(each.getNotAfter().toInstant())
                    || policy.now().isBefore(each.getNotBefore().toInstant()))
        .findFirst();
  }

  /**
   * The way to one of the given roots. Judged at a moment at which the leaf is valid, so that an
   * expired certificate is told from an untrusted one; then at the moment of its issue, for an
   * authority that expired before it.
   */
  private Optional<Way> way(List<X509Certificate> chain, Set<X509Certificate> candidates) {
    X509Certificate leaf = chain.get(0);
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    if (candidates.contains(leaf)) {
      return Optional.of(new Way(leaf, List.of(leaf)));
    }
    return wayAt(chain, candidates, validMoment(leaf))
        .or(() -> wayAt(chain, candidates, leaf.getNotBefore().toInstant()));
  }

  private static Optional<Way> wayAt(
      List<X509Certificate> chain, Set<X509Certificate> candidates, Instant moment) {
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(chain.get(0));
      Set<TrustAnchor> anchors =
          candidates.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(moment));
      PKIXCertPathBuilderResult result =
          (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      List<X509Certificate> path =
          result.getCertPath().getCertificates().stream().map(X509Certificate.class::cast).toList();
      return Optional.ofNullable(result.getTrustAnchor().getTrustedCert())
          .map(root -> new Way(root, path));
    } catch (GeneralSecurityException | RuntimeException e) {
      // Java's own reading of certificates throws more than it declares.
      return Optional.empty();
    }
  }

  private Instant validMoment(X509Certificate leaf) {
    Instant from = leaf.getNotBefore().toInstant();
    Instant to = leaf.getNotAfter().toInstant();
    Instant now = policy.now();
    return now.isAfter(to) ? to : now.isBefore(from) ? from : now;
  }
}
