package dev.rollcall.engine;

import static dev.rollcall.engine.Roll.ask;
import static dev.rollcall.engine.Roll.at;
import static dev.rollcall.engine.Roll.named;
import static dev.rollcall.engine.Roll.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.engine.names.NameBook;
import dev.rollcall.engine.names.Zone;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.plan.Ask;
import dev.rollcall.plan.Destination;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.UdpPeer;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses are tried, and where follow-ups go. Nothing is dialled. */
@Timeout(60)
class RouteResolverTest {
  private static final Destination SOMEWHERE =
      at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> dialled(Evidence.Probed probed) {
    return probed.findings().stream()
        .filter(finding -> finding.skipped().isEmpty())
        .map(finding -> finding.route().dialled().toString())
        .toList();
  }

  @Test
  void everyAddressIsARouteOfItsOwn() throws Exception {
    try (Roll roll =
        new Roll()
            .names(
                Map.of(
                    "a.test", List.of(address("127.0.0.1"), address("127.0.0.2")),
                    "b.test", List.of(address("127.0.0.3"))))) {
      Evidence.Probed probed =
          roll.probed(rule("r", ask(s -> {}), named("a.test", 7), named("b.test", 8)));
      assertEquals(
          List.of("127.0.0.1:7/tcp", "127.0.0.2:7/tcp", "127.0.0.3:8/tcp"), dialled(probed));
      assertEquals(
          List.of("a.test", "b.test"), probed.names().stream().map(NameEvidence::host).toList());
    }
  }

  @Test
  void aFixedAddressIsNotLookedUp() throws Exception {
    Destination fixed =
        new Destination(
            new Target("never.invalid", Port.tcp(7)), Optional.of(address("127.0.0.5")), true);
    try (Roll roll = new Roll()) {
      Evidence.Probed probed = roll.probed(rule("r", ask(s -> {}), fixed));
      assertEquals(List.of("127.0.0.5:7/tcp"), dialled(probed));
      assertEquals(List.of(), probed.names());
    }
  }

  @Test
  void anUnknownNameIsAFaultOfItsName() throws Exception {
    try (Roll roll = new Roll().names(Map.of("b.test", List.of(address("127.0.0.3"))))) {
      Evidence.Probed probed =
          roll.probed(rule("r", ask(s -> {}), named("a.invalid", 7), named("b.test", 8)));
      assertEquals(List.of("127.0.0.3:8/tcp"), dialled(probed));
      assertEquals(
          FaultKind.NAME_SERVER_FAILED, probed.names().get(0).fault().orElseThrow().kind());
    }
  }

  @Test
  void withoutAnIpv6RouteIpv6IsSkippedAndSaid() throws Exception {
    try (Roll roll =
        new Roll()
            .names(Map.of("a.test", List.of(address("2001:db8::1"), address("127.0.0.1"))))
            .reach(to -> !(to instanceof Inet6Address))) {
      Evidence.Probed probed = roll.probed(rule("r", ask(s -> {}), named("a.test", 7)));
      assertEquals(List.of("127.0.0.1:7/tcp"), dialled(probed));
      assertEquals(
          Optional.of("not tried: this host has no IPv6 route"),
          probed.findings().get(0).skipped());
      assertTrue(probed.finished());
    }
  }

  /** A host with IPv6 alone reaches IPv4 servers through NAT64 (RFC 6146), by an AAAA of DNS64. */
  @Test
  void withoutAnIpv4RouteIpv4IsSkippedAndSaid() throws Exception {
    try (Roll roll =
        new Roll()
            .names(Map.of("a.test", List.of(address("127.0.0.1"), address("::1"))))
            .reach(reach(Inet6Address.class::isInstance, false))) {
      Evidence.Probed probed = roll.probed(rule("r", ask(s -> {}), named("a.test", 7)));
      assertEquals(List.of("[0:0:0:0:0:0:0:1]:7/tcp"), dialled(probed));
      assertEquals(
          Optional.of("not tried: this host has no IPv4 route"),
          probed.findings().get(0).skipped());
    }
  }

  /** Such as a host that has lost its default route: that is its fault. */
  @Test
  void withoutARouteFromAnIpv4AddressIpv4IsTried() throws Exception {
    try (Roll roll =
        new Roll()
            .names(Map.of("a.test", List.of(address("127.0.0.1"), address("::1"))))
            .reach(reach(Inet6Address.class::isInstance, true))) {
      Evidence.Probed probed = roll.probed(rule("r", ask(s -> {}), named("a.test", 7)));
      assertEquals(List.of("127.0.0.1:7/tcp", "[0:0:0:0:0:0:0:1]:7/tcp"), dialled(probed));
    }
  }

