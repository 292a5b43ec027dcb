package dev.rollcall.verdict;

import static dev.rollcall.verdict.Evidently.answer;
import static dev.rollcall.verdict.Evidently.answering;
import static dev.rollcall.verdict.Evidently.dropped;
import static dev.rollcall.verdict.Evidently.fail;
import static dev.rollcall.verdict.Evidently.failing;
import static dev.rollcall.verdict.Evidently.fault;
import static dev.rollcall.verdict.Evidently.finding;
import static dev.rollcall.verdict.Evidently.followed;
import static dev.rollcall.verdict.Evidently.probed;
import static dev.rollcall.verdict.Evidently.route;
import static dev.rollcall.verdict.Evidently.row;
import static dev.rollcall.verdict.Evidently.says;
import static dev.rollcall.verdict.Evidently.skipped;
import static dev.rollcall.verdict.Evidently.unresolved;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Owner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A path that must be blocked. */
class BlockedTest {
  private static final Map<String, Status> CONTROL = Map.of("control", Status.PASS);
  private static final FaultKind[] LISTED = {
    FaultKind.DROPPED, FaultKind.REJECTED, FaultKind.REFUSED, FaultKind.NO_ROUTE
  };

  private static Verdict judge(Evidence evidence) {
    return row().blocked(false, LISTED).judge(evidence, CONTROL);
  }

