package dev.rollcall.verdict;

import static dev.rollcall.verdict.Evidently.HOST;
import static dev.rollcall.verdict.Evidently.fail;
import static dev.rollcall.verdict.Evidently.fault;
import static dev.rollcall.verdict.Evidently.finding;
import static dev.rollcall.verdict.Evidently.route;
import static dev.rollcall.verdict.Evidently.row;
import static dev.rollcall.verdict.Evidently.showing;
import static dev.rollcall.verdict.Evidently.viaProxy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.PathTrace;
import dev.rollcall.model.path.PathTrace.Finding;
import dev.rollcall.model.path.PathTrace.Hop;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.Owner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the search for the place of a loss adds to the advice, and where it decides the owner. */
class PlaceTest {
  private static final String SERVER = "192.0.2.1";
  private static final String OTHER = "192.0.2.2";
  private static final String HEAD =
      "Ask the firewall team to allow 10.1.2.3 to 192.0.2.1 (sql.uni.edu), TCP port 1433: ";
  private static final String SERVER_TOO =
      " If it is allowed already, ask the owner of 192.0.2.1 (sql.uni.edu) whether the host is up,"
          + " its own filter allows it and the service accepts connections: a full queue drops them"
          + " too.";

  private static List<Hop> hops(String... routers) {
    List<Hop> hops = new ArrayList<>();
    for (String router : routers) {
      hops.add(new Hop(hops.size() + 1, Optional.of(router).filter(one -> !one.isEmpty())));
    }
    return hops;
  }

  private static Hop hop(int distance, String... router) {
    return new Hop(distance, Arrays.stream(router).findFirst());
  }

  private static PathTrace trace(Finding finding, String sentence, List<Hop> hops, Hop... control) {
    return new PathTrace(hops, control.length == 0 ? 0 : 9, List.of(control), finding, sentence);
  }

  private static PathTrace behind(String router, Hop... control) {
    return trace(
        Finding.LOST_BEHIND_ROUTER,
        "Connection requests get as far as " + router + " (hop 2); nothing answers behind it.",
        hops("10.0.1.1", router, "", ""),
        control);
  }

  private static PathTrace rejected() {
    return trace(Finding.REJECTED_BY, "Rejected by ICMP.", hops("10.0.1.1", ""));
  }

  private static Flow search(IcmpAnswer... icmp) {
    return new Flow(
        Flow.Purpose.PATH,
        Transport.TCP,
        Evidently.SOURCE,
        40_000,
        SERVER,
        1433,
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.of(1),
        List.of(icmp));
  }

  private static Attempt attempt(FaultKind kind, PathTrace trace, Flow... flows) {
    return fail(fault(Phase.CONNECT, kind)).withPackets(List.of(flows), Optional.of(trace));
  }

  private static Verdict judge(FaultKind kind, PathTrace trace, Flow... flows) {
    return row().judge(finding(route(SERVER), attempt(kind, trace, flows)));
  }

  private static Verdict plain(FaultKind kind) {
    return row().judge(finding(route(SERVER), fail(fault(Phase.CONNECT, kind))));
  }

  private static void says(Verdict verdict, Owner owner, String advice) {
    assertEquals(advice, verdict.advice());
    assertEquals(Optional.of(owner), verdict.owner());
  }

  @Test
  void theLastRouterThatAnswers() {
    says(
        judge(FaultKind.DROPPED, behind("10.0.2.1")),
        Owner.FIREWALL,
        HEAD
            + "connection requests get as far as 10.0.2.1 (hop 2), and nothing answers behind it."
            + SERVER_TOO);
  }

  /** No router lies between, so neither a router nor a dead host is the cause. */
  @Test
  void aRejectionInThisHostsOwnNetworkLeadsToTheHostsOwnFilter() {
    PathTrace near = trace(Finding.LOST_AT_DESTINATION, "No router lies between.", List.of());
    says(
        judge(FaultKind.REJECTED, near),
        Owner.FIREWALL,
        HEAD
            + "it is rejected with ICMP, and no router lies between. So look first at the host's"
            + " own filter, and at those of virtual switches.");
  }

