package dev.rollcall.verdict;

import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.NameEvidence;
import dev.rollcall.model.Owner;
import dev.rollcall.model.Phase;
import dev.rollcall.model.Rule;
import java.util.Optional;

/** What to do about a name that leads nowhere. */
final class NameAdvice {
  private NameAdvice() {}

  static Worry worry(Rule rule, NameEvidence name) {
    Fault fault = name.fault().orElseThrow();
    String text = name.host() + ": " + fault.cause() + ": " + fault.evidence();
    boolean withdrawn = withdrawn(rule, name);
    Owner owner = withdrawn ? rule.absent().get() : Owners.of(rule, fault, false);
    String advice =
        withdrawn
            ? "Ask the "
                + owner.title()
                + " what has become of "
                + name.host()
                + ": the name does not exist, and no change on this site will mend it."
            : of(rule, name.host(), fault);
    return new Worry(text, owner, advice, Optional.of(fault));
  }

  /** Whether the catalogue knows that the name may be gone. Never said of the site's own proxy. */
  static boolean withdrawn(Rule rule, NameEvidence name) {
    return rule.absent().isPresent()
        && name.fault()
            .filter(fault -> fault.phase() == Phase.RESOLVE)
            .filter(fault -> fault.kind() == FaultKind.NAME_NOT_FOUND)
            .isPresent();
  }

  static String of(Rule rule, String host, Fault fault) {
    if (fault.kind() == FaultKind.NAME_SERVER_FAILED) {
      return "Ask the DNS team why no name server answers for "
          + host
          + ", and the firewall team whether 53/udp and 53/tcp from this host to its name servers"
          + " are open.";
    }
    if (fault.phase() == Phase.PROXY) {
      return "Check proxy.url in the site file; if "
          + host
          + " is right, ask the DNS team to publish it.";
    }
    return rule.external()
        ? "Ask the DNS team why this host's name servers do not know the public name " + host + "."
        : "Check " + host + " in the site file; if it is right, ask the DNS team to publish it.";
  }
}
