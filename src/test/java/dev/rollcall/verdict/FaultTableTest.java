package dev.rollcall.verdict;

import static dev.rollcall.verdict.Evidently.fail;
import static dev.rollcall.verdict.Evidently.fault;
import static dev.rollcall.verdict.Evidently.finding;
import static dev.rollcall.verdict.Evidently.route;
import static dev.rollcall.verdict.Evidently.row;
import static dev.rollcall.verdict.Evidently.showing;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.rule.Owner;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault has an owner and advice that can be acted on without knowing the tool. */
class FaultTableTest {
  /** Kinds whose advice speaks of a path, and must name all of it. */
  private static final Set<FaultKind> PATH =
      EnumSet.complementOf(
          EnumSet.of(
              FaultKind.NAME_NOT_FOUND,
              FaultKind.NAME_SERVER_FAILED,
              FaultKind.WRONG_NAME,
              FaultKind.EXPIRED,
              FaultKind.INTERNAL));

  private static final Set<Clue> NO_PATH =
      EnumSet.of(
          Clue.CLOCK_SKEW,
          Clue.WRONG_SITE_VALUE,
          Clue.HOST_BUSY,
          Clue.LOCAL_RESOLVER,
          Clue.SINKHOLE);

  /** Who logs in is the matter: their advice names the account and the host, not the port. */
  private static final Set<Clue> LOGIN =
      EnumSet.of(
          Clue.CREDENTIALS,
          Clue.ACCOUNT_DISABLED,
          Clue.ACCOUNT_LOCKED,
          Clue.ACCOUNT_EXPIRED,
          Clue.PASSWORD_EXPIRED,
          Clue.ACCOUNT_RESTRICTED,
          Clue.ACCESS_DENIED,
          Clue.NO_DATABASE,
          Clue.SERVICE_PRINCIPAL);

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"UNEXPECTED", "WRONG_NAME", "REFUSED", "TIMED_OUT", "CLOSED"})
  void theBalancersTeamIsAskedForWhatItKeeps(FaultKind kind) {
    Verdict verdict =
        row()
            .keeper(Owner.LOAD_BALANCER)
            .judge(finding(route("192.0.2.1"), fail(fault(Phase.EXCHANGE, kind))));
    assertEquals(Owner.LOAD_BALANCER, verdict.owner().orElseThrow());
    assertTrue(verdict.advice().startsWith("Ask the load balancer team "), verdict::advice);
    Verdict path =
        row()
            .keeper(Owner.LOAD_BALANCER)
            .judge(finding(route("192.0.2.1"), fail(fault(Phase.CONNECT, FaultKind.DROPPED))));
    assertEquals(Owner.FIREWALL, path.owner().orElseThrow());
  }

  record Case(Phase phase, FaultKind kind, boolean external, boolean proxied) {}

  static Stream<Case> everything() {
    return Arrays.stream(Phase.values())
        .flatMap(
            phase ->
                Arrays.stream(FaultKind.values())
                    .flatMap(
                        kind ->
                            Stream.of(true, false)
                                .flatMap(
                                    external ->
                                        Stream.of(true, false)
                                            .map(via -> new Case(phase, kind, external, via)))));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void everyFaultHasAnOwnerAndAdvice(Case one) {
    Fault fault = fault(one.phase(), one.kind());
    Verdict verdict = judge(fault, one.external(), one.proxied());
    boolean internal = one.kind() == FaultKind.INTERNAL;
    assertEquals(internal ? Status.INCONCLUSIVE : Status.FAIL, verdict.status());
    assertEquals(fault, verdict.cause().orElseThrow());
    assertTrue(verdict.owner().isPresent());
    assertTrue(verdict.summary().contains(fault.cause()), verdict.summary());
    assertWellSaid(verdict.advice());
    if (PATH.contains(one.kind())) {
      assertNamesThePath(verdict.advice(), one.phase(), one.proxied());
    }
  }

  /** The likelier owner first. */
  @Test
  void bothOwnersAreNamedWhereTwoFit() {
    for (Fault fault :
        List.of(
            fault(Phase.CONNECT, FaultKind.REJECTED),
            fault(Phase.EXCHANGE, FaultKind.RESET, Clue.CUT_AFTER_FIRST_PAYLOAD))) {
      String advice = judge(fault, false, false).advice();
      assertTrue(advice.startsWith("Ask the firewall team "), advice);
      assertTrue(advice.contains(", ask the owner of "), advice);
      String outside = judge(fault, true, false).advice();
      assertFalse(outside.contains("the owner of"), outside);
    }
    Fault plain = fault(Phase.TLS, FaultKind.MALFORMED, Clue.PLAINTEXT_PEER);
    String advice = judge(plain, false, false).advice();
    assertTrue(advice.startsWith("Check whether "), advice);
    assertTrue(advice.contains(", ask the owner of "), advice);
  }

  static Stream<Case> clueCases() {
    return everything().filter(one -> one.kind() == FaultKind.TIMED_OUT);
  }

  @ParameterizedTest
  @MethodSource("clueCases")
  void everyClueHasAnOwnerAndAdvice(Case one) {
    for (Clue clue : Clue.values()) {
      Verdict verdict = judge(fault(one.phase(), one.kind(), clue), one.external(), one.proxied());
      assertEquals(
          clue == Clue.HOST_BUSY || clue == Clue.PROXY_LOGIN ? Status.INCONCLUSIVE : Status.FAIL,
          verdict.status());
      assertTrue(verdict.owner().isPresent());
      assertWellSaid(verdict.advice());
      boolean siteFile = clue == Clue.PLAINTEXT_PEER && !one.external() && !one.proxied();
      if (LOGIN.contains(clue)) {
        assertTrue(
            one.proxied() || verdict.advice().contains("10.0.0.5 (sql.uni.edu)"), verdict.advice());
      } else if (!NO_PATH.contains(clue) && !siteFile) {
        assertNamesThePath(verdict.advice(), one.phase(), one.proxied());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // phase, kind, internal's owner, external's owner, the same behind a proxy
    "CONNECT, NO_ROUTE, FIREWALL, FIREWALL, FIREWALL",
    "CONNECT, DROPPED, FIREWALL, FIREWALL, FIREWALL",
    "CONNECT, REJECTED, FIREWALL, FIREWALL, FIREWALL",
    "CONNECT, UNREACHABLE, FIREWALL, FIREWALL, FIREWALL",
    "CONNECT, REFUSED, SERVER, FIREWALL, PROXY",
    "CONNECT, RESET, SERVER, FIREWALL, PROXY",
    "TLS, RESET, SERVER, FIREWALL, PROXY",
    "TLS, CLOSED, SERVER, FIREWALL, PROXY",
    "EXCHANGE, TIMED_OUT, SERVER, FIREWALL, PROXY",
    "EXCHANGE, MALFORMED, SERVER, FIREWALL, PROXY",
    "TLS, TLS_FAILED, SERVER, VENDOR, VENDOR",
    "TLS, UNTRUSTED, SERVER, VENDOR, VENDOR",
    "TLS, WRONG_NAME, SERVER, VENDOR, VENDOR",
    "TLS, EXPIRED, SERVER, VENDOR, VENDOR",
    "TLS, INTERCEPTED, PROXY, PROXY, PROXY",
    "EXCHANGE, BLOCK_PAGE, PROXY, PROXY, PROXY",
    "EXCHANGE, UNEXPECTED, SERVER, VENDOR, VENDOR",
    "AUTHENTICATE, DENIED, SERVER, VENDOR, VENDOR",
    "PROXY, DENIED, PROXY, PROXY, PROXY",
    "PROXY, TIMED_OUT, PROXY, PROXY, PROXY",
    "PROXY, CLOSED, PROXY, PROXY, PROXY",
    "PROXY, BLOCK_PAGE, PROXY, PROXY, PROXY",
    "PROXY, MALFORMED, SITE_FILE, SITE_FILE, SITE_FILE",
    "PROXY, NAME_NOT_FOUND, DNS, DNS, DNS",
    "EXCHANGE, INTERNAL, ROLLCALL, ROLLCALL, ROLLCALL",
  })
  void owners(Phase phase, FaultKind kind, Owner internal, Owner external, Owner proxied) {
    Fault fault = fault(phase, kind);
    assertAll(
        () -> assertEquals(internal, judge(fault, false, false).owner().orElseThrow()),
        () -> assertEquals(external, judge(fault, true, false).owner().orElseThrow()),
        () -> assertEquals(proxied, judge(fault, true, true).owner().orElseThrow()));
  }

  @ParameterizedTest
  @CsvSource({
    "LOCAL_ROUTE, THIS_HOST, THIS_HOST, THIS_HOST",
    "LOCAL_FIREWALL, THIS_HOST, THIS_HOST, THIS_HOST",
    "LOCAL_RESOLVER, THIS_HOST, THIS_HOST, THIS_HOST",
    "SINKHOLE, DNS, DNS, DNS",
    "NO_NEIGHBOUR, SERVER, SERVER, PROXY",
    "SILENT_DATAGRAM, FIREWALL, FIREWALL, PROXY",
    "OTHER_SOURCE, SERVER, VENDOR, VENDOR",
    "SERVER_NAME_FILTER, FIREWALL, FIREWALL, PROXY",
    "SYN_PROXY, FIREWALL, FIREWALL, PROXY",
    "SILENT_SERVICE, SERVER, VENDOR, VENDOR",
    "UNACKNOWLEDGED, FIREWALL, FIREWALL, PROXY",
    "MTU_BLACK_HOLE, FIREWALL, FIREWALL, PROXY",
    "CUT_AFTER_FIRST_PAYLOAD, FIREWALL, FIREWALL, PROXY",
    "REWRITTEN, FIREWALL, FIREWALL, PROXY",
    "PLAINTEXT_PEER, SERVER, FIREWALL, PROXY",
    "CLIENT_CERTIFICATE, SERVER, VENDOR, VENDOR",
    "OLD_TLS, SERVER, VENDOR, VENDOR",
    "TLS_SERVER_ERROR, SERVER, VENDOR, VENDOR",
    "UNKNOWN_SERVER_NAME, SERVER, VENDOR, VENDOR",
    "NO_COMMON_PROTOCOL, SERVER, VENDOR, VENDOR",
    "CUT_AFTER_HELLO, SERVER, FIREWALL, PROXY",
    "NO_BACKEND, LOAD_BALANCER, VENDOR, VENDOR",
    "TLS_PEER, SITE_FILE, SITE_FILE, SITE_FILE",
    "STRICT_ENCRYPTION, SERVER, SERVER, SERVER",
    "INCOMPLETE_CHAIN, SERVER, VENDOR, VENDOR",
    "CERTIFICATE_USAGE, SERVER, VENDOR, VENDOR",
    "CA_CONSTRAINT, SERVER, VENDOR, VENDOR",
    "CA_EXPIRED, SERVER, VENDOR, VENDOR",
    "CA_REPLACED, SITE_FILE, SITE_FILE, SITE_FILE",
    "WEAK_CERTIFICATE, SERVER, VENDOR, VENDOR",
    "CLOCK_SKEW, SERVER, THIS_HOST, THIS_HOST",
    "WRONG_SITE_VALUE, SITE_FILE, SITE_FILE, SITE_FILE",
    "PROXY_CREDENTIALS, PROXY, PROXY, PROXY",
    "PROXY_LOGIN, PROXY, PROXY, PROXY",
    "SERVICE_ERROR, SERVER, VENDOR, VENDOR",
    "LED_ELSEWHERE, SERVER, PROXY, PROXY",
    "REDIRECT_LOOP, SERVER, VENDOR, VENDOR",
    "HOST_BUSY, THIS_HOST, THIS_HOST, THIS_HOST",
  })
  void cluesShiftTheOwner(Clue clue, Owner internal, Owner external, Owner proxied) {
    Phase phase = clue == Clue.NO_NEIGHBOUR ? Phase.CONNECT : Phase.EXCHANGE;
    Fault fault = fault(phase, FaultKind.UNREACHABLE, clue);
    assertAll(
        () -> assertEquals(internal, judge(fault, false, false).owner().orElseThrow()),
        () -> assertEquals(external, judge(fault, true, false).owner().orElseThrow()),
        () -> assertEquals(proxied, judge(fault, true, true).owner().orElseThrow()));
  }

  @Test
  void aProxyMayCutTlsAsItDidNotReachTheDestination() {
    Fault fault = fault(Phase.TLS, FaultKind.CLOSED, Clue.CUT_AFTER_HELLO);
    String sentence = "answer 200 to CONNECT before they connect";
    assertTrue(judge(fault, true, true).advice().contains(sentence));
    assertFalse(judge(fault, true, false).advice().contains(sentence));
  }

  /** Only a proxy that forbids the destination is asked to allow it. */
  @ParameterizedTest
  @CsvSource({
    "DENIED, Ask the proxy team to allow: ",
    "UNEXPECTED, Ask the proxy team why the proxy answers like this",
    "UNREACHABLE, Ask the proxy team why the proxy cannot reach the destination",
    "TIMED_OUT, Ask the proxy team why the proxy does not answer",
    "CLOSED, Ask the proxy team why the proxy closes the connection",
    "RESET, Ask the proxy team why the proxy closes the connection",
    "MALFORMED, 'Check scheme, host and port of proxy.url in the site file'",
    "BLOCK_PAGE, Ask the proxy team which filter or captive portal answers",
    "UNTRUSTED, If the CA of the proxy's certificate is the site's own",
    "WRONG_NAME, Check the host of proxy.url in the site file",
    "EXPIRED, Check this host's date first; then ask the proxy team to renew the proxy's",
  })
  void aFaultOfTheProxySaysWhatToAskFor(FaultKind kind, String begin) {
    for (boolean external : new boolean[] {false, true}) {
      String advice = judge(fault(Phase.PROXY, kind), external, true).advice();
      assertTrue(advice.startsWith(begin), advice);
    }
  }

  @Test
  void aSilentProxyIsAskedForBeforeTheDestination() {
    Verdict verdict = judge(fault(Phase.PROXY, FaultKind.TIMED_OUT), false, true);
    assertTrue(verdict.advice().contains("ask the owner of the server whether"), verdict.advice());
  }

  @Test
  void aWebServerInPlaceOfTheProxyIsTheSiteFiles() {
    Fault fault = fault(Phase.PROXY, FaultKind.UNEXPECTED, Clue.WRONG_SITE_VALUE);
    Verdict verdict = judge(fault, true, true);
    assertEquals(Owner.SITE_FILE, verdict.owner().orElseThrow());
    assertTrue(
        verdict.advice().startsWith("Check the host and the port of proxy.url"), verdict.advice());
    String busy = judge(fault(Phase.PROXY, FaultKind.DENIED, Clue.THROTTLED), true, true).advice();
    assertTrue(busy.startsWith("Run the check again later."), busy);
    assertTrue(busy.endsWith("The path to the proxy is open."), busy);
  }

  /** Nothing is listed or exempted that has nothing to do with it. */
  @ParameterizedTest
  @CsvSource({
    "INCOMPLETE_CHAIN, send its intermediate certificates",
    "CERTIFICATE_USAGE, extended key usage Server Authentication",
    "CA_CONSTRAINT, for a certificate of a CA that may issue it",
    "CA_EXPIRED, to have the CA's certificate renewed",
    "WEAK_CERTIFICATE, RSA of 2048 bits or more",
  })
  void aBrokenChainIsTheDestinationsToRepair(Clue clue, String remedy) {
    for (boolean external : new boolean[] {false, true}) {
      Verdict verdict = judge(fault(Phase.TLS, FaultKind.UNTRUSTED, clue), external, false);
      assertTrue(verdict.advice().contains(remedy), verdict.advice());
      assertFalse(verdict.advice().contains("exempt"), verdict.advice());
      Verdict balancer =
          row()
              .keeper(Owner.LOAD_BALANCER)
              .judge(
                  finding(route("192.0.2.1"), fail(fault(Phase.TLS, FaultKind.UNTRUSTED, clue))));
      assertEquals(Owner.LOAD_BALANCER, balancer.owner().orElseThrow());
    }
  }

  @Test
  void udpIsCalledUdp() {
    Route udp = route("dc1.uni.edu", "10.0.0.5", Port.udp(88));
    Fault silent = fault(Phase.EXCHANGE, FaultKind.TIMED_OUT, Clue.SILENT_DATAGRAM);
    assertEquals(
        "Ask the firewall team to allow 10.1.2.3 to 10.0.0.5 (dc1.uni.edu), UDP port 88, and the"
            + " answers. If they are allowed, ask the owner of 10.0.0.5 (dc1.uni.edu) whether the"
            + " service listens.",
        row().judge(finding(udp, fail(silent))).advice());
  }

  @Test
  void aDropReadsLikeARequestToTheFirewallTeam() {
    assertEquals(
        "Ask the firewall team to allow 10.1.2.3 to 10.0.0.5 (sql.uni.edu), TCP port 1433:"
            + " connection requests get no answer. If it is allowed already, ask the owner of"
            + " 10.0.0.5 (sql.uni.edu) whether the host is up and the service accepts connections:"
            + " a full queue drops them too. Open it in the console.",
        row().advice("Open it in the console.").judge(Evidently.dropped("10.0.0.5")).advice());
  }

  @Test
  void adviceAboutSilenceNamesBothOwners() {
    String advice = judge(silent(Clue.SILENT_SERVICE), false, false).advice();
    assertTrue(advice.startsWith("Ask the owner of 10.0.0.5 (sql.uni.edu) whether"), advice);
    assertTrue(advice.contains(", ask the firewall team"), advice);
    advice = judge(silent(Clue.UNACKNOWLEDGED), false, false).advice();
    assertTrue(advice.startsWith("Ask the firewall team what drops"), advice);
    assertTrue(advice.contains(", ask the owner of 10.0.0.5 (sql.uni.edu)"), advice);
    advice = judge(fault(Phase.CONNECT, FaultKind.REFUSED), true, false).advice();
    assertTrue(advice.startsWith("Ask the firewall team to allow"), advice);
    assertTrue(advice.contains("ask the vendor"), advice);
  }

  private static Fault silent(Clue clue) {
    return fault(Phase.TLS, FaultKind.TIMED_OUT, clue);
  }

  @ParameterizedTest
  @CsvSource({
    // clue, internal's owner, external's owner, what is to be done
    "CREDENTIALS, SITE_FILE, SITE_FILE, Correct the user in the site file",
    "ACCOUNT_DISABLED, ACCOUNTS, ACCOUNTS, to enable it (or to unlock or extend it",
    "ACCOUNT_LOCKED, ACCOUNTS, ACCOUNTS, to unlock the account svc@UNI.EDU",
    "ACCOUNT_EXPIRED, ACCOUNTS, ACCOUNTS, to extend the account svc@UNI.EDU",
    "PASSWORD_EXPIRED, ACCOUNTS, ACCOUNTS, for a new password of the account svc@UNI.EDU",
    "ACCOUNT_RESTRICTED, ACCOUNTS, ACCOUNTS, from 10.1.2.3 at any time",
    "ACCESS_DENIED, SERVER, ACCOUNTS, to allow the account svc@UNI.EDU what the product needs",
    "NO_DATABASE, SERVER, SERVER, whether the database exists there",
    "SERVICE_PRINCIPAL, ACCOUNTS, ACCOUNTS, to correct the service principal names",
    "WRONG_SITE_VALUE, SITE_FILE, SITE_FILE, Correct the site file: what was seen.",
  })
  void aLoginsFaultIsNeverTheFirewalls(Clue clue, Owner internal, Owner external, String remedy) {
    Fault fault = fault(Phase.AUTHENTICATE, FaultKind.DENIED, clue);
    for (boolean outside : new boolean[] {false, true}) {
      Verdict verdict = login(fault, outside, false);
      assertEquals(Status.FAIL, verdict.status());
      assertEquals(fault, verdict.cause().orElseThrow());
      assertEquals(outside ? external : internal, verdict.owner().orElseThrow());
      assertWellSaid(verdict.advice());
      assertTrue(verdict.advice().contains(remedy), verdict.advice());
      assertFalse(verdict.advice().contains("firewall"), verdict.advice());
      boolean named = clue == Clue.WRONG_SITE_VALUE;
      assertTrue(named || verdict.advice().contains("10.0.0.5 (sql.uni.edu)"), verdict.advice());
      boolean service = clue == Clue.SERVICE_PRINCIPAL;
      assertTrue(named || service || verdict.advice().contains("svc@UNI.EDU"), verdict.advice());
    }
  }

  @ParameterizedTest
  @MethodSource("everything")
  void aLoginThatBreaksOffIsNeverTheFirewalls(Case one) {
    Fault fault = fault(one.phase(), one.kind());
    Verdict verdict = login(fault, one.external(), one.proxied());
    boolean internal = one.kind() == FaultKind.INTERNAL;
    assertEquals(internal ? Status.INCONCLUSIVE : Status.FAIL, verdict.status());
    assertEquals(fault, verdict.cause().orElseThrow());
    assertWellSaid(verdict.advice());
    if (one.phase() != Phase.CONNECT) {
      assertTrue(verdict.owner().orElseThrow() != Owner.FIREWALL, verdict::toString);
      // A name that cannot be looked up has a path of its own, to the name servers.
      boolean lookup = one.kind() == FaultKind.NAME_SERVER_FAILED;
      assertEquals(lookup, verdict.advice().contains("firewall"), verdict.advice());
    }
  }

  @ParameterizedTest
  @EnumSource(Clue.class)
  void noSignOfABrokenPathShiftsALoginToTheFirewall(Clue clue) {
    for (boolean external : new boolean[] {false, true}) {
      Verdict verdict =
          login(fault(Phase.AUTHENTICATE, FaultKind.TIMED_OUT, clue), external, false);
      assertTrue(verdict.owner().orElseThrow() != Owner.FIREWALL, verdict::toString);
      assertWellSaid(verdict.advice());
      boolean own = clue == Clue.LOCAL_FIREWALL;
      assertEquals(own, verdict.advice().contains("firewall"), verdict.advice());
    }
  }

  @Test
  void aSecondConnectionThatIsDroppedIsTheFirewalls() {
    Verdict verdict = login(fault(Phase.CONNECT, FaultKind.DROPPED), false, false);
    assertEquals(Owner.FIREWALL, verdict.owner().orElseThrow());
    assertNamesThePath(verdict.advice(), Phase.CONNECT, false);
  }

  /** As mitmproxy does for a proxy's clients. */
  @Test
  void aProxyMayHaveMadeAnUntrustedCertificate() {
    for (Fault fault :
        List.of(
            fault(Phase.TLS, FaultKind.UNTRUSTED),
            fault(Phase.TLS, FaultKind.UNTRUSTED, Clue.INCOMPLETE_CHAIN))) {
      String advice = judge(fault, false, true).advice();
      assertTrue(advice.contains("ask the proxy team to exempt"), advice);
      assertFalse(judge(fault, false, false).advice().contains("proxy team"), fault::toString);
    }
  }

  private static Verdict judge(Fault fault, boolean external, boolean proxied) {
    return judge(fail(fault), external, proxied);
  }

  /** The path is proven, and the login fails. */
  private static Verdict login(Fault fault, boolean external, boolean proxied) {
    return judge(showing(new LoginResult.Failed("svc@UNI.EDU", fault)), external, proxied);
  }

  private static Verdict judge(Attempt attempt, boolean external, boolean proxied) {
    Route route = proxied ? Evidently.viaProxy() : route("10.0.0.5");
    return (external ? row().external() : row()).judge(finding(route, attempt));
  }

  private static void assertWellSaid(String advice) {
    assertTrue(advice.matches("[A-Z].*[.]"), advice);
    for (String clumsy : List.of("..", ". .", "  ", "null", "Optional", " .", "the the")) {
      assertFalse(advice.contains(clumsy), advice);
    }
  }

  private static void assertNamesThePath(String advice, Phase phase, boolean proxied) {
    assertTrue(advice.contains(Evidently.SOURCE), advice);
    if (proxied) {
      assertTrue(advice.contains("10.9.9.9"), advice);
      boolean dialling = phase == Phase.CONNECT;
      assertTrue(advice.contains(dialling ? "TCP port 3128" : "TCP port 1433"), advice);
      assertTrue(dialling || advice.contains(Evidently.HOST), advice);
    } else {
      assertTrue(advice.contains("10.0.0.5 (sql.uni.edu)"), advice);
      assertTrue(advice.contains("TCP port 1433"), advice);
    }
  }
}
