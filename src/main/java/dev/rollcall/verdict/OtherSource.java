package dev.rollcall.verdict;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.rule.Expectation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a run beside a server leaves open: a firewall rule is made for one source address, so the
 * path from the server's own address may be open or blocked, whatever this host saw.
 */
public final class OtherSource {
  /** Faults by which a firewall that knows another source address shows. */
  private static final Set<FaultKind> PATH =
      Set.of(
          FaultKind.DROPPED,
          FaultKind.REJECTED,
          FaultKind.UNREACHABLE,
          FaultKind.NO_ROUTE,
          FaultKind.RESET,
          FaultKind.CLOSED,
          FaultKind.TIMED_OUT,
          FaultKind.BLOCK_PAGE);

  private OtherSource() {}

  /**
   * The results, each with a remark on what it leaves open.
   *
   * @param absent the servers in whose place the run was made; if empty, nothing is left open
   */
  public static List<RuleResult> remarked(List<RuleResult> results, List<String> absent) {
    if (absent.isEmpty()) {
      return results;
    }
    String servers = String.join(", ", absent);
    return results.stream()
        .map(
            result ->
                open(result, servers)
                    .map(
                        remark ->
                            new RuleResult(
                                result.rule(),
                                result.evidence(),
                                result.verdict().withRemark(remark),
                                result.wall()))
                    .orElse(result))
        .toList();
  }

  private static Optional<String> open(RuleResult result, String servers) {
    if (!(result.evidence() instanceof Evidence.Probed)) {
      return Optional.empty();
    }
    Verdict verdict = result.verdict();
    boolean blocked = result.rule().judging().expectation() instanceof Expectation.Blocked;
    if (verdict.status().works()) {
      return Optional.of(
          blocked
              ? "not proven: that it is blocked from the address of " + servers + " as well"
              : "not proven: that a firewall lets the address of " + servers + " through as well");
    }
    return verdict
        .cause()
        .filter(fault -> blocked || PATH.contains(fault.kind()))
        .map(
            fault ->
                "not decided for "
                    + servers
                    + ": this host sends from another address; ask for a rule for the server's"
                    + " address, if there is none");
  }
}