  /** A firewall that drops what it does not know stops both: no more than that is said. */
  @Test
  void bothPortsEndAtTheSameRouter() {
    says(
        judge(FaultKind.DROPPED, behind("10.0.2.1", hop(3), hop(4))),
        Owner.FIREWALL,
        HEAD
            + "connection requests get as far as 10.0.2.1 (hop 2), and nothing answers behind it."
            + " Requests to port 9 of the same host are not answered from behind it either, so a"
            + " filter for the whole host, or a missing route, looks the same."
            + SERVER_TOO);
  }

  /** The model has no place for who rejects a control: its packets have it. */
  @Test
  void aControlThatIsRejectedIsNotSilent() {
    Verdict verdict =
        judge(
            FaultKind.DROPPED,
            behind("10.0.2.1", hop(3), hop(4)),
            search(new IcmpAnswer("10.0.2.1", 11, 0)),
            search(new IcmpAnswer("10.0.3.1", 3, 13)));
    assertTrue(
        verdict
            .advice()
            .contains(
                "get as far as 10.0.2.1 (hop 2), and those to port 9 are rejected (10.0.3.1:"
                    + " communication administratively prohibited, 3/13)."),
        verdict.advice());
  }

  @Test
  void aFilterForThisPortBetweenTwoRouters() {
    String sentence = "Connection requests to port 1433 get as far as 10.0.2.1 (hop 2); …";
    says(
        judge(
            FaultKind.DROPPED,
            trace(
                Finding.THIS_PORT_ONLY,
                sentence,
                hops("10.0.1.1", "10.0.2.1", ""),
                hop(3, "10.0.3.1"),
                hop(4))),
        Owner.FIREWALL,
        HEAD
            + "connection requests get as far as 10.0.2.1 (hop 2), and those to port 9 of the same"
            + " host to 10.0.3.1 (hop 3). So look for a filter for this port between the two, or"
            + " for its answers on the way back.");
    says(
        judge(
            FaultKind.DROPPED,
            trace(
                Finding.THIS_PORT_ONLY,
                sentence,
                hops("10.0.1.1", "10.0.2.1", ""),
                hop(3),
                hop(4))),
        Owner.FIREWALL,
        HEAD
            + "connection requests get as far as 10.0.2.1 (hop 2), and one to port 9 of the same"
            + " host is answered. So look for a filter for this port behind that router, or for"
            + " its answers on the way back."
            + SERVER_TOO);
  }

  /** The gateway's filter and this host's own look the same: the owner stays. */
  @Test
  void notEvenTheFirstRouter() {
    says(
        judge(
            FaultKind.DROPPED,
            trace(
                Finding.FIRST_HOP_SILENT,
                "Connection requests do not even get to 10.0.1.1 (hop 1), …",
                hops(""))),
        Owner.FIREWALL,
        HEAD
            + "not even the nearest router answers, which answers requests to other destinations."
            + " So look at that router's filter for what enters it, and at this host's own filter"
            + " for what leaves it.");
  }

  @Test
  void noRouterLiesBetween() {
    says(
        judge(
            FaultKind.DROPPED,
            trace(Finding.LOST_AT_DESTINATION, "No router lies between: …", List.of())),
        Owner.FIREWALL,
        HEAD
            + "connection requests get no answer, and no router lies between. So look first at the"
            + " host's own filter, and at those of virtual switches."
            + SERVER_TOO);
  }

  @ParameterizedTest
  @CsvSource({
    "REJECTED, 10.0.2.1, 3, 13, 'communication administratively prohibited, 3/13', ''",
    "REJECTED, 10.0.2.1, 3, 1, 'host unreachable, 3/1', whether the host is up",
    "REFUSED, 10.0.2.1, 3, 3, 'port unreachable, 3/3', ''",
    "NO_ROUTE, 10.0.2.1, 3, 0, 'network unreachable, 3/0', ask the network team for a route",
    "UNREACHABLE, fd00::1, 1, 3, 'address unreachable, 1/3', whether the host is up",
    "NO_ROUTE, fd00::1, 1, 0, 'no route to destination, 1/0', ask the network team for a route",
    "REFUSED, fd00::1, 1, 4, 'port unreachable, 1/4', ''"
  })
  void whoRejectsAndWithWhichCode(
      FaultKind kind, String sender, int type, int code, String message, String open) {
    Verdict verdict =
        judge(
            kind,
            rejected(),
            search(new IcmpAnswer("10.0.1.1", 11, 0), new IcmpAnswer(sender, type, code)),
            search(new IcmpAnswer("fd00::2", 3, 0)));
    String seen = HEAD + sender + " rejects it with ICMP (" + message + ").";
    assertEquals(Optional.of(Owner.FIREWALL), verdict.owner());
    assertTrue(verdict.advice().startsWith(seen), verdict.advice());
    assertEquals(open.isEmpty(), verdict.advice().equals(seen), verdict.advice());
    assertTrue(verdict.advice().contains(open), verdict.advice());
  }

