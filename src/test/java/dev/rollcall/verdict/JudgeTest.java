package dev.rollcall.verdict;

import static dev.rollcall.verdict.Evidently.answer;
import static dev.rollcall.verdict.Evidently.answering;
import static dev.rollcall.verdict.Evidently.attempt;
import static dev.rollcall.verdict.Evidently.dropped;
import static dev.rollcall.verdict.Evidently.fail;
import static dev.rollcall.verdict.Evidently.failing;
import static dev.rollcall.verdict.Evidently.fault;
import static dev.rollcall.verdict.Evidently.finding;
import static dev.rollcall.verdict.Evidently.followed;
import static dev.rollcall.verdict.Evidently.probed;
import static dev.rollcall.verdict.Evidently.resolved;
import static dev.rollcall.verdict.Evidently.route;
import static dev.rollcall.verdict.Evidently.row;
import static dev.rollcall.verdict.Evidently.says;
import static dev.rollcall.verdict.Evidently.skipped;
import static dev.rollcall.verdict.Evidently.unresolved;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.NameEvidence.Status;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything beside the table of faults, the address policies and blocked paths. */
class JudgeTest {
  private static final NameEvidence GONE = unresolved("cdn.example", FaultKind.NAME_NOT_FOUND);

  private static void assertVerdict(String statusAndOwner, Verdict verdict) {
    assertEquals(
        statusAndOwner,
        verdict.status() + verdict.owner().map(owner -> " " + owner).orElse(""),
        verdict.toString());
  }

  /** What opens a closed path is of no use where a stand-in answered. */
  @Test
  void aStandInsWarningLeavesOutTheAdviceForAClosedPath() {
    for (Concern.Kind kind : List.of(Concern.Kind.STAND_IN, Concern.Kind.STAND_IN_UNPROVEN)) {
      Verdict verdict =
          row()
              .advice("Open the port.")
              .judge(finding(route("192.0.2.1"), answer(new Concern(kind, "a stand-in"))));
      assertEquals(Optional.of(Owner.SERVER), verdict.owner());
      assertFalse(verdict.advice().contains("Open the port."), verdict.advice());
    }
  }

  @Test
  void skippedIsNeutralAndSaysWhy() {
    Verdict verdict = row().judge(new Evidence.Skipped("waived until 2027-06-30"));
    assertVerdict("SKIPPED", verdict);
    assertEquals("waived until 2027-06-30", verdict.summary());
  }

  @Test
  void notConfiguredNamesTheKeys() {
    Verdict verdict = row().judge(new Evidence.NotConfigured(List.of("sql.host", "sql.port")));
    assertVerdict("INCONCLUSIVE SITE_FILE", verdict);
    assertEquals("not configured: sql.host, sql.port", verdict.summary());
    assertTrue(verdict.advice().contains("--site"), verdict.advice());
  }

  @Test
  void unfinishedKeepsWhatIsKnown() {
    Evidence evidence =
        new Evidence.Probed(
            List.of(),
            List.of(answering("10.0.0.1"), dropped("10.0.0.2"), finding(route("10.0.0.3"))),
            false);
    Verdict verdict = row().judge(evidence);
    assertVerdict("INCONCLUSIVE", verdict);
    assertEquals(
        List.of(
            "so far: 10.0.0.1 (sql.uni.edu) answers",
            "so far: 10.0.0.2 (sql.uni.edu): CONNECT DROPPED: what was seen"),
        verdict.remarks());
    assertVerdict("INCONCLUSIVE", row().advisory().judge(evidence));
  }

  /** Nothing is known of the destination: the name servers' owner acts, as for other rules. */
  @Test
  void aRetiredDestinationThatNoNameServerTellsOfIsNotTheVendors() {
    Evidence unasked = probed(List.of(unresolved("cdn.example", FaultKind.NAME_SERVER_FAILED)));
    Verdict before = row().judge(unasked);
    Verdict verdict = row().retired("2024-07-01").judge(unasked);
    assertVerdict("WARN DNS", verdict);
    assertEquals(before.owner(), verdict.owner());
    assertEquals(before.advice(), verdict.advice());
  }

