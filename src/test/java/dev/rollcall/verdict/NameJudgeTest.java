package dev.rollcall.verdict;

import static dev.rollcall.verdict.Evidently.address;
import static dev.rollcall.verdict.Evidently.answering;
import static dev.rollcall.verdict.Evidently.dropped;
import static dev.rollcall.verdict.Evidently.failing;
import static dev.rollcall.verdict.Evidently.probed;
import static dev.rollcall.verdict.Evidently.resolved;
import static dev.rollcall.verdict.Evidently.row;
import static dev.rollcall.verdict.Evidently.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.verdict.advice.Declared;
import dev.rollcall.verdict.advice.OpenServers;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of names decides about addresses that fail, too. */
class NameJudgeTest {
  private static final String HOST = Evidently.HOST;

  private static void assertVerdict(String statusAndOwner, Verdict verdict) {
    assertEquals(
        statusAndOwner,
        verdict.status() + verdict.owner().map(owner -> " " + owner).orElse(""),
        verdict.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT, NO_ROUTE, DNS",
    "CONNECT, DROPPED, DNS",
    "CONNECT, REFUSED, DNS",
    "TLS, WRONG_NAME, DNS",
    "EXCHANGE, MALFORMED, DNS",
    // It proved its name, or is no matter of addresses.
    "TLS, EXPIRED, VENDOR",
    "TLS, INTERCEPTED, PROXY",
    "EXCHANGE, DENIED, VENDOR",
  })
  void aPublicNameWithAPrivateAddressThatFails(Phase phase, FaultKind kind, Owner owner) {
    Evidence evidence =
        probed(
            List.of(resolved(HOST, List.of("10.9.8.7"))), failing("10.9.8.7", fault(phase, kind)));
    Verdict verdict = row().external().judge(evidence);
    assertVerdict("FAIL " + owner, verdict);
    assertEquals(kind, verdict.cause().orElseThrow().kind());
    if (owner == Owner.DNS) {
      assertFalse(verdict.advice().contains("allow"), verdict.advice());
      assertTrue(verdict.summary().contains("private address 10.9.8.7"), verdict.summary());
    }
  }

  /** DNS64 with a prefix of the network's own: RFC 6052 §2.4 has these forms of 192.0.2.33. */
  @ParameterizedTest
  @CsvSource({
    "fd00:6464::192.0.2.33, 192.0.2.33, PASS",
    "fd00:6464:c000:221::, 192.0.2.33, PASS",
    "fd00:6464:1c0:2:21::, 192.0.2.33, PASS",
    "fd00:6464:122:c000:2:2100::, 192.0.2.33, PASS",
    "fd00:6464:122:3c0:0:221::, 192.0.2.33, PASS",
    "fd00:6464:122:344:c0:2:2100::, 192.0.2.33, PASS",
    "fd00:6464::192.0.2.34, 192.0.2.33, WARN",
    "fd00:6464::10.9.8.7, 10.9.8.7, WARN"
  })
  void aTranslatedAddressIsNotPrivate(String six, String four, String status) throws Exception {
    NameEvidence name = resolved(HOST, List.of(InetAddress.getByName(six).getHostAddress(), four));
    assertEquals(
        status, row().external().judge(probed(List.of(name), answering(four))).status().name());
  }

  @Test
  void anAddressThatOnlyOneNameServerKnows() {
    NameEvidence name =
        resolved(
            HOST,
            List.of("10.0.0.1"),
            says("ns1", Status.ANSWERED, "10.0.0.1"),
            says("ns2", Status.ANSWERED, "10.0.0.2"));
    Verdict verdict = row().judge(probed(List.of(name), dropped("10.0.0.1")));
    assertVerdict("FAIL DNS", verdict);
    assertTrue(verdict.summary().startsWith("the name servers disagree"), verdict.summary());
    assertTrue(verdict.advice().contains("If the address is correct: Ask the firewall"), "both");
    assertTrue(verdict.remarks().toString().contains("CONNECT DROPPED"), "still reported");
  }

  @Test
  void anAddressThatEveryNameServerKnows() {
    NameEvidence name =
        resolved(
            HOST,
            List.of("10.0.0.1"),
            says("ns1", Status.ANSWERED, "10.0.0.1", "10.0.0.2"),
            says("ns2", Status.ANSWERED, "10.0.0.1"));
    Verdict verdict = row().judge(probed(List.of(name), dropped("10.0.0.1")));
    assertVerdict("FAIL FIREWALL", verdict);
    assertTrue(verdict.remarks().toString().contains("disagree"), "reported as well");
  }