  private static RouteResolver.Reach reach(RouteResolver.Reach routes, boolean ipv4) {
    return new RouteResolver.Reach() {
      @Override
      public boolean hasRoute(InetAddress address) {
        return routes.hasRoute(address);
      }

      @Override
      public boolean hasIpv4() {
        return ipv4;
      }
    };
  }

  /** Nothing leaves this host: one attempt must show it. */
  @Test
  void withoutAnyRouteIpv4IsTried() throws Exception {
    try (Roll roll =
        new Roll()
            .names(Map.of("a.test", List.of(address("127.0.0.1"), address("::1"))))
            .reach(to -> false)) {
      Evidence.Probed probed = roll.probed(rule("r", ask(s -> {}), named("a.test", 7)));
      assertEquals(List.of("127.0.0.1:7/tcp"), dialled(probed));
    }
  }

  @Test
  void whereThereIsOnlyIpv6TheAttemptShowsThatNothingLeaves() throws Exception {
    try (Roll roll =
        new Roll()
            .names(Map.of("a.test", List.of(address("2001:db8::1"))))
            .reach(to -> !(to instanceof Inet6Address))) {
      Evidence.Probed probed = roll.probed(rule("r", ask(s -> {}), named("a.test", 7)));
      assertEquals(List.of("[2001:db8:0:0:0:0:0:1]:7/tcp"), dialled(probed));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, false, SINKHOLE",
    "0.1.2.3, false, SINKHOLE",
    "::, false, SINKHOLE",
    "0.0.0.0, true, SINKHOLE",
    "127.0.0.1, true, SINKHOLE",
    "127.9.9.9, true, SINKHOLE",
    "::1, true, SINKHOLE",
    // An internal name may lead to this host.
    "127.0.0.1, false, ",
    "::1, false, ",
    "10.0.0.1, true, ",
  })
  void whatLeadsNowhereIsNotDialled(String answer, boolean external, @Nullable Clue clue)
      throws Exception {
    try (Roll roll = new Roll().names(Map.of("a.test", List.of(address(answer))))) {
      PlannedRule internal = rule("r", ask(s -> {}), named("a.test", 7));
      Evidence.Probed probed = roll.probed(external ? Roll.external(internal) : internal);
      assertEquals(clue == null ? 1 : 0, dialled(probed).size());
      assertEquals(Optional.ofNullable(clue), probed.names().get(0).fault().flatMap(Fault::clue));
    }
  }

  @Test
  void theNameServersOwnAddressIsNoPublicDestination() throws Exception {
    try (UdpPeer server = Zone.of("a.test. 60 IN A 127.0.0.1").serve();
        Roll roll =
            new Roll()
                .names(Map.of("a.test", List.of(address("10.0.0.53"))))
                .servers(server.address(), new InetSocketAddress("10.0.0.53", 0))) {
      PlannedRule internal = rule("r", ask(s -> {}), named("a.test", 7));
      assertEquals(List.of(), dialled(roll.probed(Roll.external(internal))));
      assertEquals(1, dialled(roll.probed(internal)).size());
    }
  }

  @Test
  void aSinkholeBesideARealAddressIsAConcern() throws Exception {
    try (Roll roll =
        new Roll().names(Map.of("a.test", List.of(address("10.0.0.1"), address("::"))))) {
      Evidence.Probed probed = roll.probed(rule("r", ask(s -> {}), named("a.test", 7)));
      assertEquals(List.of("10.0.0.1:7/tcp"), dialled(probed));
      assertTrue(probed.names().get(0).fault().isEmpty());
      assertEquals(1, probed.names().get(0).concerns().size());
    }
  }

  @Test
  void aSinkholeOfThisHostsOwnHostsFileIsThisHosts() throws Exception {
    try (UdpPeer server = Zone.of("a.test. 60 IN A 10.0.0.1").serve();
        Roll roll =
            new Roll()
                .names(Map.of("a.test", List.of(address("0.0.0.0"))))
                .servers(server.address())) {
      Evidence.Probed probed = roll.probed(rule("r", ask(s -> {}), named("a.test", 7)));
      assertEquals(
          Optional.of(Clue.LOCAL_RESOLVER), probed.names().get(0).fault().flatMap(Fault::clue));
    }
  }

  @Test
  void aResolverThatInventsAnswersIsAConcernOfPublicNames() throws Exception {
    NameBook.SystemNames inventing = host -> List.of(address("10.0.0.1"));
    try (Roll roll = new Roll().finding(inventing)) {
      PlannedRule internal = rule("r", ask(s -> {}), named("a.test", 7));
      assertEquals(
          List.of(
              new Concern(
                  Concern.Kind.NAMES,
                  "a name that cannot exist is answered with 10.0.0.1, as is a.test")),
          roll.probed(Roll.external(internal)).names().get(0).concerns());
      assertEquals(List.of(), roll.probed(internal).names().get(0).concerns());
    }
  }

