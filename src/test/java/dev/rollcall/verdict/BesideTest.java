package dev.rollcall.verdict;

import static dev.rollcall.verdict.Evidently.answer;
import static dev.rollcall.verdict.Evidently.answering;
import static dev.rollcall.verdict.Evidently.discovered;
import static dev.rollcall.verdict.Evidently.dropped;
import static dev.rollcall.verdict.Evidently.failing;
import static dev.rollcall.verdict.Evidently.fault;
import static dev.rollcall.verdict.Evidently.finding;
import static dev.rollcall.verdict.Evidently.probed;
import static dev.rollcall.verdict.Evidently.route;
import static dev.rollcall.verdict.Evidently.row;
import static dev.rollcall.verdict.Evidently.unresolved;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.Owner;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A second port of a service, beside the rule of the first one. */
class BesideTest {
  private static final String ONE = "198.18.1.5";
  private static final String TWO = "198.18.1.6";

  private static Finding at(String address, Finding finding) {
    return finding(route(Evidently.HOST, address, Port.udp(88)), first(finding));
  }

  private static Attempt first(Finding finding) {
    return finding.attempts().get(0);
  }

  private static Finding silent(String address) {
    return at(
        address,
        failing(address, fault(Phase.EXCHANGE, FaultKind.TIMED_OUT, Clue.SILENT_DATAGRAM)));
  }

  private static Finding heard(String address) {
    return at(address, answering(address));
  }

  private static Optional<OtherRule> other(Status status, Finding... findings) {
    return Optional.of(new OtherRule(status, probed(findings)));
  }

  private static Verdict judge(Optional<OtherRule> other, Finding... findings) {
    return judge(other, probed(findings));
  }

  private static Verdict judge(Optional<OtherRule> other, Evidence evidence) {
    return row()
        .advisory()
        .beside("ad.kerberos")
        .advice("Open 88/tcp too.")
        .judge(evidence, id -> id.equals("ad.kerberos") ? other : Optional.empty());
  }

  private static void assertNotJudged(Verdict verdict) {
    assertEquals(Status.SKIPPED, verdict.status(), verdict::toString);
    assertEquals(Optional.empty(), verdict.owner());
    assertEquals(Optional.empty(), verdict.cause());
    assertEquals("", verdict.advice());
    assertTrue(
        verdict.summary().startsWith("not judged: ad.kerberos has no answer"), verdict.summary());
  }

  @Test
  void aWarningWhereOnlyTheOtherPortAnswers() {
    Verdict verdict = judge(other(Status.PASS, heard(ONE)), dropped(ONE));
    assertEquals(Status.WARN, verdict.status());
    assertEquals(Optional.of(Owner.FIREWALL), verdict.owner());
    assertEquals(
        "advisory: ad.kerberos is answered, 1433/tcp fails: 198.18.1.5 (sql.uni.edu): CONNECT"
            + " DROPPED: what was seen",
        verdict.summary());
    assertTrue(verdict.advice().endsWith("Open 88/tcp too."), verdict.advice());
  }

  @Test
  void noSecondAlarmForAHostThatIsDown() {
    for (FaultKind kind : List.of(FaultKind.DROPPED, FaultKind.REFUSED, FaultKind.UNREACHABLE)) {
      assertNotJudged(
          judge(other(Status.FAIL, silent(ONE)), failing(ONE, fault(Phase.CONNECT, kind))));
    }
  }

  @Test
  void onlyTheAddressesCountWhereTheOtherRuleIsAnswered() {
    Optional<OtherRule> half = other(Status.WARN, heard(ONE), silent(TWO));
    assertEquals(Status.PASS, judge(half, answering(ONE), dropped(TWO)).status());
    Verdict verdict = judge(half, dropped(ONE), dropped(TWO));
    assertEquals(Status.WARN, verdict.status());
    assertFalse(verdict.toString().contains(TWO), verdict::toString);
    assertNotJudged(judge(half, dropped(TWO)));
  }

