package dev.rollcall.probe.certificate;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.chain.CertificateChain;
import dev.rollcall.probe.chain.ChainBuilder;
import dev.rollcall.probe.chain.ChainRules;
import dev.rollcall.probe.chain.ChainViolation;
import dev.rollcall.probe.chain.PublicSigns;
import dev.rollcall.probe.chain.Subjects;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.text.Counted;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges a certificate chain by a {@link TlsPolicy}, as OpenSSL does for TLS servers; sends nothing
 * and does not check revocation.
 */
public final class CertificateJudge {
  private static final List<Anchor> EXTERNAL =
      List.of(Anchor.PUBLIC, Anchor.SITE_PUBLIC, Anchor.INSPECTION);
  private static final List<Anchor> INTERNAL =
      List.of(Anchor.INTERNAL, Anchor.PUBLIC, Anchor.SITE_PUBLIC, Anchor.SYSTEM, Anchor.INSPECTION);

  /** A root that only this host trusts. */
  private static final List<Anchor> LOCAL = List.of(Anchor.INTERNAL, Anchor.SYSTEM);

  private static final int SHOWN = 5;

  private final TlsPolicy policy;
  private final String host;
  private final ChainText text;

  /**
   * @param quotes makes names in certificates safe to quote
   */
  public CertificateJudge(TlsPolicy policy, String host, Quotes quotes) {
    this.policy = policy;
    this.host = host;
    this.text = new ChainText(quotes);
  }

  /**
   * The source of the chain's trust.
   *
   * @param root the name of the trusted certificate, or of the last issuer if there is none
   * @param chain the path from the leaf up
   * @param sent every certificate of the server
   */
  public record Trust(
      Anchor anchor, String root, CertificateChain chain, List<X509Certificate> sent) {}

  public Trust trust(List<X509Certificate> sent) {
    List<Anchor> anchors = policy.external() ? EXTERNAL : INTERNAL;
    CertificateChain chain = ChainBuilder.build(sent, roots(anchors), policy.now());
    Optional<X509Certificate> root = chain.anchor();
    for (Anchor anchor : anchors) {
      if (root.isPresent() && policy.roots().roots(anchor).contains(root.get())) {
        // This host's own file says so.
        String name = Certificates.name(root.get(), true, Quotes.OPEN);
        return new Trust(anchor, name, chain, sent);
      }
    }
    return new Trust(Anchor.UNKNOWN, text.issuer(chain.top()), chain, sent);
  }

  private Set<X509Certificate> roots(List<Anchor> anchors) {
    Set<X509Certificate> all = new LinkedHashSet<>();
    anchors.forEach(anchor -> all.addAll(policy.roots().roots(anchor)));
    return all;
  }

  /** The gravest fault of the chain; empty if there is none. Its evidence names the others. */
  public Optional<Fault> fault(Observation.Tls tls, Trust trust) {
    Observation.Certificate leaf = tls.chain().get(0);
    if (tls.anchor() == Anchor.UNKNOWN) {
      return Optional.of(unknown(tls, trust));
    }
    List<ChainViolation> breaches = ChainRules.breaches(trust.chain(), policy.now());
    List<String> texts = new ArrayList<>(breaches.stream().map(text::of).toList());
    if (!tls.nameMatches()) {
      texts.add("certificate is for " + shown(leaf) + ", not for " + host);
    }
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    Optional<ChainViolation> first = breaches.stream().findFirst();
    FaultKind kind = first.map(ChainText::kind).orElse(FaultKind.WRONG_NAME);
    String reached =
        kind == FaultKind.UNTRUSTED ? "; the chain reaches the trusted " + trust.root() : "";
    String also =
        texts.size() > 1
            ? "; also: " + String.join("; ", texts.subList(1, Math.min(SHOWN, texts.size())))
            : "";
    return Optional.of(
        new Fault(Phase.TLS, kind, texts.get(0) + reached + also, first.flatMap(ChainText::clue)));
  }

