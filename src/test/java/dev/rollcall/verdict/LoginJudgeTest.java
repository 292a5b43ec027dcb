package dev.rollcall.verdict;

import static dev.rollcall.verdict.Evidently.answering;
import static dev.rollcall.verdict.Evidently.attempt;
import static dev.rollcall.verdict.Evidently.dropped;
import static dev.rollcall.verdict.Evidently.fault;
import static dev.rollcall.verdict.Evidently.finding;
import static dev.rollcall.verdict.Evidently.followed;
import static dev.rollcall.verdict.Evidently.probed;
import static dev.rollcall.verdict.Evidently.route;
import static dev.rollcall.verdict.Evidently.row;
import static dev.rollcall.verdict.Evidently.showing;
import static dev.rollcall.verdict.Evidently.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.Owner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The path is judged first, and the right beside it: neither hides the other. */
class LoginJudgeTest {
  private static final String SVC = "svc@UNI.EDU";
  private static final Fault WRONG = fault(Phase.AUTHENTICATE, FaultKind.DENIED, Clue.CREDENTIALS);
  private static final LoginResult PROVEN = new LoginResult.Proven(SVC);
  private static final LoginResult DENIED = new LoginResult.Failed(SVC, WRONG);
  private static final Concern EXPIRING =
      new Concern(Concern.Kind.CERTIFICATE_EXPIRING, "the certificate expires in 9 days");

  private static LoginResult untried(LoginResult.Reason reason) {
    return new LoginResult.Untried(SVC, reason, "why " + reason);
  }

  private static Finding at(String address, Attempt... attempts) {
    return finding(route(address), attempts);
  }

  private static Finding at(String address, LoginResult right) {
    return at(address, showing(right));
  }

  private static void assertVerdict(String statusAndOwner, Verdict verdict) {
    assertEquals(
        statusAndOwner,
        verdict.status() + verdict.owner().map(owner -> " " + owner).orElse(""),
        verdict.toString());
  }

  private static void assertSides(String path, String right, Verdict verdict) {
    assertEquals(Optional.of(new Verdict.Sides(path, right)), verdict.sides());
  }

  @Test
  void withoutCredentialsThereAreNoSides() {
    assertEquals(Optional.empty(), row().judge(answering("10.0.0.1")).sides());
    assertEquals(Optional.empty(), row().judge(dropped("10.0.0.1")).sides());
  }

  @Test
  void aProvenRightIsPartOfTheProof() {
    Verdict verdict = row().judge(at("10.0.0.1", PROVEN), answering("10.0.0.2"));
    assertVerdict("PASS", verdict);
    assertEquals(
        "2 addresses answer: version 16.0.1000; right: svc@UNI.EDU may log in", verdict.summary());
    assertSides("proven (2 addresses answer: version 16.0.1000)", "proven (svc@UNI.EDU)", verdict);
  }

  @Test
  void thePathsWarningStaysOne() {
    Verdict verdict = row().judge(at("10.0.0.1", showing(PROVEN, EXPIRING)));
    assertVerdict("WARN SERVER", verdict);
    assertEquals(EXPIRING.text(), verdict.summary());
    assertEquals(
        List.of("proof: version 16.0.1000; right: svc@UNI.EDU may log in"), verdict.remarks());
    assertSides("proven (version 16.0.1000)", "proven (svc@UNI.EDU)", verdict);
  }

  @Test
  void aRejectionFailsAndThePathStaysProven() {
    Verdict verdict = row().judge(at("10.0.0.1", showing(DENIED, EXPIRING)));
    assertVerdict("FAIL SITE_FILE", verdict);
    assertEquals(
        "svc@UNI.EDU at 10.0.0.1 (sql.uni.edu): AUTHENTICATE DENIED: what was seen",
        verdict.summary());
    assertEquals(Optional.of(WRONG), verdict.cause());
    assertEquals(
        "Correct the user in the site file, or what its password refers to: 10.0.0.1 (sql.uni.edu)"
            + " does not accept the account svc@UNI.EDU with this password. If both are correct,"
            + " ask the account's administrators for a new password, and store it where the site"
            + " file refers to. The path is open.",
        verdict.advice());
    assertEquals(List.of(EXPIRING.text()), verdict.remarks());
    assertSides(
        "proven (version 16.0.1000)", "denied (svc@UNI.EDU at 10.0.0.1 (sql.uni.edu))", verdict);
  }

