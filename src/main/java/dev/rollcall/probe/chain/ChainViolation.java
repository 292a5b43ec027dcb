package dev.rollcall.probe.chain;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A rule that a chain breaks.
 *
 * @param depth position in the chain; 0 is the leaf
 * @param at the certificate that breaks it
 * @param by the authority that sets the constraint, if not the certificate itself
 * @param details usages and extensions as object identifiers, a name, a size; may come from the
 *     server, so it must be quoted
 */
public record ChainViolation(
    ChainRule rule,
    int depth,
    X509Certificate at,
    Optional<X509Certificate> by,
    List<String> details) {
  public ChainViolation {
    details = List.copyOf(details);
  }

  static ChainViolation of(ChainRule rule, int depth, X509Certificate at, String... details) {
    return new ChainViolation(rule, depth, at, Optional.empty(), List.of(details));
  }
}
