package dev.rollcall.run.watch;

import static dev.rollcall.verdict.Evidently.answer;
import static dev.rollcall.verdict.Evidently.answering;
import static dev.rollcall.verdict.Evidently.dropped;
import static dev.rollcall.verdict.Evidently.fail;
import static dev.rollcall.verdict.Evidently.failing;
import static dev.rollcall.verdict.Evidently.fault;
import static dev.rollcall.verdict.Evidently.finding;
import static dev.rollcall.verdict.Evidently.probed;
import static dev.rollcall.verdict.Evidently.route;
import static dev.rollcall.verdict.Evidently.showing;
import static dev.rollcall.verdict.Evidently.viaProxy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.engine.Gathered;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.sample.RuleBuilder;
import dev.rollcall.verdict.Judge;
import dev.rollcall.verdict.advice.Declared;
import dev.rollcall.verdict.advice.OpenServers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which rules are watched, what a new result changes, and what stays of the first round. */
class RoundsTest {
  private static final Instant AT = Instant.parse("2026-11-29T14:03:22Z");
  private static final Instant LATER = AT.plusSeconds(2);
  private static final String ONE = "10.0.0.1";
  private static final String TWO = "10.0.0.2";
  private static final Rounds.Taken NOTHING = new Rounds.Taken(List.of(), Optional.empty());
  private static final Fault REFUSED = fault(Phase.CONNECT, FaultKind.REFUSED);
  private static final Fault DENIED = fault(Phase.AUTHENTICATE, FaultKind.DENIED, Clue.CREDENTIALS);

  private static Gathered rule(String id, Finding... findings) {
    return gathered(id, probed(findings));
  }

  private static Gathered gathered(String id, Evidence evidence) {
    return new Gathered(
        RuleBuilder.rule(id).to("sql.uni.edu", Port.tcp(1433), "tds").build(),
        evidence,
        Duration.ofMillis(32));
  }

  private static Rounds rounds(boolean named, Gathered... first) {
    Plan plan =
        new Plan(
            "test",
            "Test",
            Vantage.APPSANYWHERE,
            Arrays.stream(first).map(one -> new PlannedRule(one.rule(), work())).toList(),
            List.of());
    return new Rounds(plan, List.of(first), named, RoundsTest::judged, AT, 0);
  }

  private static Work work() {
    return new Work.Skip("not used here");
  }

  private static List<RuleResult> judged(List<Gathered> all) {
    Judge judge =
        new Judge(
            LocalDate.EPOCH,
            false,
            id -> Optional.empty(),
            Declared.NOTHING,
            OpenServers.of(List.of()));
    return all.stream()
        .map(
            one ->
                new RuleResult(
                    one.rule(),
                    one.evidence(),
                    judge.judge(one.rule(), one.evidence()),
                    one.wall()))
        .toList();
  }

  private static List<String> ids(Rounds rounds) {
    return rounds.watched().stream().map(WatchedRule::id).toList();
  }

  private static List<String> texts(Rounds.Taken taken) {
    return taken.changes().stream().map(change -> change.text("→")).toList();
  }

  private static Evidence.Probed evidence(Rounds rounds, int rule) {
    return rounds.evidence(rounds.watched().get(rule));
  }

  @Test
  void withoutANameOnlyWhatFailsOrIsUndecidedIsWatched() {
    Gathered unfinished = gathered("cut", new Evidence.Probed(List.of(), List.of(), false));
    Gathered skipped = gathered("skipped", new Evidence.Skipped("not applicable"));
    Gathered open = gathered("open", new Evidence.NotConfigured(List.of("sql.host")));
    Gathered busy =
        rule("busy", failing(ONE, fault(Phase.CONNECT, FaultKind.TIMED_OUT, Clue.HOST_BUSY)));
    Gathered[] first = {
      rule("good", answering(ONE)), rule("bad", dropped(ONE)), unfinished, skipped, open, busy
    };
    assertEquals(List.of("bad", "busy"), ids(rounds(false, first)));
    assertEquals(List.of("good", "bad", "busy"), ids(rounds(true, first)));
    assertEquals(List.of(), rounds(false, first).left());
  }

  /** Its evidence must be as new as that of the rule that it is compared with. */
  @Test
  void aRuleBesideAWatchedOneIsWatchedToo() {
    Rounds rounds = rounds(false, rule("udp", dropped(ONE)), beside(dropped(ONE)));
    assertEquals(List.of("udp", "tcp"), ids(rounds));
    rounds.take(rule("udp", answering(ONE)), false, LATER);
    assertFalse(rounds.over(), "it may answer now as well");
    assertTrue(rounds.watched().get(1).due(Long.MAX_VALUE));
    rounds.take(beside(dropped(ONE)), false, LATER.plusSeconds(2));
    assertEquals(Status.WARN, rounds.results().get(1).verdict().status());
    assertTrue(rounds.over());
    assertEquals(List.of(), ids(rounds(false, rule("udp", answering(ONE)), beside(dropped(ONE)))));
    Rounds all = rounds(true, rule("udp", answering(ONE)), beside(dropped(ONE)));
    all.take(beside(dropped(ONE)), false, LATER);
    assertFalse(all.over(), "it was asked for by name");
  }

