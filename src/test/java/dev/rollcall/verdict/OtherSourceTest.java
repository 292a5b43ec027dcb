package dev.rollcall.verdict;

import static dev.rollcall.verdict.Evidently.probed;
import static dev.rollcall.verdict.Evidently.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run from another address than the server's leaves open. */
class OtherSourceTest {
  private static final List<String> ABSENT = List.of("aa1.uni.edu", "aa2.uni.edu");

  private static final List<String> FAILED =
      List.of(
          "seen from this host's own address, which is none of aa1.uni.edu, aa2.uni.edu: from there"
              + " it may differ, and a request must name that address");

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
  void aPassDoesNotTestTheServersOwnAddress() {
    assertEquals(
        List.of(
            "not tested: whether the firewall allows the address of aa1.uni.edu, aa2.uni.edu as"
                + " well"),
        added(result(probed(Evidently.answering("10.0.0.1")))));
  }

  @ParameterizedTest
  @CsvSource({"CONNECT, DROPPED", "CONNECT, REFUSED", "TLS, EXPIRED", "EXCHANGE, DENIED"})
  void aFailureIsOneOfThisHostsAddress(Phase phase, FaultKind kind) {
    assertEquals(FAILED, added(failed(phase, kind)));
  }

  /** It is only a warning, and proves nothing either. */
  @Test
  void anAdvisoryRulesFailureIsNoPass() {
    Evidence evidence = probed(Evidently.dropped("10.0.0.1"));
    RuleResult warned =
        new RuleResult(
            row().advisory().rule(), evidence, row().advisory().judge(evidence), Duration.ZERO);
    assertEquals(Status.WARN, warned.verdict().status());
    assertEquals(FAILED, added(warned));
  }

  @Test
  void whatMustBeBlockedIsSaidToBe() {
    Evidence evidence = probed(Evidently.dropped("10.0.0.1"));
    Evidently.Row blocked = row().blocked(false, FaultKind.DROPPED);
    Verdict verdict = blocked.judge(evidence, Map.of("control", Status.PASS));
    RuleResult result = new RuleResult(blocked.rule(), evidence, verdict, Duration.ZERO);
    assertEquals(Status.PASS, verdict.status(), verdict::toString);
    assertEquals(
        verdict.cause().isPresent()
            ? FAILED
            : List.of(
                "not tested: whether the address of aa1.uni.edu, aa2.uni.edu is blocked as well"),
        added(result));
  }

  @Test
  void nothingIsOpenOnTheServerItselfOrForARuleThatIsNotProbed() {
    RuleResult failed = failed(Phase.CONNECT, FaultKind.DROPPED);
    assertSame(failed, OtherSource.remarked(List.of(failed), List.of()).get(0));
    assertEquals(List.of(), added(result(new Evidence.Skipped("we relay internally"))));
  }
}
