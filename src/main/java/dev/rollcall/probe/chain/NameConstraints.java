package dev.rollcall.probe.chain;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names that an authority may issue certificates for (RFC 5280 §4.2.1.10), as OpenSSL's
 * NAME_CONSTRAINTS_check applies them: names of an unconstrained kind are permitted.
 */
final class NameConstraints {
  private static final int PERMITTED = 0xa0;
  private static final int EXCLUDED = 0xa1;
  private static final int MINIMUM = 0x80;

  /** NAME_CHECK_MAX: the most comparisons of a certificate's names with an authority's. */
  private static final int MOST = 1 << 20;

  /** A common name of several labels, which clients may use as a host name (cn2dnsid). */
  private static final Pattern HOST =
      Pattern.compile("(?i)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)+");

  private final List<Der.Element> permitted = new ArrayList<>();
  private final List<Der.Element> excluded = new ArrayList<>();
  private boolean readable = true;

  private NameConstraints() {}

  /**
   * A name that breaks them.
   *
   * @param name for display; empty if the constraints themselves cannot be read
   */
  record Violation(ChainRule rule, String name) {}

  /** The constraints of an authority, if it has any. */
  static Optional<NameConstraints> of(X509Certificate authority) {
    return new Extensions(authority).value(Extensions.NAME_CONSTRAINTS).map(NameConstraints::read);
  }

  private static NameConstraints read(byte[] value) {
    NameConstraints all = new NameConstraints();
    try {
      for (Der.Element trees : Der.only(value, Der.SEQUENCE).inside()) {
        for (Der.Element tree : trees.inside()) {
          List<Der.Element> parts = tree.inside();
          if (parts.isEmpty() || !wholeTree(parts) || trees.tag() > EXCLUDED) {
            throw new Der.MalformedException("no subtree");
          }
          (trees.tag() == PERMITTED ? all.permitted : all.excluded).add(parts.get(0));
        }
      }
    } catch (Der.MalformedException e) {
      all.readable = false;
    }
    return all;
  }

  /** Minimum and maximum must not be used. */
  private static boolean wholeTree(List<Der.Element> parts) {
    return parts.size() == 1
        || (parts.size() == 2
            && parts.get(1).tag() == MINIMUM
            && Arrays.equals(parts.get(1).content(), new byte[1]));
  }

  /**
   * The first name that breaks them.
   *
   * @param leaf whether a common name counts as a host name if there is no other
   */
  Optional<Violation> violation(X509Certificate certificate, boolean leaf) {
    try {
      if (!readable) {
        throw new Der.MalformedException("no constraints");
      }
      List<GeneralName> names = GeneralName.of(certificate, leaf ? HOST : null);
      if ((long) names.size() * (permitted.size() + excluded.size()) > MOST) {
        throw new Der.MalformedException("too many names");
      }
      for (GeneralName name : names) {
        Optional<ChainRule> rule = rule(name);
        if (rule.isPresent()) {
          return Optional.of(new Violation(rule.get(), name.shown()));
        }
      }
      return Optional.empty();
    } catch (Der.MalformedException e) {
      return Optional.of(new Violation(ChainRule.CONSTRAINT_UNREADABLE, ""));
    }
  }

  private Optional<ChainRule> rule(GeneralName name) throws Der.MalformedException {
    boolean constrained = false;
    boolean within = false;
    for (Der.Element base : permitted) {
      if (base.tag() == name.tag()) {
        constrained = true;
        within = within || name.within(base.content());
      }
    }
    if (constrained && !within) {
      return Optional.of(ChainRule.NAME_NOT_PERMITTED);
    }
    for (Der.Element base : excluded) {
      if (base.tag() == name.tag() && name.within(base.content())) {
        return Optional.of(ChainRule.NAME_EXCLUDED);
      }
    }
    return Optional.empty();
  }
}
