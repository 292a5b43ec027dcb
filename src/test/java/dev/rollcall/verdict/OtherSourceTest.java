package dev.rollcall.verdict;

import static dev.rollcall.verdict.Evidently.probed;
import static dev.rollcall.verdict.Evidently.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run from another address than the server's leaves open. */
class OtherSourceTest {
  private static final List<String> ABSENT = List.of("aa1.uni.edu", "aa2.uni.edu");

  private static RuleResult result(Evidence evidence) {
    return new RuleResult(row().rule(), evidence, row().judge(evidence), Duration.ZERO);
  }

  private static RuleResult failed(Phase phase, FaultKind kind) {
    Fault fault = new Fault(phase, kind, "evidence", Optional.empty());
    return result(probed(Evidently.failing("10.0.0.1", fault)));
  }

  private static List<String> added(RuleResult before) {
    List<String> after = OtherSource.remarked(List.of(before), ABSENT).get(0).verdict().remarks();
    int known = before.verdict().remarks().size();
    assertEquals(before.verdict().remarks(), after.subList(0, known));
    return after.subList(known, after.size());
  }

  @Test
  void aPassDoesNotProveTheServersOwnAddress() {
    assertEquals(
        List.of(
            "not proven: that a firewall lets the address of aa1.uni.edu, aa2.uni.edu through as"
                + " well"),
        added(result(probed(Evidently.answering("10.0.0.1")))));
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT, DROPPED",
    "CONNECT, REJECTED",
    "CONNECT, UNREACHABLE",
    "TLS, RESET",
    "TLS, TIMED_OUT"
  })
  void whatAFirewallMayDoToOneAddressIsNotDecided(Phase phase, FaultKind kind) {
    assertEquals(
        List.of(
            "not decided for aa1.uni.edu, aa2.uni.edu: this host sends from another address; ask"
                + " for a rule for the server's address, if there is none"),
        added(failed(phase, kind)));
  }

  @ParameterizedTest
  @CsvSource({"CONNECT, REFUSED", "TLS, EXPIRED", "EXCHANGE, MALFORMED"})
  void whatIsTheSameFromEverywhereIsDecided(Phase phase, FaultKind kind) {
    assertEquals(List.of(), added(failed(phase, kind)));
  }

  @Test
  void nothingIsOpenOnTheServerItselfOrForARuleThatIsNotProbed() {
    RuleResult failed = failed(Phase.CONNECT, FaultKind.DROPPED);
    assertSame(failed, OtherSource.remarked(List.of(failed), List.of()).get(0));
    assertEquals(List.of(), added(result(new Evidence.Skipped("we relay internally"))));
  }
}
