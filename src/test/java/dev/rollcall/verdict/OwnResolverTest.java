package dev.rollcall.verdict;

import static dev.rollcall.verdict.Evidently.probed;
import static dev.rollcall.verdict.Evidently.row;
import static dev.rollcall.verdict.Evidently.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.verdict.advice.Declared;
import dev.rollcall.verdict.advice.OpenServers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No DNS team can change a resolver of this host, such as systemd-resolved. */
class OwnResolverTest {
  private static final String STUB = "127.0.0.53";

  private static NameEvidence failed(String host, ServerAnswer... servers) {
    return new NameEvidence(
        host,
        List.of(),
        Duration.ZERO,
        Optional.of(Evidently.fault(Phase.RESOLVE, FaultKind.NAME_SERVER_FAILED)),
        List.of(servers));
  }

  private static Verdict judge(NameEvidence name, NameEvidence... others) {
    return new Judge(
            LocalDate.EPOCH,
            false,
            id -> Optional.empty(),
            Declared.NOTHING,
            OpenServers.of(List.of(probed(List.of(name)), probed(List.of(others)))))
        .judge(row().rule(), probed(List.of(name)));
  }

  private static void assertOwner(Owner owner, Verdict verdict, String advice) {
    assertEquals(Optional.of(owner), verdict.owner(), verdict.advice());
    assertTrue(verdict.advice().contains(advice), verdict.advice());
  }

  @ParameterizedTest
  @CsvSource({
    "web, REFUSED, SITE_FILE, the full name of web",
    "web., REFUSED, SITE_FILE, the full name of web.",
    "printer.local, REFUSED, THIS_HOST, a search or routing domain",
    "dc1.UNI.LOCAL., REFUSED, THIS_HOST, a search or routing domain",
    "web.uni.edu, REFUSED, THIS_HOST, it refuses to look up web.uni.edu",
    "web.uni.edu, SERVFAIL, THIS_HOST, no other name of this run was resolved through it",
    "web.uni.edu, BOGUS, THIS_HOST, its check of DNSSEC",
    "web.uni.edu, NO_RECURSION, THIS_HOST, no usable answer",
    "web.uni.edu, BROKEN, THIS_HOST, no usable answer",
    "web.uni.edu, TCP_BLOCKED, THIS_HOST, no usable answer",
  })
  void theResolverOfThisHostAlone(String host, Status status, Owner owner, String advice) {
    for (String stub : List.of(STUB, "127.0.0.1", "0:0:0:0:0:0:0:1")) {
      Verdict verdict = judge(failed(host, says(stub, status)));
      assertOwner(owner, verdict, advice);
      assertTrue(
          verdict.advice().contains("this host's own resolver (" + stub + ")"), verdict.advice());
    }
  }

  /** Then the name servers behind it answer, and the name's zone does not. */
  @Test
  void aNameThatFailsWhereAnotherIsResolved() {
    NameEvidence failed = failed("web.uni.edu", says(STUB, Status.SERVFAIL));
    Duration minute = Duration.ofMinutes(1);
    NameEvidence other =
        Evidently.resolved(
            "sql.uni.edu",
            List.of("10.0.0.1"),
            new ServerAnswer(STUB, Status.ANSWERED, List.of(), List.of("10.0.0.1"), minute));
    assertOwner(Owner.DNS, judge(failed, other), "which resolves other names");
    NameEvidence fromHostsFile =
        Evidently.resolved(
            "app01.uni.edu",
            List.of("10.0.0.2"),
            new ServerAnswer(STUB, Status.ANSWERED, List.of(), List.of("10.0.0.2"), Duration.ZERO));
    assertEquals(Optional.of(Owner.THIS_HOST), judge(failed, fromHostsFile).owner());
  }

  @Test
  void besideANameServerOfAnotherHost() {
    Verdict verdict =
        judge(failed("web.uni.edu", says(STUB, Status.REFUSED), says("10.0.0.53", Status.REFUSED)));
    assertOwner(Owner.DNS, verdict, "with recursion, on 10.0.0.53: they are refused");
    assertTrue(
        verdict.advice().contains("Look at this host's own resolver (" + STUB + ")"),
        verdict.advice());
    assertFalse(verdict.advice().contains("on " + STUB), verdict.advice());
  }
}