  @Test
  void oneDiscoveredHostOfSeveralIsAWarning() {
    Optional<OtherRule> both = other(Status.PASS, heard(ONE), discovered(heard(TWO)));
    Verdict verdict = judge(both, answering(ONE), discovered(dropped(TWO)));
    assertEquals(Status.WARN, verdict.status());
    assertTrue(verdict.summary().contains(TWO), verdict.summary());
  }

  @Test
  void anAnswerPassesWhateverTheOtherRuleSays() {
    assertEquals(Status.PASS, judge(other(Status.FAIL, silent(ONE)), answering(ONE)).status());
  }

  @Test
  void namesAndKnownConcernsAreTheOtherRules() {
    assertNotJudged(
        judge(
            Optional.of(
                new OtherRule(
                    Status.FAIL,
                    probed(List.of(unresolved(Evidently.HOST, FaultKind.NAME_NOT_FOUND))))),
            probed(List.of(unresolved(Evidently.HOST, FaultKind.NAME_NOT_FOUND)))));
    Concern clock = new Concern(Concern.Kind.CLOCK, "181.2 s ahead");
    Concern later = new Concern(Concern.Kind.CLOCK, "181.3 s ahead");
    Concern own = new Concern(Concern.Kind.SERVER_CONFIGURATION, "over TCP only");
    Optional<OtherRule> off = other(Status.WARN, at(ONE, finding(route(ONE), answer(clock))));
    assertEquals(Status.PASS, judge(off, finding(route(ONE), answer(later))).status());
    Verdict verdict = judge(off, finding(route(ONE), answer(later, own)));
    assertEquals("over TCP only", verdict.summary());
    assertFalse(verdict.toString().contains("ahead"), verdict::toString);
  }

  @Test
  void whatAnswersAtThePortItselfIsReportedForBoth() {
    for (Concern.Kind kind :
        List.of(
            Concern.Kind.STAND_IN,
            Concern.Kind.STAND_IN_UNPROVEN,
            Concern.Kind.NOT_IDENTIFIED,
            Concern.Kind.UNPROVEN,
            Concern.Kind.LOSS)) {
      Concern concern = new Concern(kind, "not the real server");
      Optional<OtherRule> first = other(Status.WARN, at(ONE, finding(route(ONE), answer(concern))));
      Verdict verdict = judge(first, finding(route(ONE), answer(concern)));
      assertEquals(Status.WARN, verdict.status(), kind::name);
      assertEquals("not the real server", verdict.summary());
    }
  }

  @Test
  void aConcernIsKnownOnlyAtTheAddressesWhereTheOtherRuleReportsIt() {
    Concern clock = new Concern(Concern.Kind.CLOCK, "181.2 s ahead");
    Optional<OtherRule> one =
        other(Status.WARN, at(ONE, finding(route(ONE), answer(clock))), heard(TWO));
    Verdict verdict = judge(one, answering(ONE), finding(route(TWO), answer(clock)));
    assertEquals(Status.WARN, verdict.status(), verdict::toString);
    assertEquals("198.18.1.6 (sql.uni.edu): 181.2 s ahead", verdict.summary());
  }

  @Test
  void notJudgedBesideARuleThatWasNotProbed() {
    for (Evidence not :
        Arrays.<Evidence>asList(
            new Evidence.Skipped("waived by the site file: no Kerberos"),
            new Evidence.NotConfigured(List.of("directory.realm")))) {
      assertNotJudged(judge(Optional.of(new OtherRule(Status.SKIPPED, not)), dropped(ONE)));
    }
  }

  /** With {@code --only}, it is the question itself. */
  @Test
  void judgedAloneInARunWithoutTheOtherRule() {
    Verdict verdict = judge(Optional.empty(), dropped(ONE));
    assertEquals(Status.WARN, verdict.status());
    assertTrue(verdict.summary().startsWith("advisory: 198.18.1.5 "), verdict.summary());
  }
}