  /** The catalogue's own advice is on the path, and the path is open. */
  @Test
  void theCataloguesAdviceIsForThePathOnly() {
    assertFalse(
        row().advice("Open it.").judge(at("10.0.0.1", DENIED)).advice().contains("Open it."));
    LoginResult again = new LoginResult.Failed(SVC, fault(Phase.CONNECT, FaultKind.DROPPED));
    assertTrue(
        row().advice("Open it.").judge(at("10.0.0.1", again)).advice().endsWith(" Open it."));
  }

  @Test
  void whatIsDeniedOnAFollowUpCounts() {
    Finding followed = followed(answering("10.0.0.1"), false, Optional.of(at("10.0.0.1", DENIED)));
    assertVerdict("FAIL SITE_FILE", row().judge(followed));
  }

  @Test
  void oneFailureOutweighsEveryProof() {
    Fault denied = fault(Phase.AUTHENTICATE, FaultKind.DENIED, Clue.ACCESS_DENIED);
    LoginResult failed = new LoginResult.Failed(SVC, denied);
    Verdict verdict =
        row()
            .addresses(AddressPolicy.ANY)
            .judge(at("10.0.0.1", PROVEN), at("10.0.0.2", failed), at("10.0.0.3", failed));
    assertVerdict("FAIL SERVER", verdict);
    assertEquals(
        "Ask the owner of 10.0.0.2 (sql.uni.edu), 10.0.0.3 (sql.uni.edu) to allow the account"
            + " svc@UNI.EDU what the product needs there: what was seen.",
        verdict.advice());
    assertEquals(
        List.of("svc@UNI.EDU at 10.0.0.3 (sql.uni.edu): AUTHENTICATE DENIED: what was seen"),
        verdict.remarks());
  }

  @Test
  void aLoginThatBreaksOffIsNoDenial() {
    Verdict verdict =
        row()
            .judge(
                at(
                    "10.0.0.1",
                    new LoginResult.Failed(SVC, fault(Phase.AUTHENTICATE, FaultKind.TIMED_OUT))));
    assertVerdict("FAIL SERVER", verdict);
    assertEquals(
        "Ask the owner of 10.0.0.1 (sql.uni.edu) why the login of the account svc@UNI.EDU breaks"
            + " off (see its log): 10.1.2.3 to 10.0.0.1 (sql.uni.edu), TCP port 1433."
            + " The path is open.",
        verdict.advice());
    assertEquals(
        "failed (svc@UNI.EDU at 10.0.0.1 (sql.uni.edu): AUTHENTICATE TIMED_OUT)",
        verdict.sides().orElseThrow().right());
  }

  @Test
  void anotherRulesRejectionSkips() {
    Verdict verdict =
        row()
            .judge(
                at("10.0.0.1", showing(untried(LoginResult.Reason.REJECTED), EXPIRING)),
                at("10.0.0.2", untried(LoginResult.Reason.UNTRUSTED)));
    assertVerdict("SKIPPED", verdict);
    assertEquals("why REJECTED", verdict.summary());
    assertEquals("", verdict.advice());
    assertEquals(List.of("10.0.0.1 (sql.uni.edu): " + EXPIRING.text()), verdict.remarks());
    assertSides(
        "proven (2 addresses answer: version 16.0.1000)", "not tried (why REJECTED)", verdict);
  }

