package dev.rollcall.verdict;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Expectation;
import java.util.List;

/**
 * What a run beside a server cannot say: firewalls, proxies, relays and servers may treat the
 * server's own address in another way than this host's.
 */
public final class OtherSource {
  private OtherSource() {}

  /**
   * The results, each that was probed with a remark on what was not tested.
   *
   * @param absent the servers in whose place the run was made; if empty, nothing is remarked
   */
  public static List<RuleResult> remarked(List<RuleResult> results, List<String> absent) {
    if (absent.isEmpty()) {
      return results;
    }
    String servers = String.join(", ", absent);
    return results.stream()
        .map(
            result ->
                result.evidence() instanceof Evidence.Probed probed
                    ? result.with(result.verdict().withRemark(remark(result, probed, servers)))
                    : result)
        .toList();
  }

  private static String remark(RuleResult result, Evidence.Probed probed, String servers) {
    Verdict verdict = result.verdict();
    if (verdict.cause().isPresent() || !verdict.status().works()) {
      return "seen from this host's own address, which is none of "
          + servers
          + ": from there it may differ, and a request must name that address";
    }
    if (result.rule().judging().expectation() instanceof Expectation.Blocked) {
      return "not tested: whether the address of " + servers + " is blocked as well";
    }
    boolean proxied =
        probed.findings().stream().anyMatch(one -> one.route() instanceof Route.ViaProxy);
    return "not tested: whether the "
        + (proxied ? "proxy" : "firewall")
        + " allows the address of "
        + servers
        + " as well";
  }
}