  /** The time of a Kerberos ticket has whole seconds. */
  @Test
  void aClockIsAsExactAsItWasRead() {
    assertEquals("clock -0.4 s ±1 s", clock(1_010));
    assertEquals("clock -0.4 s ±1.3 s", clock(1_320));
    assertEquals("clock -0.362 s", clock(106));
  }

  private static String clock(long uncertainty) {
    Observation clock =
        new Observation.Clock(
            "kerberos", Instant.EPOCH, Duration.ofMillis(-362), Duration.ofMillis(uncertainty));
    Attempt attempt =
        Attempt.bare(
            Instant.EPOCH,
            Duration.ZERO,
            Evidently.SOURCE,
            new Outcome.Answered(List.of(clock), List.of()));
    return row().judge(finding(route("192.0.2.1"), attempt)).summary();
  }

  @Test
  void aPassShowsItsProof() {
    Verdict verdict = row().judge(answering("10.0.0.1"));
    assertVerdict("PASS", verdict);
    assertEquals("version 16.0.1000", verdict.summary());
    assertEquals("", verdict.advice());
  }

  @Test
  void aRetiredDestinationMayBeGone() {
    Evidence gone = probed(List.of(GONE));
    assertVerdict("FAIL DNS", row().retired("2026-09-02").judge(gone));
    Verdict verdict = row().retired("2026-09-01").judge(gone);
    assertVerdict("WARN VENDOR", verdict);
    assertTrue(verdict.summary().startsWith("the destination was retired on 2026-09-01: "));
    assertEquals(
        "Do not open anything for it. Ask the vendor what replaces sql.uni.edu.", verdict.advice());
    assertVerdict("WARN VENDOR", row().retired("2024-07-01").judge(dropped("192.0.2.1")));
    Verdict alive = row().retired("2024-07-01").judge(answering("192.0.2.1"));
    assertVerdict("PASS", alive);
    assertEquals(
        List.of("the destination was retired on 2024-07-01, and still answers"), alive.remarks());
  }

  @Test
  void anAbsentNameIsTheVendors() {
    Verdict verdict = row().external().absent(Owner.VENDOR).judge(probed(List.of(GONE)));
    assertVerdict("WARN VENDOR", verdict);
    assertTrue(verdict.advice().startsWith("Ask the vendor what happened to cdn.example"));
    assertVerdict("FAIL DNS", row().external().judge(probed(List.of(GONE))));
    NameEvidence failed = unresolved("cdn.example", FaultKind.NAME_SERVER_FAILED);
    assertVerdict("FAIL DNS", row().external().absent(Owner.VENDOR).judge(probed(List.of(failed))));
    assertVerdict("FAIL FIREWALL", row().absent(Owner.VENDOR).judge(dropped("192.0.2.1")));
  }

  @Test
  void theProxysOwnNameIsNeverTheVendors() {
    NameEvidence proxy =
        new NameEvidence(
            "proxy.uni.edu",
            List.of(),
            Duration.ZERO,
            Optional.of(fault(Phase.PROXY, FaultKind.NAME_NOT_FOUND)),
            List.of());
    Verdict verdict = row().external().absent(Owner.VENDOR).judge(probed(List.of(proxy)));
    assertVerdict("FAIL DNS", verdict);
    assertTrue(verdict.advice().startsWith("Check proxy.url in the site file"), verdict.advice());
  }

  @Test
  void advisoryIsCapped() {
    assertVerdict("WARN FIREWALL", row().advisory().judge(dropped("10.0.0.1")));
    assertVerdict("WARN THIS_HOST", row().advisory().judge(skipped("fd00::1")));
    assertVerdict(
        "WARN SITE_FILE", row().advisory().judge(new Evidence.NotConfigured(List.of("a.b"))));
    assertVerdict("PASS", row().advisory().judge(answering("10.0.0.1")));
    assertVerdict("SKIPPED", row().advisory().judge(new Evidence.Skipped("x")));
  }

  @Test
  void lostSamplesWarn() {
    Finding lossy =
        finding(
            route("10.0.0.1"), answer(), fail(fault(Phase.CONNECT, FaultKind.DROPPED)), answer());
    Verdict verdict = row().judge(lossy);
    assertVerdict("WARN FIREWALL", verdict);
    assertEquals(
        "1 of 3 samples failed: 10.0.0.1 (sql.uni.edu): CONNECT DROPPED", verdict.summary());
  }