  @Test
  void anAdvisoryRuleIsSkippedAndCappedAsEver() {
    assertVerdict(
        "SKIPPED", row().advisory().judge(at("10.0.0.1", untried(LoginResult.Reason.REJECTED))));
    Verdict capped = row().advisory().judge(at("10.0.0.1", DENIED));
    assertVerdict("WARN SITE_FILE", capped);
    assertTrue(capped.summary().startsWith("advisory: svc@UNI.EDU at "), capped.summary());
    assertTrue(capped.sides().isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "UNENCRYPTED, INCONCLUSIVE SERVER, INCONCLUSIVE VENDOR",
    "UNTRUSTED, INCONCLUSIVE SERVER, INCONCLUSIVE VENDOR",
    "UNSUPPORTED, INCONCLUSIVE SITE_FILE, INCONCLUSIVE SITE_FILE",
    "FOREIGN_HOST, INCONCLUSIVE SITE_FILE, INCONCLUSIVE SITE_FILE",
    "STAND_IN, PASS, PASS",
    "OTHER_PORT, PASS, PASS",
    "WATCHED, PASS, PASS",
    "REJECTED, SKIPPED, SKIPPED",
    "UNANSWERED, INCONCLUSIVE SITE_FILE, INCONCLUSIVE SITE_FILE",
    "BUSY, INCONCLUSIVE THIS_HOST, INCONCLUSIVE THIS_HOST",
    "UNRECORDED, INCONCLUSIVE THIS_HOST, INCONCLUSIVE THIS_HOST",
  })
  void whatCouldNotBeShownStaysOpen(LoginResult.Reason reason, String internal, String external) {
    Finding finding = at("10.0.0.1", untried(reason));
    assertVerdict(internal, row().judge(finding));
    Verdict verdict = row().external().judge(finding);
    assertVerdict(external, verdict);
    assertSides("proven (version 16.0.1000)", "not tried (why " + reason + ")", verdict);
    assertFalse(verdict.advice().contains("firewall"), verdict.advice());
    if (verdict.status() == Status.INCONCLUSIVE) {
      // A foreign host may be another one, which this one led to: the reason names it.
      boolean foreign = reason == LoginResult.Reason.FOREIGN_HOST;
      assertEquals(
          "svc@UNI.EDU not tried"
              + (foreign ? "" : " at 10.0.0.1 (sql.uni.edu)")
              + ": why "
              + reason,
          verdict.summary());
      String advised =
          switch (reason) {
            case FOREIGN_HOST -> "in the site file";
            case BUSY -> "when the other run has ended";
            case UNRECORDED -> "Make that folder writable";
            case UNSUPPORTED -> "a login that the account svc@UNI.EDU can use. If programs";
            default -> "sql.uni.edu";
          };
      assertTrue(verdict.advice().contains(advised), verdict.advice());
    }
  }

  /** It is proven where the first address admits the account; the others are said, not judged. */
  @ParameterizedTest
  @EnumSource(LoginResult.Reason.class)
  void oneProofIsEnough(LoginResult.Reason reason) {
    Verdict verdict = row().judge(at("10.0.0.1", untried(reason)), at("10.0.0.2", PROVEN));
    assertVerdict("PASS", verdict);
    boolean silent =
        reason == LoginResult.Reason.STAND_IN
            || reason == LoginResult.Reason.OTHER_PORT
            || reason == LoginResult.Reason.WATCHED
            || reason == LoginResult.Reason.REJECTED;
    assertEquals(
        silent
            ? List.of()
            : List.of(
                "svc@UNI.EDU not tried"
                    + (reason == LoginResult.Reason.FOREIGN_HOST
                        ? ""
                        : " at 10.0.0.1 (sql.uni.edu)")
                    + ": why "
                    + reason),
        verdict.remarks());
    assertSides("proven (2 addresses answer: version 16.0.1000)", "proven (svc@UNI.EDU)", verdict);
  }

  @Test
  void theAdviceIsToAskForAnExemption() {
    Observation tls =
        new Observation.Tls(
            "TLSv1.3",
            "TLS_AES_256_GCM_SHA384",
            Optional.empty(),
            Optional.empty(),
            List.of(
                new Observation.Certificate(
                    "CN=x",
                    "CN=Inspector",
                    List.of(),
                    Instant.EPOCH,
                    Instant.EPOCH,
                    "ab",
                    "EC 256")),
            Observation.Anchor.INSPECTION,
            "CN=Inspector",
            true);
    Attempt attempt = attempt(new Outcome.Answered(List.of(tls), List.of()));
    Verdict verdict =
        row().judge(at("10.0.0.1", with(attempt, untried(LoginResult.Reason.UNTRUSTED))));
    assertVerdict("INCONCLUSIVE PROXY", verdict);
    assertEquals("Ask the proxy team to exempt sql.uni.edu from TLS inspection.", verdict.advice());
  }