  /** There is no trusted root: incomplete, unknown authority, or intercepted. */
  private Fault unknown(Observation.Tls tls, Trust trust) {
    CertificateChain chain = trust.chain();
    Observation.Certificate leaf = tls.chain().get(0);
    String issued =
        "certificate of "
            + leaf.subject()
            + (chain.selfSigned() ? " is self-signed" : " was issued by " + leaf.issuer());
    Optional<CertificateChain> other =
        ChainBuilder.otherWay(
            trust.sent(), roots(policy.external() ? EXTERNAL : INTERNAL), policy.now());
    if (other.isPresent()) {
      return fault(
          FaultKind.UNTRUSTED,
          issued
              + "; of several certificates of one issuer the server sends one first that leads to"
              + " no trusted root, and OpenSSL follows that; another one leads to "
              + Certificates.name(other.get().top(), true, Quotes.OPEN),
          Clue.INCOMPLETE_CHAIN);
    }
    String unrooted = issued + "; no trusted root leads to it (last issuer: " + trust.root() + ")";
    if (chain.endsInRoot()) {
      return fault(policy.external() ? FaultKind.INTERCEPTED : FaultKind.UNTRUSTED, unrooted);
    }
    String missing = unrooted + "; the server sent no certificate of that issuer";
    if (policy.external()) {
      return external(tls, trust, missing);
    }
    if (chain.namesake().isPresent()) {
      return fault(
          FaultKind.UNTRUSTED,
          issued
              + "; a CA of the name "
              + Certificates.name(chain.namesake().get(), true, Quotes.OPEN)
              + " is trusted, but with another key: the CA has a new key, or another CA has its"
              + " name",
          Clue.CA_REPLACED);
    }
    return chain.certificates().size() == 1
        ? fault(FaultKind.UNTRUSTED, missing, Clue.INCOMPLETE_CHAIN)
        : fault(FaultKind.UNTRUSTED, missing);
  }

  private Fault external(Observation.Tls tls, Trust trust, String missing) {
    Optional<X509Certificate> local =
        ChainBuilder.build(trust.sent(), roots(LOCAL), policy.now()).anchor();
    if (local.isPresent()) {
      return fault(
          FaultKind.INTERCEPTED,
          missing
              + "; its root "
              + Certificates.name(local.get(), true, Quotes.OPEN)
              + " is trusted on this host, but is not a public one");
    }
    // A public CA's own certificate for this name is not what an inspecting device shows.
    return tls.nameMatches() && PublicSigns.on(trust.sent().get(0))
        ? fault(
            FaultKind.UNTRUSTED,
            missing + " (incomplete chain); the certificate has the marks of a public CA",
            Clue.INCOMPLETE_CHAIN)
        : fault(FaultKind.INTERCEPTED, missing);
  }

  /** Which clients accept the certificate for the host. */
  public static NameMatch.Cover cover(X509Certificate leaf, String host) {
    return NameMatch.cover(Certificates.allNames(leaf), Subjects.commonNames(leaf), host);
  }

  /** Concerns about a chain without a fault. */
  public List<Concern> concerns(Observation.Tls tls, NameMatch.Cover cover) {
    List<Concern> all = new ArrayList<>();
    expiry(tls.chain().get(0)).ifPresent(all::add);
    switch (cover) {
      case STANDARD, NONE -> {}
      case COMMON_NAME ->
          all.add(
              new Concern(
                  Concern.Kind.SERVER_CONFIGURATION,
                  "the certificate has "
                      + host
                      + " as its common name only, which browsers do not accept: it lacks a subject"
                      + " alternative name"));
      case PARTIAL_WILDCARD ->
          all.add(
              new Concern(
                  Concern.Kind.SERVER_CONFIGURATION,
                  "the certificate covers "
                      + host
                      + " only by a wildcard for a part of a label, which browsers and curl do not"
                      + " accept"));
      case TRAILING_DOT ->
          all.add(
              new Concern(
                  Concern.Kind.SERVER_CONFIGURATION,
                  "the certificate has "
                      + host
                      + " only with a dot at its end, which Java and OpenSSL do not accept"));
    }
    return all;
  }

  /** What clients other than OpenSSL refuse in a chain without a fault. */
  public List<String> refusedElsewhere(Trust trust) {
    return ChainRules.refusedElsewhere(trust.chain()).stream()
        .map(why -> "the certificate is accepted by OpenSSL and curl, but " + why)
        .toList();
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

  /** A warning if it expires soon: 21 days, or a quarter of the lifetime where that is shorter. */
  private Optional<Concern> expiry(Observation.Certificate leaf) {
    Duration left = Duration.between(policy.now(), leaf.notAfter());
    return !left.isNegative() && left.compareTo(leaf.notice()) < 0
        ? Optional.of(
            new Concern(
                Concern.Kind.CERTIFICATE_EXPIRING,
                "certificate expires in "
                    + Counted.of(left.toDays(), "day")
                    + ", on "
                    + leaf.notAfter()))
        : Optional.empty();
  }

  private static Fault fault(FaultKind kind, String evidence) {
    return new Fault(Phase.TLS, kind, evidence);
  }

  private static Fault fault(FaultKind kind, String evidence, Clue clue) {
    return new Fault(Phase.TLS, kind, evidence, clue);
  }
}
