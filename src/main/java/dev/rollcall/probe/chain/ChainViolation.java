package dev.rollcall.probe.chain;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A rule that a chain breaks.
 *
 * @param depth where: 0 is the leaf
 * @param at the certificate that breaks it
 * @param by the authority whose constraint it is, where it is not the certificate's own
 * @param details what of it: usages and extensions as object identifiers, a name, a size; may come
 *     from the server, to be quoted
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