  @Test
  void samplesThatDifferWarnWithTheFaultsOwner() {
    Finding unsteady =
        finding(route("10.0.0.1"), answer(), fail(fault(Phase.TLS, FaultKind.WRONG_NAME)));
    Verdict verdict = row().judge(unsteady);
    assertVerdict("WARN SERVER", verdict);
    assertTrue(verdict.summary().startsWith("1 of 2 samples failed: 10.0.0.1"), verdict.summary());
  }

  @Test
  void followUpsThatDecide() {
    Finding there = finding(route("sql.uni.edu", "10.0.0.1", Port.tcp(50123)), answer());
    Finding blocked =
        finding(
            route("sql.uni.edu", "10.0.0.1", Port.tcp(50123)),
            fail(fault(Phase.CONNECT, FaultKind.DROPPED)));
    Finding asked = answering("10.0.0.1");
    assertVerdict("PASS", row().judge(followed(asked, true, Optional.of(there))));
    Verdict failed = row().judge(followed(asked, true, Optional.of(blocked)));
    assertVerdict("FAIL FIREWALL", failed);
    // The request is for the follow-up's port, not the rule's.
    assertTrue(failed.advice().contains("TCP port 50123"), failed.advice());
    assertTrue(failed.summary().startsWith("tds to sql.uni.edu:50123/tcp (instance X): "));
    assertVerdict("INCONCLUSIVE", row().judge(followed(asked, true, Optional.empty())));

    assertVerdict("PASS", row().judge(followed(asked, false, Optional.of(there))));
    assertVerdict("WARN FIREWALL", row().judge(followed(asked, false, Optional.of(blocked))));
    assertVerdict("WARN SERVER", row().judge(followed(asked, false, Optional.empty())));
  }