  private static Gathered beside(Finding... findings) {
    return new Gathered(
        RuleBuilder.rule("tcp")
            .to("sql.uni.edu", Port.tcp(1433), "tds")
            .advisory()
            .expecting(new Expectation.Beside("udp"))
            .build(),
        probed(findings),
        Duration.ofMillis(32));
  }

  @Test
  void aFailedLoginAloneIsNotWatchedAsItIsNotRepeated() {
    LoginResult denied = new LoginResult.Failed("svc", DENIED);
    Rounds rounds =
        rounds(
            true,
            rule("login", finding(route(ONE), showing(denied))),
            rule("both", finding(route(ONE), showing(denied)), dropped(TWO)));
    assertEquals(List.of("both"), ids(rounds));
    assertEquals(
        List.of("login: DENIED by its login, which is not repeated: not watched"), rounds.left());
  }

  @Test
  void aChangeHasItsTimeAndLatency() {
    Rounds rounds = rounds(false, rule("sql.tds", dropped(ONE)), rule("other", dropped(ONE)));
    assertFalse(rounds.over());
    Rounds.Taken taken = rounds.take(rule("sql.tds", answering(ONE)), false, LATER);
    assertEquals(List.of("sql.tds: DROPPED → PASS, 3.0 ms"), texts(taken));
    assertEquals(LATER, taken.changes().get(0).at());
    assertEquals(Optional.empty(), taken.left());
    assertEquals(LATER, rounds.watched().get(0).since());
    assertEquals(AT, rounds.watched().get(1).since());
    assertEquals(List.of(Status.FAIL, Status.PASS), rounds.watched().get(0).trail());
    assertEquals(Status.PASS, rounds.results().get(0).verdict().status());
    assertFalse(rounds.over());
    rounds.take(rule("other", answering(ONE)), false, LATER);
    assertTrue(rounds.over());
  }

  @Test
  void silenceThatGoesOnKeepsTheFirstEvidence() {
    Finding absent = failing(ONE, fault(Phase.CONNECT, FaultKind.UNREACHABLE, Clue.NO_NEIGHBOUR));
    Rounds rounds = rounds(false, rule("off", absent));
    Evidence.Probed first = evidence(rounds, 0);
    assertEquals(NOTHING, rounds.take(rule("off", dropped(ONE)), false, LATER));
    assertEquals(first, evidence(rounds, 0));
    assertEquals(absent, evidence(rounds, 0).findings().get(0));
    assertEquals(
        NOTHING,
        rounds.take(
            rule("off", failing(ONE, fault(Phase.CONNECT, FaultKind.UNREACHABLE))), false, LATER));
    assertEquals(first, evidence(rounds, 0));
    assertFalse(rounds.watched().get(0).slow());
  }

  /** Later rounds do not listen for the message that told the first one of the rejection. */
  @Test
  void aLateAnswerAfterARejectionIsNoChange() {
    Finding rejected = failing(ONE, fault(Phase.CONNECT, FaultKind.REJECTED));
    Rounds rounds = rounds(false, rule("far", rejected));
    assertEquals(
        NOTHING,
        rounds.take(
            rule("far", failing(ONE, fault(Phase.CONNECT, FaultKind.UNREACHABLE))), false, LATER));
    assertEquals(rejected, evidence(rounds, 0).findings().get(0));
  }