  @ParameterizedTest
  @EnumSource(names = {"REJECTED", "REFUSED", "NO_ROUTE", "UNREACHABLE"})
  void aRejectionFromTheDestinationItselfIsTheServers(FaultKind kind) {
    Flow flow = search(new IcmpAnswer(SERVER, 3, 13));
    says(
        judge(kind, rejected(), flow),
        Owner.SERVER,
        "Ask the owner of 192.0.2.1 (sql.uni.edu) to allow 10.1.2.3 in the host's own filter:"
            + " 10.1.2.3 to 192.0.2.1 (sql.uni.edu), TCP port 1433: the rejection comes from its"
            + " own address (ICMP communication administratively prohibited, 3/13). If it has no"
            + " such filter, ask the firewall team: a firewall that translates addresses or works"
            + " as a bridge answers with this address too.");
    Attempt attempt = attempt(kind, rejected(), flow);
    assertEquals(
        Optional.of(Owner.LOAD_BALANCER),
        row().keeper(Owner.LOAD_BALANCER).judge(finding(route(SERVER), attempt)).owner());
    Verdict external = row().external().judge(finding(route(SERVER), attempt));
    assertEquals(Optional.of(Owner.FIREWALL), external.owner());
    assertTrue(external.advice().contains("if a device here rejects it"), external.advice());
    assertTrue(external.advice().endsWith("If none does, ask the vendor."), external.advice());
  }

  /** A datagram's own "port unreachable" is that of a closed port, as always. */
  @Test
  void datagramsAreRejectedOnTheWayOrFindNoService() {
    Route udp = route(Evidently.HOST, SERVER, Port.udp(1434));
    Fault refused = fault(Phase.EXCHANGE, FaultKind.REFUSED);
    Flow router = search(new IcmpAnswer("10.0.2.1", 3, 3));
    Verdict verdict =
        row()
            .judge(
                finding(udp, fail(refused).withPackets(List.of(router), Optional.of(rejected()))));
    says(
        verdict,
        Owner.FIREWALL,
        HEAD.replace("TCP port 1433", "UDP port 1434")
            + "10.0.2.1 rejects it with ICMP (port unreachable, 3/3).");
    Flow own = search(new IcmpAnswer(SERVER, 3, 3));
    assertEquals(
        row().judge(finding(udp, fail(refused))),
        row()
            .judge(finding(udp, fail(refused).withPackets(List.of(own), Optional.of(rejected())))));
  }

  @Test
  void aConnectionThatNoTimeWasLeftForHasNoPlace() {
    assertEquals(plain(FaultKind.TIMED_OUT), judge(FaultKind.TIMED_OUT, behind("10.0.2.1")));
  }

  @Test
  void thisHostsOwnFilterIsThisHosts() {
    says(
        judge(FaultKind.REFUSED, rejected(), search(new IcmpAnswer(Evidently.SOURCE, 3, 3))),
        Owner.THIS_HOST,
        "Allow in this host's own firewall, outgoing: 10.1.2.3 to 192.0.2.1 (sql.uni.edu), TCP port"
            + " 1433: 10.1.2.3 rejects it with ICMP (port unreachable, 3/3).");
    // A neighbour that is not there: nothing new.
    assertEquals(
        plain(FaultKind.UNREACHABLE),
        judge(FaultKind.UNREACHABLE, rejected(), search(new IcmpAnswer(Evidently.SOURCE, 3, 1))));
  }