  @Test
  void anUntrustedCertificateIsTheServersOrTheSites() {
    assertEquals(
        "Ask the owner of 10.0.0.1 (sql.uni.edu) for a certificate of a trusted CA that names"
            + " sql.uni.edu and does not have the fault that the reason names. Only if no trusted"
            + " root leads to it and its CA is the site's own, list the CA's certificate under"
            + " trust.internal in the site file.",
        row().judge(at("10.0.0.1", untried(LoginResult.Reason.UNTRUSTED))).advice());
  }

  /** The firewall's fault stays the firewall's, and the login's is still said. */
  @Test
  void aPathThatFailsKeepsItsVerdict() {
    Verdict verdict = row().judge(dropped("10.0.0.1"), at("10.0.0.2", DENIED));
    assertVerdict("FAIL FIREWALL", verdict);
    assertSides(
        "FAILED (CONNECT DROPPED)", "denied (svc@UNI.EDU at 10.0.0.2 (sql.uni.edu))", verdict);
    assertTrue(
        verdict
            .remarks()
            .contains("svc@UNI.EDU at 10.0.0.2 (sql.uni.edu): AUTHENTICATE DENIED: what was seen"),
        verdict::toString);
    assertSides(
        "FAILED (CONNECT DROPPED)",
        "proven (svc@UNI.EDU)",
        row().judge(dropped("10.0.0.1"), at("10.0.0.2", PROVEN)));
  }

  @Test
  void aPathThatIsUndecidedKeepsItsVerdict() {
    Verdict verdict = row().judge(at("10.0.0.1"), at("10.0.0.2", DENIED));
    assertVerdict("INCONCLUSIVE", verdict);
    assertEquals(
        "undecided (10.0.0.1 (sql.uni.edu): not tried)", verdict.sides().orElseThrow().path());
  }

  @Test
  void aDefectOfRollcallsIsNoDenial() {
    Verdict verdict =
        row()
            .judge(
                at(
                    "10.0.0.1",
                    new LoginResult.Failed(SVC, fault(Phase.AUTHENTICATE, FaultKind.INTERNAL))));
    assertVerdict("INCONCLUSIVE ROLLCALL", verdict);
  }

  @Test
  void aRunThatEndedEarlySaysWhatWasDenied() {
    Evidence evidence = new Evidence.Probed(List.of(), List.of(at("10.0.0.1", DENIED)), false);
    assertEquals(
        List.of(
            "so far: 10.0.0.1 (sql.uni.edu) answers",
            "so far: svc@UNI.EDU at 10.0.0.1 (sql.uni.edu): AUTHENTICATE DENIED: what was seen"),
        row().judge(evidence).remarks());
  }

  @Test
  void aBlockedPathHasNoRights() {
    Verdict verdict =
        row()
            .blocked(false, FaultKind.DROPPED)
            .judge(probed(at("10.0.0.1", DENIED)), Map.of("control", Status.PASS));
    assertVerdict("FAIL FIREWALL", verdict);
    assertEquals(Optional.empty(), verdict.sides());
  }

  @Test
  void anAccountThatWillNotWorkForLongIsItsAdministrators() {
    Concern soon = new Concern(Concern.Kind.ACCOUNT, "the password of svc@UNI.EDU ends in 5 days");
    Verdict verdict = row().judge(at("10.0.0.1", showing(PROVEN, soon)));
    assertVerdict("WARN ACCOUNTS", verdict);
    assertEquals(
        "Ask the account's administrators to fix this before the login to sql.uni.edu fails: the"
            + " password of svc@UNI.EDU ends in 5 days.",
        verdict.advice());
    assertEquals(Owner.ACCOUNTS, verdict.owner().orElseThrow());
  }
}
