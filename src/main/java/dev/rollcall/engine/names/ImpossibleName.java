package dev.rollcall.engine.names;

import java.security.SecureRandom;

/**
 * A name that cannot exist: no registry allows hyphens in the third and fourth place except for
 * IDNs (RFC 5891 §4.2.3.1). The final dot prevents search lists. It differs in every run, so that
 * no cache answers.
 */
final class ImpossibleName {
  static final String THIS_RUN =
      "zz--no-such-name-" + new SecureRandom().nextInt(100_000) + ".com.";

  private ImpossibleName() {}
}