  @Test
  void ofVeryManyAddressesSomeOfEachFamilyAreTried() throws Exception {
    List<InetAddress> many = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      many.add(address("2001:db8::" + Integer.toHexString(i)));
    }
    for (int i = 1; i <= 200; i++) {
      many.add(address("127.0.1." + i));
    }
    try (Roll roll = new Roll().names(Map.of("a.test", many))) {
      Evidence.Probed probed = roll.probed(rule("r", ask(s -> {}), named("a.test", 7)));
      List<Finding> tried = probed.findings().stream().filter(f -> f.skipped().isEmpty()).toList();
      assertEquals(RouteResolver.ADDRESSES, tried.size());
      assertEquals(
          RouteResolver.ADDRESSES / 2,
          tried.stream()
              .filter(f -> f.route().dialled().address() instanceof Inet6Address)
              .count());
      assertEquals(RouteResolver.ADDRESSES + 1, probed.findings().size());
      assertEquals(
          "not tried, like the other addresses of this name: 16 of its 400 addresses are enough",
          probed.findings().get(RouteResolver.ADDRESSES).skipped().orElseThrow());
      assertEquals(400, probed.names().get(0).addresses().size());
    }
  }

  @Test
  void aProxyIsDialledAndTheNameIsNotLookedUp() throws Exception {
    Target proxy = new Target("proxy.test", Port.tcp(3128));
    try (Roll roll =
        new Roll()
            .names(Map.of("proxy.test", List.of(address("2001:db8::1"), address("127.0.0.9"))))
            .reach(to -> !(to instanceof Inet6Address))) {
      Evidence.Probed probed =
          roll.probed(Roll.proxied(ask(s -> {}), proxy, named("never.invalid", 443)));
      assertEquals(
          new Route.ViaProxy(
              new Target("never.invalid", Port.tcp(443)),
              new Endpoint(proxy, address("127.0.0.9"))),
          probed.findings().get(0).route());
      assertEquals(List.of("proxy.test"), probed.names().stream().map(NameEvidence::host).toList());
    }
  }

  @Test
  void aProxyThatIsNotFoundIsAFaultOfTheProxy() throws Exception {
    Target proxy = new Target("proxy.invalid", Port.tcp(3128));
    try (Roll roll = new Roll()) {
      Evidence.Probed probed =
          roll.probed(Roll.proxied(ask(s -> {}), proxy, named("never.invalid", 443)));
      assertEquals(List.of(), probed.findings());
      assertEquals(Phase.PROXY, probed.names().get(0).fault().orElseThrow().phase());
    }
  }

  private static Ask<Roll.Nothing> wishing(FollowUp... wishes) {
    return ask(
        session -> {
          if (session.target().port().number() == 1) {
            List.of(wishes).forEach(session.findings()::followUp);
          }
        });
  }

  private static Finding.Linked only(Evidence.Probed probed) {
    assertEquals(1, probed.findings().get(0).followUps().size());
    return probed.findings().get(0).followUps().get(0);
  }

  @Test
  void aFollowUpToTheSameHostKeepsItsAddress() throws Exception {
    FollowUp wish = new FollowUp("test", new Target("a.test", Port.tcp(50123)), "why", true);
    try (Roll roll = new Roll().names(Map.of("a.test", List.of(address("127.0.0.4"))))) {
      Evidence.Probed probed = roll.probed(rule("r", wishing(wish), named("a.test", 1)));
      Finding found = only(probed).finding().orElseThrow();
      assertEquals("127.0.0.4:50123/tcp", found.route().dialled().toString());
      assertInstanceOf(Outcome.Answered.class, found.attempts().get(0).outcome());
    }
  }

  @Test
  void aFollowUpToAnotherHostIsLookedUp() throws Exception {
    FollowUp wish = new FollowUp("other", new Target("b.test", Port.udp(88)), "why", true);
    Map<String, Route> asked = new ConcurrentHashMap<>();
    try (Roll roll =
        new Roll()
            .names(Map.of("b.test", List.of(address("127.0.0.6"))))
            .followUps(
                (rule, followUp) ->
                    Optional.of(
                        ask("other", (Session s) -> asked.put(followUp.protocol(), s.route()))))) {
      Evidence.Probed probed = roll.probed(rule("r", wishing(wish), SOMEWHERE));
      Finding found = only(probed).finding().orElseThrow();
      assertEquals("other", found.protocol());
      assertEquals("127.0.0.6:88/udp", asked.get("other").dialled().toString());
      assertEquals(List.of("b.test"), probed.names().stream().map(NameEvidence::host).toList());
    }
  }

  @Test
  void aFollowUpThatCannotBeMadeIsLinkedWithoutAFinding() throws Exception {
    FollowUp unknown = new FollowUp("nonesuch", new Target("127.0.0.1", Port.tcp(2)), "why", true);
    FollowUp nowhere = new FollowUp("test", new Target("b.invalid", Port.tcp(2)), "why", true);
    try (Roll roll = new Roll()) {
      Evidence.Probed probed = roll.probed(rule("r", wishing(unknown, nowhere), SOMEWHERE));
      assertEquals(
          List.of(
              new Finding.Linked(unknown, Optional.empty()),
              new Finding.Linked(nowhere, Optional.empty())),
          probed.findings().get(0).followUps());
      assertTrue(probed.names().stream().allMatch(name -> name.fault().isEmpty()));
    }
  }

  @Test
  void aFollowUpBehindAProxyGoesThroughIt() throws Exception {
    Target proxy = new Target("proxy.test", Port.tcp(3128));
    FollowUp wish = new FollowUp("test", new Target("a.invalid", Port.tcp(2)), "why", true);
    try (Roll roll = new Roll().names(Map.of("proxy.test", List.of(address("127.0.0.9"))))) {
      Evidence.Probed probed =
          roll.probed(Roll.proxied(wishing(wish), proxy, named("a.invalid", 1)));
      assertEquals(
          new Route.ViaProxy(wish.target(), new Endpoint(proxy, address("127.0.0.9"))),
          only(probed).finding().orElseThrow().route());
    }
  }

  @Test
  void aServerIsNotObeyedForEver() throws Exception {
    FollowUp[] wishes = new FollowUp[100];
    for (int i = 0; i < wishes.length; i++) {
      wishes[i] = new FollowUp("test", new Target("127.0.0.1", Port.tcp(2 + i)), "why", false);
    }
    try (Roll roll = new Roll()) {
      List<Finding.Linked> linked =
          roll.probed(rule("r", wishing(wishes), SOMEWHERE)).findings().get(0).followUps();
      assertEquals(100, linked.size());
      assertEquals(
          RuleRun.FOLLOW_UPS, linked.stream().filter(l -> l.finding().isPresent()).count());
    }
  }

  @Test
  void followUpsOfFollowUpsAreNotMade() throws Exception {
    FollowUp wish = new FollowUp("test", new Target("127.0.0.1", Port.tcp(2)), "why", true);
    try (Roll roll = new Roll()) {
      Evidence.Probed probed =
          roll.probed(rule("r", ask(session -> session.findings().followUp(wish)), SOMEWHERE));
      assertEquals(List.of(), only(probed).finding().orElseThrow().followUps());
    }
  }

  @Test
  void discoveredHostsJoinTheDeclaredOnes() throws Exception {
    try (UdpPeer server =
            Zone.of(
                    "_ldap._tcp.rollcall.test. 60 IN SRV 0 0 389 DC1.rollcall.test.",
                    "_ldap._tcp.rollcall.test. 60 IN SRV 5 0 389 dc2.rollcall.test.",
                    "dc1.rollcall.test. 60 IN A 127.0.0.1",
                    "dc2.rollcall.test. 60 IN A 127.0.0.2")
                .serve();
        Roll roll =
            new Roll()
                .names(
                    Map.of(
                        "dc1.rollcall.test", List.of(address("127.0.0.1")),
                        "dc2.rollcall.test", List.of(address("127.0.0.2"))))
                .servers(server.address())) {
      Evidence.Probed probed =
          roll.probed(
              Roll.discovering(
                  ask(s -> {}), "_ldap._tcp.rollcall.test", 636, named("dc1.rollcall.test", 636)));
      assertEquals(List.of("127.0.0.1:636/tcp", "127.0.0.2:636/tcp"), dialled(probed));
      assertEquals(
          List.of(true, false), probed.findings().stream().map(Finding::declared).toList());
    }
  }

  @Test
  void aMissingServiceIsAFaultOnlyWhereNothingIsDeclared() throws Exception {
    try (UdpPeer server = Zone.of("x.test. 60 IN A 127.0.0.1").serve();
        Roll roll =
            new Roll()
                .names(Map.of("x.test", List.of(address("127.0.0.1"))))
                .servers(server.address())) {
      NameEvidence alone =
          roll.probed(Roll.discovering(ask(s -> {}), "_ldap._tcp.test", 636)).names().get(0);
      assertEquals(FaultKind.NAME_NOT_FOUND, alone.fault().orElseThrow().kind());
      NameEvidence beside =
          roll.probed(Roll.discovering(ask(s -> {}), "_ldap._tcp.test", 636, named("x.test", 636)))
              .names()
              .get(0);
      assertTrue(beside.fault().isEmpty());
      assertEquals(NameEvidence.Status.NXDOMAIN, beside.servers().get(0).status());
    }
  }
}
