package dev.rollcall.verdict;

import static dev.rollcall.verdict.Evidently.address;
import static dev.rollcall.verdict.Evidently.answer;
import static dev.rollcall.verdict.Evidently.answering;
import static dev.rollcall.verdict.Evidently.discovered;
import static dev.rollcall.verdict.Evidently.dropped;
import static dev.rollcall.verdict.Evidently.fail;
import static dev.rollcall.verdict.Evidently.failing;
import static dev.rollcall.verdict.Evidently.fault;
import static dev.rollcall.verdict.Evidently.finding;
import static dev.rollcall.verdict.Evidently.probed;
import static dev.rollcall.verdict.Evidently.route;
import static dev.rollcall.verdict.Evidently.row;
import static dev.rollcall.verdict.Evidently.skipped;
import static dev.rollcall.verdict.Evidently.unresolved;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.Owner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many of the addresses must answer. */
class AddressesTest {
  private static final Finding INTERNAL =
      failing("10.0.0.9", fault(Phase.EXCHANGE, FaultKind.INTERNAL));

  private static AddressPolicy policy(String word) {
    return switch (word) {
      case "all" -> AddressPolicy.ALL;
      case "any" -> AddressPolicy.ANY;
      default -> new AddressPolicy.AtLeast(Integer.parseInt(word));
    };
  }

