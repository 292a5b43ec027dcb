package dev.rollcall.probe.chain;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Checks a path that ends in a trusted certificate, as OpenSSL does for TLS servers
 * (check_extensions, check_auth_level, internal_verify and check_name_constraints). The trusted
 * certificate is checked too, except its signature.
 */
public final class ChainRules {
  private final List<X509Certificate> path;
  private final Instant now;
  private final List<ChainViolation> breaches = new ArrayList<>();

  private ChainRules(List<X509Certificate> path, Instant now) {
    this.path = path;
    this.now = now;
  }

  /** Every rule that the path breaks: the most serious first, then from the leaf up. */
  public static List<ChainViolation> breaches(CertificateChain chain, Instant now) {
    return new ChainRules(chain.certificates(), now).check();
  }

  /**
   * What Java's own clients or browsers refuse and OpenSSL accepts, for a note: phrases that
   * continue "accepted by OpenSSL, but ".
   */
  public static List<String> refusedElsewhere(CertificateChain chain) {
    List<String> found = new ArrayList<>();
    Extensions leaf = new Extensions(chain.certificates().get(0));
    if (leaf.signsNothing() && !leaf.idle()) {
      found.add(
          "its key usage lacks digitalSignature: Java and browsers refuse it in TLS 1.3 and with"
              + " forward secrecy");
    }
    if (chain.certificates().stream()
        .map(Extensions::new)
        .anyMatch(Extensions::constrainsPolicies)) {
      found.add(
          "a CA of its chain demands certificate policies: Java checks them and may refuse it");
    }
    return found;
  }

  private List<ChainViolation> check() {
    int below = 0;
    for (int depth = 0; depth < path.size(); depth++) {
      X509Certificate each = path.get(depth);
      Extensions extensions = new Extensions(each);
      extensions(extensions, depth);
      int length = each.getBasicConstraints();
      if (depth > 1 && length >= 0 && below > length) {
        add(ChainRule.PATH_LENGTH, depth, String.valueOf(length), String.valueOf(below));
      }
      if (depth > 0 && !extensions.selfIssued()) {
        below++;
      }
      StrengthPolicy.key(each, depth).ifPresent(breaches::add);
      untimely(each, now).ifPresent(rule -> add(rule, path.indexOf(each)));
      if (depth + 1 < path.size()) {
        signature(each, path.get(depth + 1), depth);
        constraints(each, extensions, depth);
      }
    }
    breaches.sort(Comparator.comparing(ChainViolation::rule).thenComparing(ChainViolation::depth));
    return List.copyOf(breaches);
  }

  private void extensions(Extensions extensions, int depth) {
    List<String> unknown = List.copyOf(extensions.unknownCritical());
    if (!unknown.isEmpty()) {
      add(ChainRule.CRITICAL_EXTENSION, depth, unknown.toArray(String[]::new));
    }
    if (extensions.proxy()) {
      add(ChainRule.PROXY_CERTIFICATE, depth);
    }
    extensions
        .otherUsages()
        .ifPresent(
            usages ->
                add(
                    depth == 0 ? ChainRule.NOT_FOR_SERVERS : ChainRule.CA_NOT_FOR_SERVERS,
                    depth,
                    usages.toArray(String[]::new)));
    if (depth == 0) {
      if (extensions.idle()) {
        add(ChainRule.KEY_USAGE, depth);
      }
      return;
    }
    boolean last = depth + 1 == path.size();
    switch (extensions.authority()) {
      case YES -> {}
      case OLD -> {
        if (!last) {
          add(ChainRule.NOT_A_CA, depth);
        }
      }
      case MAY_NOT_SIGN -> add(ChainRule.CA_MAY_NOT_SIGN, depth);
      case NO -> add(ChainRule.NOT_A_CA, depth);
    }
  }

  private void signature(X509Certificate each, X509Certificate issuer, int depth) {
    Optional<ChainViolation> weak = StrengthPolicy.signature(each, depth);
    weak.ifPresent(breaches::add);
    boolean unknown =
        weak.filter(breach -> breach.rule() == ChainRule.UNKNOWN_ALGORITHM).isPresent()
            || StrengthPolicy.key(issuer, depth + 1)
                .filter(breach -> breach.rule() == ChainRule.UNKNOWN_ALGORITHM)
                .isPresent();
    if (!unknown && !new Signatures().verify(each, issuer)) {
      add(ChainRule.SIGNATURE, depth);
    }
  }

  /** The constraints of every authority above; self-issued certificates between are exempt. */
  private void constraints(X509Certificate each, Extensions extensions, int depth) {
    if (depth > 0 && extensions.selfIssued()) {
      return;
    }
    for (int above = depth + 1; above < path.size(); above++) {
      X509Certificate authority = path.get(above);
      Optional<NameConstraints> limits = NameConstraints.of(authority);
      Optional<NameConstraints.Violation> violation =
          limits.flatMap(names -> names.violation(each, depth == 0));
      if (violation.isPresent()) {
        breaches.add(
            new ChainViolation(
                violation.get().rule(),
                depth,
                each,
                Optional.of(authority),
                List.of(violation.get().name())));
        return;
      }
    }
  }

  /** Whether it has expired or is not yet valid. */
  static Optional<ChainRule> untimely(X509Certificate each, Instant now) {
    if (now.isAfter(each.getNotAfter().toInstant())) {
      return Optional.of(ChainRule.EXPIRED);
    }
    return now.isBefore(each.getNotBefore().toInstant())
        ? Optional.of(ChainRule.NOT_YET_VALID)
        : Optional.empty();
  }

  private void add(ChainRule rule, int depth, String... details) {
    breaches.add(ChainViolation.of(rule, depth, path.get(depth), details));
  }
}