  @Test
  void ofSeveralSendersNoneIsNamed() {
    says(
        judge(
            FaultKind.REFUSED,
            rejected(),
            search(new IcmpAnswer(SERVER, 3, 3)),
            search(new IcmpAnswer("10.0.2.1", 3, 13))),
        Owner.SERVER,
        plain(FaultKind.REFUSED).advice());
  }

  @Test
  void aResetFromTheWayIsTheFirewallTeams() {
    PathTrace trace =
        trace(
            Finding.RESET_ON_THE_WAY,
            "The reset comes from hop 3 or nearer, …",
            hops("10.0.1.1", "10.0.2.1", ""),
            hop(3, "10.0.3.1"));
    String seen =
        "the reset comes from hop 3 or nearer, and there a request to port 9 of the same host gets"
            + " to a router, 10.0.3.1. So a device before the destination refuses.";
    says(judge(FaultKind.REFUSED, trace), Owner.FIREWALL, HEAD + seen);
    Attempt attempt = attempt(FaultKind.REFUSED, trace);
    says(
        row().external().judge(finding(route(SERVER), attempt)),
        Owner.FIREWALL,
        HEAD + seen + " If no device here does, ask the vendor about its side.");
    // Before the proxy, and so not the proxy team's.
    assertEquals(Optional.of(Owner.FIREWALL), row().judge(finding(viaProxy(), attempt)).owner());
  }

  @Test
  void aProxyThatRejectsItselfIsTheProxyTeams() {
    Attempt attempt =
        attempt(FaultKind.REJECTED, rejected(), search(new IcmpAnswer("10.9.9.9", 3, 13)));
    for (boolean external : new boolean[] {false, true}) {
      Evidently.Row rule = external ? row().external() : row();
      Verdict verdict = rule.judge(finding(viaProxy(), attempt));
      assertEquals(Optional.of(Owner.PROXY), verdict.owner());
      assertTrue(verdict.advice().startsWith("Ask the proxy team to allow"), verdict.advice());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "NOT_AVAILABLE"})
  void withoutAFindingNothingChanges(Finding finding) {
    for (FaultKind kind :
        List.of(FaultKind.DROPPED, FaultKind.REJECTED, FaultKind.REFUSED, FaultKind.RESET)) {
      assertEquals(plain(kind), judge(kind, trace(finding, "", hops("10.0.1.1", "10.0.2.1", ""))));
    }
  }

  /** The search met another path of equal cost when it asked again: only its sentence is right. */
  @Test
  void aRouterThatTheSentenceDoesNotNameIsNotNamed() {
    assertEquals(
        plain(FaultKind.DROPPED),
        judge(
            FaultKind.DROPPED,
            trace(
                Finding.LOST_BEHIND_ROUTER,
                "Connection requests get as far as 10.0.2.1 (hop 2); nothing answers behind it.",
                hops("10.0.1.1", "10.0.2.10", ""))));
  }

  private static Verdict datagram(FaultKind kind, PathTrace trace, Flow... flows) {
    Fault fault =
        kind == FaultKind.TIMED_OUT
            ? fault(Phase.EXCHANGE, kind, Clue.SILENT_DATAGRAM)
            : fault(Phase.EXCHANGE, kind);
    return row()
        .judge(
            finding(
                route(HOST, SERVER, Port.udp(1434)),
                fail(fault).withPackets(List.of(flows), Optional.of(trace))));
  }