  private static Verdict outside(Evidence evidence) {
    return row().blocked(true, LISTED).judge(evidence, CONTROL);
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"DROPPED", "REJECTED", "REFUSED", "NO_ROUTE"})
  void listedFaultsPassWithTheirControlOnly(FaultKind kind) {
    Evidence evidence = probed(failing("192.0.2.1", fault(Phase.CONNECT, kind)));
    assertEquals(Status.PASS, judge(evidence).status());
    for (Status control : Status.values()) {
      boolean answers = control == Status.PASS || control == Status.WARN;
      assertEquals(
          answers ? Status.PASS : Status.INCONCLUSIVE,
          row().blocked(false, LISTED).judge(evidence, Map.of("control", control)).status());
    }
    Verdict alone = row().blocked(false, LISTED).judge(evidence);
    assertEquals(Status.INCONCLUSIVE, alone.status());
    assertEquals("Run sql.tds together with control.", alone.advice());
    assertEquals(
        "Do what the report says about control, then run the check again.",
        row().blocked(false, LISTED).judge(evidence, Map.of("control", Status.FAIL)).advice());
  }

  @Test
  void anAnswerFails() {
    Verdict verdict = judge(probed(dropped("192.0.2.1"), answering("192.0.2.2")));
    assertEquals(Status.FAIL, verdict.status());
    assertEquals(Owner.FIREWALL, verdict.owner().orElseThrow());
    assertEquals(
        "192.0.2.2 (sql.uni.edu) is reachable but must be blocked: it answers as tds",
        verdict.summary());
    assertEquals(
        "Ask the firewall team to block 10.1.2.3 to 192.0.2.2 (sql.uni.edu), TCP port 1433.",
        verdict.advice());
  }

  @Test
  void anAnswerFailsWithoutTheControlToo() {
    assertEquals(Status.FAIL, row().blocked(false, LISTED).judge(answering("192.0.2.2")).status());
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT, RESET",
    "TLS, UNTRUSTED",
    "EXCHANGE, RESET",
    "EXCHANGE, TIMED_OUT",
    "EXCHANGE, MALFORMED"
  })
  void anOpenConnectionIsOpenWhateverComesNext(Phase phase, FaultKind kind) {
    Verdict verdict = judge(probed(failing("192.0.2.1", fault(phase, kind))));
    assertEquals(Status.FAIL, verdict.status());
    assertEquals(kind, verdict.cause().orElseThrow().kind());
  }

  @Test
  void oneOpenSampleOfManyIsOpen() {
    Finding mixed =
        finding(
            route("192.0.2.1"),
            fail(fault(Phase.CONNECT, FaultKind.DROPPED)),
            answer(),
            fail(fault(Phase.CONNECT, FaultKind.DROPPED)));
    assertEquals(Status.FAIL, judge(probed(mixed)).status());
  }

  @Test
  void aBlockedFollowUpDoesNotBlockAnOpenPort() {
    Finding followed = followed(answering("192.0.2.1"), true, Optional.of(dropped("192.0.2.1")));
    assertEquals(Status.FAIL, judge(probed(followed)).status());
  }

  @ParameterizedTest
  @CsvSource({"CONNECT, UNREACHABLE", "EXCHANGE, INTERNAL"})
  void aFaultThatIsNotListedDecidesNothing(Phase phase, FaultKind kind) {
    Verdict verdict = judge(probed(dropped("192.0.2.2"), failing("192.0.2.1", fault(phase, kind))));
    assertEquals(Status.INCONCLUSIVE, verdict.status());
    assertEquals(kind, verdict.cause().orElseThrow().kind());
  }

  /** A server that refuses its own connection blocks nobody. */
  @Test
  void aHostThatIsADestinationDecidesNothing() {
    Verdict refused = judge(probed(failing("10.1.2.3", fault(Phase.CONNECT, FaultKind.REFUSED))));
    assertEquals(Status.INCONCLUSIVE, refused.status());
    assertTrue(refused.summary().contains("10.1.2.3"), refused::summary);
    Verdict beside = judge(probed(answering("192.0.2.2"), dropped("10.1.2.3")));
    assertEquals(Status.INCONCLUSIVE, beside.status());
    Fault drop = fault(Phase.CONNECT, FaultKind.DROPPED);
    Attempt noted =
        fail(drop).with(new Outcome.Failed(drop, List.of(Observation.Note.OWN_ADDRESS), List.of()));
    assertEquals(Status.INCONCLUSIVE, judge(probed(finding(route("192.0.2.9"), noted))).status());
    Verdict outside = outside(probed(dropped("10.1.2.3")));
    assertEquals(Status.INCONCLUSIVE, outside.status());
  }

  @Test
  void whatThisHostHadNoTimeForIsNeitherOpenNorBlocked() {
    for (Phase phase : new Phase[] {Phase.CONNECT, Phase.EXCHANGE}) {
      Fault busy = fault(phase, FaultKind.DROPPED, Clue.HOST_BUSY);
      Verdict verdict = judge(probed(dropped("192.0.2.2"), failing("192.0.2.1", busy)));
      assertEquals(Status.INCONCLUSIVE, verdict.status());
      assertEquals(busy, verdict.cause().orElseThrow());
    }
  }

  @Test
  void aNameThatDoesNotResolveIsNoBlock() {
    NameEvidence name =
        unresolved("a.uni.edu", FaultKind.NAME_NOT_FOUND, says("ns", NameEvidence.Status.NXDOMAIN));
    assertEquals(Status.INCONCLUSIVE, judge(probed(List.of(name))).status());
    assertEquals(Status.INCONCLUSIVE, judge(probed(List.of(name), dropped("192.0.2.1"))).status());
  }

  @Test
  void fromOutsideAnAuthoritativeDenialIsTheGoodState() {
    NameEvidence name =
        unresolved("a.uni.edu", FaultKind.NAME_NOT_FOUND, says("ns", NameEvidence.Status.NXDOMAIN));
    Verdict verdict = outside(probed(List.of(name)));
    assertEquals(Status.PASS, verdict.status());
    assertTrue(verdict.summary().startsWith("not published"), verdict.summary());
    assertEquals(
        Status.INCONCLUSIVE, row().blocked(true, LISTED).judge(probed(List.of(name))).status());
  }

  /** A name server that gives an address, though not its whole answer, contradicts the denial. */
  @Test
  void anAddressInAnAnswerThatIsCutShortIsNoDenial() {
    NameEvidence name =
        unresolved(
            "a.uni.edu",
            FaultKind.NAME_SERVER_FAILED,
            says("ns", NameEvidence.Status.NXDOMAIN),
            says("other", NameEvidence.Status.TCP_BLOCKED, "192.0.2.1"));
    assertEquals(Status.INCONCLUSIVE, outside(probed(List.of(name))).status());
  }

  @ParameterizedTest
  @EnumSource(value = NameEvidence.Status.class, names = "NXDOMAIN", mode = EnumSource.Mode.EXCLUDE)
  void nothingLessThanNxdomainIsADenial(NameEvidence.Status status) {
    NameEvidence name = unresolved("a.uni.edu", FaultKind.NAME_SERVER_FAILED, says("ns", status));
    assertEquals(Status.INCONCLUSIVE, outside(probed(List.of(name))).status());
  }

  @Test
  void fromOutsideAPrivateAddressIsTheGoodState() {
    Verdict verdict =
        outside(probed(failing("10.0.0.1", fault(Phase.CONNECT, FaultKind.UNREACHABLE))));
    assertEquals(Status.PASS, verdict.status());
    assertEquals("not published: 10.0.0.1 (sql.uni.edu) is a private address", verdict.summary());
    assertEquals(Status.FAIL, outside(probed(answering("10.0.0.1"))).status());
  }

  @Test
  void anAddressThatWasNotTriedIsNoBlock() {
    assertEquals(Status.INCONCLUSIVE, judge(probed(skipped("2001:db8::1"))).status());
    Verdict verdict = judge(probed(dropped("192.0.2.1"), skipped("2001:db8::1")));
    assertEquals(Status.WARN, verdict.status());
    assertEquals(Owner.THIS_HOST, verdict.owner().orElseThrow());
    assertEquals(Status.INCONCLUSIVE, judge(probed()).status());
    assertEquals(Status.INCONCLUSIVE, judge(probed(finding(route("192.0.2.1")))).status());
  }
}