  @Test
  void aFollowUpCountsUnderThePolicy() {
    Finding blocked = followed(answering("10.0.0.1"), true, Optional.of(dropped("10.0.0.1")));
    assertVerdict(
        "WARN FIREWALL", row().addresses(AddressPolicy.ANY).judge(blocked, answering("10.0.0.2")));
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_IDENTIFIED, SERVER, VENDOR",
    "UNPROVEN, SERVER, VENDOR",
    "CERTIFICATE, SERVER, VENDOR",
    "CERTIFICATE_EXPIRING, SERVER, VENDOR",
    "CLOCK, THIS_HOST, THIS_HOST",
    "SERVER_CONFIGURATION, SERVER, VENDOR",
    "SITE_VALUE, SITE_FILE, SITE_FILE",
    "NAMES, DNS, DNS",
    "LOSS, FIREWALL, FIREWALL",
    "STAND_IN, SERVER, SERVER",
    "STAND_IN_UNPROVEN, SERVER, SERVER",
  })
  void concernsWarn(Concern.Kind kind, Owner internal, Owner external) {
    Finding worried = finding(route("192.0.2.1"), answer(new Concern(kind, "look here")));
    Verdict verdict = row().judge(worried);
    assertVerdict("WARN " + internal, verdict);
    assertEquals("look here", verdict.summary());
    assertTrue(verdict.advice().matches("[A-Z].*[.]"), verdict.advice());
    assertEquals(List.of("proof: version 16.0.1000"), verdict.remarks());
    assertVerdict("WARN " + external, row().external().judge(worried));
  }

  @ParameterizedTest
  @EnumSource(Concern.Kind.class)
  void aRehearsalLetsOnlyAStandInPass(Concern.Kind kind) {
    Verdict verdict =
        row().rehearse(finding(route("192.0.2.1"), answer(new Concern(kind, "look here"))));
    boolean passes = kind == Concern.Kind.STAND_IN;
    assertEquals(passes ? "PASS" : "WARN", verdict.status().name());
    assertEquals(
        List.of(passes ? "look here" : "proof: version 16.0.1000"),
        verdict.remarks(),
        "is reported");
  }

  /** More time would change nothing. */
  @Test
  void whatWouldDecideIsTheAdvice() {
    Outcome.Gap gap = new Outcome.Gap("all reached n1", "put a second server in service, or wait");
    Attempt open = attempt(new Outcome.Undecided(gap, List.of(), List.of()));
    Finding undecided = finding(route("192.0.2.1"), open);
    Verdict verdict = row().advice("Ask the owner.").judge(undecided);
    assertTrue(verdict.summary().endsWith("all reached n1"), verdict.summary());
    assertEquals("Put a second server in service, or wait. Ask the owner.", verdict.advice());
    assertEquals("Put a second server in service, or wait.", row().judge(undecided).advice());
    Attempt bare =
        attempt(
            new Outcome.Undecided("no answer decides it", Optional.empty(), List.of(), List.of()));
    assertEquals(
        "The answers came in time, and do not decide: check what this rule asks for.",
        row().judge(finding(route("192.0.2.1"), bare)).advice());
    assertEquals(
        "Run the check again with the same --idle.",
        row()
            .judge(
                Evidently.followed(
                    answering("192.0.2.1"), true, Optional.of(finding(route("192.0.2.1"), bare))))
            .advice());
    assertEquals(
        "Run the check again and let it finish (a longer --deadline, if one is set).",
        row().judge(finding(route("192.0.2.1"))).advice());
  }

  @Test
  void whatAnswersLeaveOpenIsInconclusive() {
    Attempt open =
        attempt(
            new Outcome.Undecided("no answer decides it", Optional.empty(), List.of(), List.of()));
    Finding undecided = finding(route("192.0.2.1"), open);
    Verdict verdict = row().advice("Ask the owner.").judge(undecided);
    assertEquals("INCONCLUSIVE", verdict.status().name());
    assertTrue(verdict.summary().endsWith("no answer decides it"), verdict.summary());
    assertEquals("Ask the owner.", verdict.advice());
    assertEquals("INCONCLUSIVE", row().judge(undecided, answering("192.0.2.2")).status().name());
    assertEquals("FAIL", row().judge(undecided, dropped("192.0.2.2")).status().name());
    assertEquals(
        "PASS",
        row().judge(finding(route("192.0.2.1"), open, answer())).status().name(),
        "one answer decides");
  }

  @ParameterizedTest
  @EnumSource(Concern.Kind.class)
  void theSameConcernIsSaidOnce(Concern.Kind kind) {
    Concern concern = new Concern(kind, "look here");
    Verdict verdict =
        row()
            .judge(
                finding(route("10.0.0.1"), answer(concern), answer(concern)),
                finding(route("10.0.0.2"), answer(concern)));
    assertEquals(List.of("proof: 2 addresses answer: version 16.0.1000"), verdict.remarks());
  }

  @Test
  void nameServersThatDisagreeWarn() {
    NameEvidence name =
        resolved(
            "sql.uni.edu",
            List.of("10.0.0.1"),
            says("ns1", Status.ANSWERED, "10.0.0.1"),
            says("ns2", Status.ANSWERED, "10.0.0.2"));
    Verdict verdict = row().judge(probed(List.of(name), answering("10.0.0.1")));
    assertVerdict("WARN DNS", verdict);
    assertEquals(
        "the name servers disagree on sql.uni.edu: ns1 says 10.0.0.1; ns2 says 10.0.0.2",
        verdict.summary());
    assertVerdict("PASS", row().rotating().judge(probed(List.of(name), answering("10.0.0.1"))));
  }

  @ParameterizedTest
  @CsvSource({
    "NXDOMAIN, WARN DNS",
    "SERVFAIL, WARN DNS",
    "REFUSED, WARN DNS",
    "NO_RECURSION, WARN DNS",
    // What says nothing of the name is a name server's fault, not another answer.
    "SILENT, PASS",
    "NOT_LISTENING, PASS",
    "REJECTED, PASS",
    "NOT_SENT, PASS",
    "NOT_ASKED, PASS",
    "BROKEN, PASS",
  })
  void oneServerKnowsAndTheOtherDoesNot(Status other, String expected) {
    NameEvidence name =
        resolved(
            "sql.uni.edu",
            List.of("10.0.0.1"),
            says("ns1", Status.ANSWERED, "10.0.0.1"),
            says("ns2", other));
    assertVerdict(expected, row().rotating().judge(probed(List.of(name), answering("10.0.0.1"))));
  }

  @Test
  void splitDnsIsSeenAlsoWhereAddressesRotate() {
    NameEvidence name =
        resolved(
            "api.example",
            List.of("192.0.2.1"),
            says("ns1", Status.ANSWERED, "192.0.2.1"),
            says("ns2", Status.ANSWERED, "10.0.0.7"));
    assertVerdict(
        "WARN DNS",
        row().external().rotating().judge(probed(List.of(name), answering("192.0.2.1"))));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, WARN DNS",
    "172.16.0.1, WARN DNS",
    "192.168.1.1, WARN DNS",
    "127.0.0.1, WARN DNS",
    "169.254.0.1, WARN DNS",
    "100.64.0.1, WARN DNS",
    "100.127.255.255, WARN DNS",
    "fd00::1, WARN DNS",
    "fe80::1, WARN DNS",
    "::1, WARN DNS",
    "100.128.0.1, PASS",
    "192.0.2.1, PASS",
    "172.32.0.1, PASS",
    "2001:db8::1, PASS",
  })
  void aPublicNameWithAPrivateAddressWarns(String address, String expected) {
    Evidence evidence =
        probed(List.of(resolved("api.example", List.of(address))), answering(address));
    assertVerdict(expected, row().external().judge(evidence));
    assertVerdict("PASS", row().judge(evidence));
  }

  @Test
  void theProxysPrivateAddressIsNoWorry() {
    NameEvidence name = resolved("proxy.uni.edu", List.of("10.9.9.9"));
    assertVerdict(
        "PASS",
        row().external().judge(probed(List.of(name), finding(Evidently.viaProxy(), answer()))));
  }

  @Test
  void aStaleHostsFileWarns() {
    NameEvidence name =
        resolved(
            "sql.uni.edu",
            List.of("10.0.0.9"),
            says("ns1", Status.ANSWERED, "10.0.0.1"),
            says("ns2", Status.ANSWERED, "10.0.0.1"));
    Evidence evidence = probed(List.of(name), answering("10.0.0.9"));
    Verdict verdict = row().judge(evidence);
    assertVerdict("WARN THIS_HOST", verdict);
    assertEquals(
        "this host takes 10.0.0.9 for sql.uni.edu, its name servers say 10.0.0.1",
        verdict.summary());
    assertVerdict("PASS", row().rotating().judge(evidence));
  }

  @Test
  void whatThisHostHadNoTimeForDecidesNothing() {
    Fault busy = fault(Phase.CONNECT, FaultKind.TIMED_OUT, Clue.HOST_BUSY);
    Fault dropped = fault(Phase.CONNECT, FaultKind.DROPPED);
    Verdict verdict = row().judge(failing("10.0.0.1", busy));
    assertVerdict("INCONCLUSIVE THIS_HOST", verdict);
    assertTrue(verdict.advice().contains("less busy"), verdict.advice());
    assertVerdict(
        "FAIL FIREWALL", row().judge(finding(route("10.0.0.1"), fail(busy), fail(dropped))));
    assertVerdict("PASS", row().judge(finding(route("10.0.0.1"), answer(), answer())));
  }

  @Test
  void aConnectionThatEndedBecauseThisHostWasLateDecidesNothing() {
    for (FaultKind kind :
        new FaultKind[] {
          FaultKind.CLOSED, FaultKind.RESET, FaultKind.TLS_FAILED, FaultKind.DENIED
        }) {
      Fault late = fault(Phase.EXCHANGE, kind, Clue.HOST_BUSY);
      assertVerdict("INCONCLUSIVE THIS_HOST", row().judge(failing("10.0.0.1", late)));
    }
  }

  @Test
  void aDefectOfOurOwnDecidesNothing() {
    Verdict verdict = row().judge(failing("10.0.0.1", fault(Phase.EXCHANGE, FaultKind.INTERNAL)));
    assertVerdict("INCONCLUSIVE ROLLCALL", verdict);
    assertTrue(verdict.advice().startsWith("This is a defect of Rollcall"), verdict.advice());
  }
}
