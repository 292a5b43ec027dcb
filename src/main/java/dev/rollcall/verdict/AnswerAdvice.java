package dev.rollcall.verdict;

import dev.rollcall.model.Owner;
import dev.rollcall.model.Rule;

/**
 * What to do about an answer that the destination did not give, or gave as an error. Each names a
 * second owner where the answer fits two.
 */
final class AnswerAdvice {
  private AnswerAdvice() {}

  /** A block page, or a redirect that a public destination does not send. */
  static String replaced(String ask, Way way) {
    return ask
        + " which filter or captive portal answers in the destination's place, and to exempt this"
        + " traffic from it: "
        + way
        + ".";
  }

  /** An error of the service, or of a gateway before it. */
  static String serviceError(Rule rule, String ask, Way way) {
    if (rule.external()) {
      return ask
          + " whether a proxy or filter gave this error in the destination's place: "
          + way
          + ". If none did, ask the vendor why the service fails.";
    }
    return Owners.keeper(rule) == Owner.LOAD_BALANCER
        ? ask
            + " whether any server behind "
            + way.to()
            + " is in service: a load balancer answers so itself when none is. If one is, ask its"
            + " owner why it fails ("
            + way
            + ")."
        : ask + " why the service, or what stands behind it, fails: " + way + ".";
  }

  /** A redirect to another host than the rule allows. */
  static String ledElsewhere(Rule rule, String ask, Way way) {
    return rule.external()
        ? replaced(ask, way)
        : ask
            + " to correct the redirect: "
            + way
            + ". If it is not configured there, a filter or captive portal on the path answers: ask"
            + " the proxy team.";
  }
}