  @Test
  void datagramsAreNotKnownToBeLost() {
    String head =
        "Ask the firewall team to allow 10.1.2.3 to 192.0.2.1 (sql.uni.edu), UDP port 1434";
    List<Hop> hops = hops("10.0.1.1", "10.0.2.1", "");
    says(
        datagram(
            FaultKind.TIMED_OUT,
            trace(Finding.DELIVERY_UNKNOWN, "Datagrams get as far as 10.0.2.1 (hop 2); …", hops)),
        Owner.FIREWALL,
        head
            + ", and the answers: datagrams get as far as 10.0.2.1 (hop 2), and nothing answers"
            + " behind it. If they are allowed, ask the owner of 192.0.2.1 (sql.uni.edu) whether"
            + " the service listens.");
    says(
        datagram(
            FaultKind.TIMED_OUT,
            trace(
                Finding.THIS_PORT_ONLY,
                "Datagrams to port 1434 get as far as 10.0.2.1 (hop 2); …",
                hops,
                hop(3, "10.0.3.1"))),
        Owner.FIREWALL,
        head
            + ": datagrams get as far as 10.0.2.1 (hop 2), and those to port 9 of the same host to"
            + " 10.0.3.1 (hop 3). So look for a filter for this port between the two, or for its"
            + " answers on the way back.");
    Verdict rejected =
        datagram(FaultKind.TIMED_OUT, rejected(), search(new IcmpAnswer("10.0.2.1", 3, 1)));
    assertTrue(
        rejected.advice().startsWith(head + ": 10.0.2.1 rejects it with ICMP (host unreachable"),
        rejected.advice());
    Verdict closed = datagram(FaultKind.REFUSED, rejected(), search(new IcmpAnswer(SERVER, 3, 3)));
    assertEquals(Optional.of(Owner.SERVER), closed.owner());
  }

  @Test
  void whereLargePacketsAreLost() {
    Fault fault = fault(Phase.TLS, FaultKind.TIMED_OUT, Clue.MTU_BLACK_HOLE);
    PathTrace trace =
        trace(
            Finding.LARGE_LOST_BEHIND_ROUTER,
            "Packets of 1500 bytes get as far as 10.0.2.1 (hop 2); …",
            hops("10.0.1.1", "10.0.2.1", ""),
            hop(1, "10.0.1.1"),
            hop(2, "10.0.2.1"),
            hop(3, "10.0.3.1"));
    says(
        row().judge(finding(route(SERVER), fail(fault).withPackets(List.of(), Optional.of(trace)))),
        Owner.FIREWALL,
        "Ask the firewall team to let ICMP \"fragmentation needed\" pass between these routers, or"
            + " to clamp TCP's segment size: 10.1.2.3 to 192.0.2.1 (sql.uni.edu), TCP port 1433:"
            + " large packets get as far as 10.0.2.1 (hop 2), and small ones to 10.0.3.1 (hop 3).");
  }

  /** What a clue, another phase or a login says is more exact than the place. */
  @Test
  void otherFaultsKeepTheirAdvice() {
    Fault off = fault(Phase.CONNECT, FaultKind.UNREACHABLE, Clue.NO_NEIGHBOUR);
    Flow flow = search(new IcmpAnswer("10.0.3.1", 3, 1));
    assertEquals(
        row().judge(finding(route(SERVER), fail(off))),
        row()
            .judge(
                finding(
                    route(SERVER), fail(off).withPackets(List.of(flow), Optional.of(rejected())))));
    LoginResult denied = new LoginResult.Failed("svc", fault(Phase.CONNECT, FaultKind.DROPPED));
    assertEquals(
        row().judge(finding(route(SERVER), showing(denied))),
        row()
            .judge(
                finding(
                    route(SERVER),
                    showing(denied).withPackets(List.of(), Optional.of(behind("10.0.2.1"))))));
  }

  @Test
  void severalAddressesShareTheAdviceAndKeepTheirPlaces() {
    Verdict same =
        row()
            .judge(
                finding(route(SERVER), attempt(FaultKind.DROPPED, behind("10.0.2.1"))),
                finding(route(OTHER), attempt(FaultKind.DROPPED, behind("10.0.2.1"))));
    assertEquals(1, same.advice().split("hop 2", -1).length - 1, same.advice());
    Verdict apart =
        row()
            .judge(
                finding(route(SERVER), attempt(FaultKind.DROPPED, behind("10.0.2.1"))),
                finding(route(OTHER), attempt(FaultKind.DROPPED, behind("10.0.2.9"))));
    assertTrue(
        apart
            .advice()
            .contains(
                "TCP port 1433: to 192.0.2.1: connection requests get as far as 10.0.2.1 (hop 2),"
                    + " and nothing answers behind it; to 192.0.2.2: connection requests get as far"
                    + " as 10.0.2.9 (hop 2), and nothing answers behind it."),
        apart.advice());
    assertEquals(1, apart.advice().split("Ask the firewall", -1).length - 1, apart.advice());
  }
}