  @Test
  void aStaleHostsFile() {
    NameEvidence name =
        resolved(HOST, List.of("10.0.0.9"), says("ns1", Status.ANSWERED, "10.0.0.1"));
    assertVerdict("FAIL THIS_HOST", row().judge(probed(List.of(name), dropped("10.0.0.9"))));
  }

  /**
   * DNS serves {@code ::ffff:10.0.0.1}; Java reads that as IPv4, the system's resolver does not.
   */
  @Test
  void aMappedAddressIsTheAddress() throws UnknownHostException {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 10, 0, 0, 1};
    for (String record : List.of("10.0.0.1", "0:0:0:0:0:ffff:a00:1")) {
      NameEvidence name =
          new NameEvidence(
              HOST,
              List.of(Inet6Address.getByAddress(HOST, mapped, -1)),
              Duration.ZERO,
              Optional.empty(),
              List.of(says("ns1", Status.ANSWERED, record)));
      assertVerdict("PASS", row().judge(probed(List.of(name), answering("10.0.0.1"))));
    }
  }

  @Test
  void aSinkholeIsTheDnsTeams() {
    Fault sinkhole =
        new Fault(Phase.RESOLVE, FaultKind.NAME_NOT_FOUND, "answered with 0.0.0.0", Clue.SINKHOLE);
    Verdict verdict = row().external().judge(probed(List.of(unresolved(sinkhole))));
    assertVerdict("FAIL DNS", verdict);
    assertTrue(verdict.advice().contains("filter"), verdict.advice());
    // The name is not gone.
    assertVerdict(
        "FAIL DNS",
        row().external().absent(Owner.VENDOR).judge(probed(List.of(unresolved(sinkhole)))));
  }

  private static NameEvidence unresolved(Fault fault, ServerAnswer... servers) {
    return new NameEvidence(
        HOST,
        fault.clue().filter(Clue.SINKHOLE::equals).isPresent()
            ? List.of(address("0.0.0.0"))
            : List.of(),
        Duration.ZERO,
        Optional.of(fault),
        Arrays.asList(servers));
  }

  /** BIND with a response policy zone first, and a name server without one second. */
  @Test
  void nameServersThatDisputeANameHaveAnswered() {
    Verdict verdict =
        row()
            .judge(
                probed(
                    List.of(
                        unresolved(
                            fault(FaultKind.NAME_SERVER_FAILED),
                            says("192.0.2.1", Status.NXDOMAIN),
                            says("192.0.2.2", Status.ANSWERED, "192.0.2.9")))));
    assertVerdict("FAIL DNS", verdict);
    assertTrue(
        verdict.advice().contains("192.0.2.1 denies the name, 192.0.2.2 has it"), verdict.advice());
    assertFalse(verdict.advice().contains("firewall"), verdict.advice());
  }

  @Test
  void anAliasThatLeadsNowhere() {
    ServerAnswer gone =
        new ServerAnswer(
            "ns", Status.NXDOMAIN, List.of("lb.example", "gone.example"), List.of(), Duration.ZERO);
    Verdict verdict =
        row().judge(probed(List.of(unresolved(fault(FaultKind.NAME_NOT_FOUND), gone))));
    assertVerdict("FAIL DNS", verdict);
    assertTrue(verdict.advice().contains("it leads to gone.example"), verdict.advice());
  }

  private static Fault fault(FaultKind kind) {
    return Evidently.fault(Phase.RESOLVE, kind);
  }

  private static Fault fault(Phase phase, FaultKind kind) {
    return Evidently.fault(phase, kind);
  }

  @ParameterizedTest
  @CsvSource({
    "SILENT, DNS",
    "NOT_LISTENING, DNS",
    "TCP_FAILED, DNS",
    "TCP_BLOCKED, FIREWALL",
    "REJECTED, FIREWALL",
  })
  void whoseNameServersFail(Status status, Owner owner) {
    Verdict verdict =
        row()
            .judge(
                probed(
                    List.of(unresolved(fault(FaultKind.NAME_SERVER_FAILED), says("ns", status)))));
    assertVerdict("FAIL " + owner, verdict);
    assertTrue(verdict.advice().contains("firewall team"), verdict.advice());
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSED, allow queries from this host",
    "NO_RECURSION, allow recursion for this host on ns",
    "SERVFAIL, sql.uni.edu cannot be resolved by ns",
    "BOGUS, the DNSSEC signatures of the zone of sql.uni.edu",
    "BROKEN, no usable answer for sql.uni.edu from ns",
  })
  void whoseNameServersAnswerWithoutTheName(Status status, String request) {
    Verdict verdict =
        row()
            .judge(
                probed(
                    List.of(unresolved(fault(FaultKind.NAME_SERVER_FAILED), says("ns", status)))));
    assertVerdict("FAIL DNS", verdict);
    assertTrue(verdict.advice().contains(request), verdict.advice());
    assertFalse(verdict.advice().contains("firewall"), verdict.advice());
  }

  /** Its port is open, as it answers for other names. */
  @Test
  void aNameServerThatAnswersForOtherNamesIsTheDnsTeamsAlone() {
    NameEvidence silent =
        unresolved(
            fault(FaultKind.NAME_SERVER_FAILED),
            says("ns1", Status.SILENT),
            says("ns2", Status.SILENT));
    NameEvidence other =
        unresolved(fault(FaultKind.NAME_SERVER_FAILED), says("ns1", Status.SERVFAIL));
    Verdict verdict = judge(silent, other);
    assertVerdict("FAIL DNS", verdict);
    assertTrue(
        verdict.advice().contains("from ns1: mostly")
            && verdict.advice().contains("port 53 is open"),
        verdict.advice());
    assertTrue(verdict.advice().contains("no whole answer from ns2, and the"), verdict.advice());
    NameEvidence alone =
        unresolved(fault(FaultKind.NAME_SERVER_FAILED), says("ns1", Status.SILENT));
    assertFalse(judge(alone, other).advice().contains("firewall"));
    for (Status status : List.of(Status.FILTERED, Status.BOGUS)) {
      NameEvidence told = unresolved(fault(FaultKind.NAME_SERVER_FAILED), says("ns1", status));
      assertFalse(judge(alone, told).advice().contains("firewall"), status::toString);
    }
    assertTrue(judge(alone, alone).advice().contains("firewall"));
  }

  /** The first name's rule, in a run that looked up the other one, too. */
  private static Verdict judge(NameEvidence name, NameEvidence other) {
    return new Judge(
            LocalDate.EPOCH,
            false,
            id -> Optional.empty(),
            Declared.NOTHING,
            OpenServers.of(List.of(probed(List.of(name)), probed(List.of(other)))))
        .judge(row().rule(), probed(List.of(name)));
  }

  @Test
  void oneNameServerIsSilentAndTheOtherRefuses() {
    NameEvidence name =
        unresolved(
            fault(FaultKind.NAME_SERVER_FAILED),
            says("ns1", Status.SILENT),
            says("ns2", Status.REFUSED));
    Verdict verdict = row().judge(probed(List.of(name)));
    assertVerdict("FAIL DNS", verdict);
    assertTrue(
        verdict.advice().contains("no whole answer from ns1, and the firewall"), verdict.advice());
    assertTrue(verdict.advice().contains("on ns2: they are refused"), verdict.advice());
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"ANSWERED", "NOT_SENT"})
  void thisHostsOwnResolver(Status status) {
    Fault own = new Fault(Phase.RESOLVE, FaultKind.NAME_SERVER_FAILED, "seen", Clue.LOCAL_RESOLVER);
    Verdict verdict = row().judge(probed(List.of(unresolved(own, says("ns", status)))));
    assertVerdict("FAIL THIS_HOST", verdict);
    assertTrue(verdict.advice().contains("/etc/resolv.conf"), verdict.advice());
  }

  @ParameterizedTest
  @CsvSource({"TCP_BLOCKED, FIREWALL, allow 53/tcp", "TCP_FAILED, DNS, answer on 53/tcp"})
  void aPartOfAnAnswerIsNoDisagreementAndAsksForTcp(Status status, Owner owner, String advice) {
    NameEvidence name =
        resolved(
            HOST,
            List.of("10.0.0.1"),
            says("ns1", status, "10.0.0.2"),
            says("ns2", Status.ANSWERED, "10.0.0.1", "10.0.0.2"));
    Verdict verdict = row().judge(probed(List.of(name), answering("10.0.0.1")));
    assertVerdict("WARN " + owner, verdict);
    assertTrue(
        verdict.summary().startsWith("over UDP, the answer for " + HOST + " from ns1 is cut short"),
        verdict.summary());
    assertTrue(verdict.advice().contains(advice), verdict.advice());
    assertFalse(verdict.toString().contains("disagree"), verdict.toString());
  }

  @Test
  void slowNamesWarn() {
    NameEvidence slow =
        new NameEvidence(
            HOST,
            List.of(address("10.0.0.1")),
            Duration.ofSeconds(5),
            Optional.empty(),
            List.of(),
            List.of(new Concern(Concern.Kind.NAMES, "took 5.0 s")));
    Verdict verdict = row().judge(probed(List.of(slow), answering("10.0.0.1")));
    assertVerdict("WARN DNS", verdict);
    assertEquals("took 5.0 s", verdict.summary());
    assertVerdict("FAIL FIREWALL", row().judge(probed(List.of(slow), dropped("10.0.0.1"))));
  }
}