  /**
   * One letter an address: a answers, f fails; A and F the same over IPv6, s a skipped IPv6; d and
   * e a discovered host that answers or fails; i undecided; n a name without an address.
   */
  private static Verdict judge(String policy, String letters) {
    List<Finding> findings = new ArrayList<>();
    List<NameEvidence> names = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      String four = "10.0.0." + (i + 1);
      String six = "fd00::" + (i + 1);
      switch (letters.charAt(i)) {
        case 'a' -> findings.add(answering(four));
        case 'f' -> findings.add(dropped(four));
        case 'A' -> findings.add(answering(six));
        case 'F' -> findings.add(dropped(six));
        case 's' -> findings.add(skipped(six));
        case 'd' -> findings.add(discovered(answering(four)));
        case 'e' -> findings.add(discovered(dropped(four)));
        case 'i' -> findings.add(INTERNAL);
        default -> names.add(unresolved("dc" + i + ".uni.edu", FaultKind.NAME_NOT_FOUND));
      }
    }
    return row().addresses(policy(policy)).judge(probed(names, findings.toArray(Finding[]::new)));
  }

  /** No firewall is between a host and itself, also where another address fails alike. */
  @Test
  void theOwnAddressIsNotPartOfTheRequestForTheOthers() {
    Fault refused = fault(Phase.CONNECT, FaultKind.REFUSED);
    Verdict verdict =
        row().judge(failing(Evidently.SOURCE, refused), failing("192.0.2.2", refused));
    String[] parts = verdict.advice().split("so no other firewall can block it.", -1);
    assertEquals(2, parts.length, verdict.advice());
    assertFalse(verdict.advice().contains("allow 10.1.2.3 to 10.1.2.3"), verdict.advice());
    assertTrue(verdict.advice().contains("allow 10.1.2.3 to 192.0.2.2"), verdict.advice());
  }

  @ParameterizedTest
  @CsvSource({
    "all, a, PASS",
    "all, aa, PASS",
    "all, f, FAIL",
    "all, af, FAIL",
    "all, aaaf, FAIL",
    "any, aa, PASS",
    "any, af, WARN",
    "any, ffa, WARN",
    "any, ff, FAIL",
    "1, aff, PASS",
    "1, ff, FAIL",
    "2, aaf, PASS",
    "2, aff, FAIL",
    // Fewer addresses than the policy asks for: all of them.
    "2, a, PASS",
    "3, aa, PASS",
    "3, af, FAIL",
    // IPv6 fails where the same host works over IPv4.
    "all, aF, WARN",
    "any, aF, WARN",
    "1, aF, PASS",
    "all, Af, FAIL",
    "any, Af, WARN",
    "all, AF, FAIL",
    "all, F, FAIL",
    // IPv6 is not tried where this host has none.
    "all, as, PASS",
    "all, s, INCONCLUSIVE",
    "any, ss, INCONCLUSIVE",
    "all, fs, FAIL",
    // Discovered hosts weigh less than declared ones, and all where there are no others.
    "all, ae, WARN",
    "any, ae, WARN",
    "any, fe, FAIL",
    "any, fd, WARN",
    "all, de, FAIL",
    "any, de, WARN",
    "any, ee, FAIL",
    "all, se, FAIL",
    // Names without an address.
    "all, n, FAIL",
    "any, nn, FAIL",
    "all, an, FAIL",
    "any, an, WARN",
    "1, an, PASS",
    "any, fn, FAIL",
    "all, sn, FAIL",
    // What could not be decided counts neither way.
    "all, i, INCONCLUSIVE",
    "all, ai, INCONCLUSIVE",
    "all, fi, FAIL",
    "any, ai, PASS",
    "any, fi, INCONCLUSIVE",
    "2, aif, INCONCLUSIVE",
    "1, aif, PASS",
    "2, ffi, FAIL",
  })
  void policies(String policy, String letters, Status expected) {
    assertEquals(
        expected, judge(policy, letters).status(), () -> judge(policy, letters).toString());
  }

  @Test
  void nothingAtAllIsInconclusive() {
    Verdict verdict = row().judge(probed());
    assertEquals(Status.INCONCLUSIVE, verdict.status());
    assertTrue(verdict.advice().contains("site file"), verdict.advice());
  }

  @Test
  void addressesThatFailAlikeAreOneRequest() {
    Verdict verdict = row().judge(answering("10.0.0.1"), dropped("10.0.0.2"), dropped("10.0.0.3"));
    assertEquals(
        "2 of 3 addresses fail; 10.0.0.2 (sql.uni.edu): CONNECT DROPPED: what was seen",
        verdict.summary());
    assertEquals(
        List.of("10.0.0.3 (sql.uni.edu): CONNECT DROPPED: what was seen"), verdict.remarks());
    assertEquals(
        "Ask the firewall team to allow 10.1.2.3 to 10.0.0.2 (sql.uni.edu), 10.0.0.3 (sql.uni.edu),"
            + " TCP port 1433: connection requests get no answer. If it is allowed already, ask"
            + " the owner of 10.0.0.2 (sql.uni.edu), 10.0.0.3 (sql.uni.edu) whether the host is up"
            + " and the service accepts connections: a full queue drops them too.",
        verdict.advice());
  }

  @Test
  void addressesThatFailDifferentlyAreTwoRequests() {
    Verdict verdict =
        row()
            .judge(
                dropped("10.0.0.2"), failing("10.0.0.3", fault(Phase.CONNECT, FaultKind.REFUSED)));
    assertEquals(Owner.FIREWALL, verdict.owner().orElseThrow());
    assertTrue(verdict.advice().contains("10.0.0.2 (sql.uni.edu), TCP"), verdict.advice());
    assertTrue(verdict.advice().contains("Ask the owner of 10.0.0.3"), verdict.advice());
  }

  @Test
  void aFailingAddressUnderAnyKeepsTheProof() {
    Verdict verdict = judge("any", "af");
    assertEquals(Owner.FIREWALL, verdict.owner().orElseThrow());
    assertEquals("CONNECT DROPPED", verdict.cause().orElseThrow().cause());
    assertEquals(List.of("proof: version 16.0.1000"), verdict.remarks());
  }

  @Test
  void anUnresolvedNameAmongOthersIsNamed() {
    Verdict verdict = judge("all", "an");
    assertEquals(Owner.DNS, verdict.owner().orElseThrow());
    assertTrue(
        verdict.summary().startsWith("1 of 2 destinations fail; dc1.uni.edu: RESOLVE NAME_"));
    assertTrue(verdict.advice().startsWith("Check dc1.uni.edu in the site file"));
  }

  @Test
  void skippedAddressesAreSaid() {
    assertEquals(
        List.of("fd00:0:0:0:0:0:0:2 (sql.uni.edu): no IPv6 route"), judge("all", "as").remarks());
  }

  @Test
  void anUntriedAddressIsInconclusive() {
    assertEquals(Status.INCONCLUSIVE, row().judge(finding(route("10.0.0.1"))).status());
  }

  /** The order of the addresses decides who is named first, and no one is left out. */
  @Test
  void eachFailingAddressHasItsOwnOwner() {
    Finding refused = failing("10.0.0.1", fault(Phase.CONNECT, FaultKind.REFUSED));
    Finding lost = dropped("10.0.0.2");
    Verdict verdict = row().judge(probed(List.of(), refused, lost));
    assertEquals(List.of(Owner.SERVER, Owner.FIREWALL), verdict.owners());
    assertEquals(
        List.of("SERVER 10.0.0.1", "FIREWALL 10.0.0.2"),
        verdict.tasks().stream()
            .map(task -> task.owner() + " " + task.address().orElseThrow().getHostAddress())
            .toList());
    assertEquals(
        List.of(Owner.FIREWALL, Owner.SERVER),
        row().judge(probed(List.of(), lost, refused)).owners());
    assertEquals(
        List.of(Owner.FIREWALL, Owner.SERVER),
        row().advisory().judge(probed(List.of(), lost, refused)).owners());
    assertTrue(verdict.tasks().get(0).advice().startsWith("Ask the owner of 10.0.0.1"));
    assertTrue(verdict.tasks().get(1).advice().startsWith("Ask the firewall team to allow"));
    assertEquals(List.of(), row().judge(probed(List.of(), lost, dropped("10.0.0.3"))).tasks());
    assertEquals(
        List.of(Owner.FIREWALL, Owner.DNS),
        row()
            .judge(probed(List.of(unresolved("dc2.uni.edu", FaultKind.NAME_NOT_FOUND)), lost))
            .owners());
  }

  /** A warning of one address must not be read as one of the address that fails. */
  @Test
  void aConcernOfOneAddressOfSeveralNamesIt() {
    Concern standIn = new Concern(Concern.Kind.STAND_IN, "a stand-in answered");
    Finding one = finding(route("192.0.2.1"), answer(standIn));
    Verdict failed = row().judge(one, dropped("192.0.2.2"));
    assertEquals(List.of("192.0.2.1 (sql.uni.edu): a stand-in answered"), failed.remarks());
    Verdict mixed = row().judge(one, answering("192.0.2.2"));
    assertEquals("192.0.2.1 (sql.uni.edu): a stand-in answered", mixed.summary());
    Verdict both = row().judge(one, finding(route("192.0.2.2"), answer(standIn)));
    assertEquals("a stand-in answered", both.summary());
  }

  /** A host that does not hear itself: also where its name leads to the loopback network. */
  @ParameterizedTest
  @ValueSource(strings = {Evidently.SOURCE, "127.0.0.2", "127.0.0.1", "::1"})
  void silenceOnTheOwnAddressIsThisHostsFilter(String address) {
    for (Fault fault :
        List.of(
            fault(Phase.CONNECT, FaultKind.DROPPED),
            fault(Phase.CONNECT, FaultKind.REJECTED),
            fault(Phase.CONNECT, FaultKind.UNREACHABLE),
            fault(Phase.EXCHANGE, FaultKind.TIMED_OUT, Clue.SILENT_DATAGRAM))) {
      Verdict verdict = row().judge(failing(address, fault));
      assertEquals(List.of(Owner.THIS_HOST), verdict.owners(), verdict::toString);
      assertTrue(
          verdict.advice().startsWith("Allow in this host's own filter: "), verdict.advice());
      assertFalse(verdict.advice().contains("firewall team"), verdict.advice());
    }
    Verdict cut =
        row().judge(failing(address, fault(Phase.EXCHANGE, FaultKind.RESET, Clue.REWRITTEN)));
    assertEquals(List.of(Owner.THIS_HOST), cut.owners(), cut::toString);
  }

  /** A proxy of this host's own is its own address as well, until the proxy answers. */
  @Test
  void silenceOfAProxyOnThisHost() {
    Endpoint proxy = new Endpoint(new Target("localhost", Port.tcp(3128)), address("127.0.0.1"));
    Route route = new Route.ViaProxy(new Target(Evidently.HOST, Evidently.PORT), proxy);
    Verdict verdict = row().judge(finding(route, fail(fault(Phase.CONNECT, FaultKind.DROPPED))));
    assertEquals(List.of(Owner.THIS_HOST), verdict.owners(), verdict::toString);
    assertTrue(verdict.advice().contains("TCP port 3128"), verdict.advice());
  }

  /** Where the site file sets a source, packets to another address of this host do not leave it. */
  @Test
  void aDropAtAnotherOwnAddressIsThisHosts() {
    Fault dropped = fault(Phase.CONNECT, FaultKind.DROPPED);
    Attempt noted =
        fail(dropped)
            .with(new Outcome.Failed(dropped, List.of(Observation.Note.OWN_ADDRESS), List.of()));
    Verdict verdict = row().judge(finding(route("10.1.2.4"), noted));
    assertEquals(List.of(Owner.THIS_HOST), verdict.owners(), verdict::toString);
    assertTrue(verdict.advice().contains("this host's own filter"), verdict.advice());
    Verdict other = row().judge(dropped("10.1.2.4"));
    assertEquals(List.of(Owner.FIREWALL), other.owners(), other::toString);
  }

  /** Java writes an address of IPv6 in another form than people do. */
  @Test
  void anAddressThatTheSiteFileNamesIsWrittenOnce() {
    Fault dropped = fault(Phase.CONNECT, FaultKind.DROPPED);
    for (String given : List.of("2001:db8::1", "2001:db8:0:0:0:0:0:1")) {
      Route route = route(given, "2001:db8::1", Evidently.PORT);
      Verdict verdict = row().judge(finding(route, fail(dropped)));
      assertTrue(verdict.summary().startsWith(given + ": CONNECT"), verdict.summary());
    }
    Route named = route("dc1.uni.edu", "2001:db8::1", Evidently.PORT);
    Verdict verdict = row().judge(finding(named, fail(dropped)));
    assertTrue(
        verdict.summary().startsWith("2001:db8:0:0:0:0:0:1 (dc1.uni.edu): "), verdict.summary());
  }

  @Test
  void lossAtTheOwnAddressIsThisHosts() {
    Attempt lost = fail(fault(Phase.CONNECT, FaultKind.DROPPED));
    Verdict own = row().judge(finding(route(Evidently.SOURCE), lost, answer()));
    assertEquals(Status.WARN, own.status());
    assertEquals(List.of(Owner.THIS_HOST), own.owners(), own::toString);
    assertTrue(own.advice().contains("this host's own filter"), own.advice());
    Verdict other = row().judge(finding(route("192.0.2.2"), lost, answer()));
    assertEquals(List.of(Owner.FIREWALL), other.owners(), other::toString);
  }

  /** In a demonstration, a stand-in of this host plays another host. */
  @Test
  void aDemonstrationsDropIsTheFirewalls() {
    Endpoint standIn =
        new Endpoint(new Target(Evidently.HOST, Port.tcp(40_000)), address("127.0.0.1"));
    Route route = new Route.Detour(new Target(Evidently.HOST, Evidently.PORT), standIn);
    Verdict verdict = row().judge(finding(route, fail(fault(Phase.CONNECT, FaultKind.DROPPED))));
    assertEquals(List.of(Owner.FIREWALL), verdict.owners(), verdict::toString);
  }

  /** No firewall is between a host and itself. */
  @Test
  void aHostsOwnAddressIsNoFirewallsMatter() {
    Verdict verdict =
        row()
            .judge(
                probed(
                    List.of(), failing(Evidently.SOURCE, fault(Phase.CONNECT, FaultKind.REFUSED))));
    assertEquals(List.of(Owner.SERVER), verdict.owners());
    assertTrue(verdict.advice().contains("no other firewall can block it"), verdict.advice());
    for (FaultKind kind : List.of(FaultKind.RESET, FaultKind.CLOSED, FaultKind.TIMED_OUT)) {
      String advice =
          row()
              .judge(probed(List.of(), failing(Evidently.SOURCE, fault(Phase.EXCHANGE, kind))))
              .advice();
      assertTrue(!advice.contains("firewall"), advice);
    }
  }
}