  /** As above: Linux reports ICMP 3/9, a rejection, as it reports that there is no route. */
  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"CONNECT", "EXCHANGE"})
  void noRouteAfterARejectionIsNoChange(Phase phase) {
    Finding rejected = rejected(phase, 9);
    Rounds rounds = rounds(false, rule("far", rejected));
    Finding noRoute = failing(ONE, fault(phase, FaultKind.NO_ROUTE));
    assertEquals(NOTHING, rounds.take(rule("far", noRoute), false, LATER));
    assertEquals(rejected, evidence(rounds, 0).findings().get(0));
  }

  /** Linux reports the other messages of a rejection in another way than a missing route. */
  @Test
  void noRouteAfterAnotherRejectionIsAChange() {
    Rounds rounds = rounds(false, rule("far", rejected(Phase.CONNECT, 13)));
    Finding noRoute = failing(ONE, fault(Phase.CONNECT, FaultKind.NO_ROUTE));
    assertEquals(1, rounds.take(rule("far", noRoute), false, LATER).changes().size());
    assertEquals(noRoute, evidence(rounds, 0).findings().get(0));
  }

  /** Rejected by an ICMP message of type 3. */
  private static Finding rejected(Phase phase, int code) {
    Finding finding = failing(ONE, fault(phase, FaultKind.REJECTED));
    Flow flow =
        new Flow(
            Flow.Purpose.PATH,
            Transport.TCP,
            TWO,
            40_000,
            ONE,
            1433,
            AT,
            AT,
            Optional.of(1),
            List.of(new IcmpAnswer("10.0.0.254", 3, code)));
    return finding.with(
        List.of(finding.attempts().get(0).withPackets(List.of(flow), Optional.empty())), List.of());
  }

  @Test
  void oneOfTwoAddressesAnswersAndTheSilentOneKeepsItsEvidence() {
    Finding silent = failing(TWO, new Fault(Phase.CONNECT, FaultKind.DROPPED, "the first"));
    Rounds rounds = rounds(false, rule("two", dropped(ONE), silent));
    rounds.take(
        rule("two", answering(ONE), failing(TWO, fault(Phase.CONNECT, FaultKind.DROPPED))),
        false,
        LATER);
    assertEquals(answering(ONE), evidence(rounds, 0).findings().get(0));
    assertEquals(silent, evidence(rounds, 0).findings().get(1));
  }

  /** A server that works and needs longer than a short attempt is not a failure. */
  @Test
  void whatAShortAttemptCutIsAskedWithTheWholeTimeout() {
    Pace pace = new Pace(Duration.ofSeconds(2), Duration.ofSeconds(5));
    Rounds rounds = rounds(false, rule("slow", dropped(ONE)));
    WatchedRule rule = rounds.watched().get(0);
    assertEquals(Duration.ofSeconds(2), pace.next(rounds.evidence(rule), rule.slow()));
    Finding cut = failing(ONE, fault(Phase.EXCHANGE, FaultKind.TIMED_OUT));
    assertEquals(NOTHING, rounds.take(rule("slow", cut), false, LATER));
    assertEquals("DROPPED", rule.state().text());
    assertEquals(Duration.ofSeconds(5), pace.next(rounds.evidence(rule), rule.slow()));
    assertEquals(
        List.of("slow: DROPPED → TIMED_OUT"), texts(rounds.take(rule("slow", cut), true, LATER)));
  }

  @Test
  void theLoginsOfTheFirstRoundHold() {
    LoginResult proven = new LoginResult.Proven("svc");
    Rounds rounds = rounds(true, rule("sql.tds", finding(route(ONE), showing(proven))));
    rounds.take(rule("sql.tds", dropped(ONE)), true, LATER);
    rounds.take(rule("sql.tds", answering(ONE)), true, LATER);
    Attempt last = evidence(rounds, 0).findings().get(0).attempts().get(0);
    assertEquals(Optional.of(proven), last.right());
    assertEquals("proven (svc)", rounds.results().get(0).verdict().sides().orElseThrow().right());
  }

  /** The path was repaired; the login that failed meanwhile is still the rule's failure. */
  @Test
  void aFailedLoginIsNotForgotten() {
    LoginResult denied = new LoginResult.Failed("svc", DENIED);
    Rounds rounds = rounds(false, rule("both", finding(route(ONE), showing(denied)), dropped(TWO)));
    Rounds.Taken taken = rounds.take(rule("both", answering(ONE), answering(TWO)), false, LATER);
    assertEquals(List.of("both: DROPPED → DENIED"), texts(taken));
    assertEquals(
        Optional.of("both: DENIED by its login, which is not repeated: not watched"), taken.left());
    assertTrue(rounds.isEmpty(), "it could never pass");
  }

  @Test
  void aRuleWhoseProxyAsksForTheLoginIsLeft() {
    Finding asked =
        finding(viaProxy(), fail(fault(Phase.PROXY, FaultKind.DENIED, Clue.PROXY_CREDENTIALS)));
    Finding blocked = finding(viaProxy(), fail(fault(Phase.PROXY, FaultKind.DENIED)));
    Rounds rounds = rounds(true, rule("web", blocked), rule("without", asked));
    assertEquals(NOTHING, rounds.take(rule("web", blocked), true, LATER));
    assertEquals(
        Optional.of("web: its proxy asks for a login, which is not repeated: not watched"),
        rounds.take(rule("web", asked), true, LATER).left());
    assertEquals(blocked, evidence(rounds, 0).findings().get(0));
    // Nothing was sent in the first round either, so nothing is missing.
    assertEquals(NOTHING, rounds.take(rule("without", asked), true, LATER));
    assertFalse(rounds.isEmpty());
  }

  /** A rule may change by what another one met. */
  @Test
  void everyRuleIsJudgedAgain() {
    Gathered first = rule("control", failing(ONE, REFUSED));
    Gathered second = rule("blocked", dropped(TWO));
    Rounds rounds =
        new Rounds(
            new Plan(
                "test",
                "Test",
                Vantage.APPSANYWHERE,
                List.of(
                    new PlannedRule(first.rule(), work()), new PlannedRule(second.rule(), work())),
                List.of()),
            List.of(first, second),
            true,
            // The second rule has the first one's evidence.
            all ->
                judged(
                    List.of(all.get(0), gathered(all.get(1).rule().id(), all.get(0).evidence()))),
            AT,
            0);
    assertEquals(
        List.of("control: REFUSED → PASS, 3.0 ms", "blocked: REFUSED → PASS, 3.0 ms"),
        texts(rounds.take(rule("control", finding(route(ONE), answer())), true, LATER)));
    assertEquals(LATER, rounds.watched().get(1).since());
  }
}
