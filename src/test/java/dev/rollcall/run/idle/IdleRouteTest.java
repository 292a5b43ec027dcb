package dev.rollcall.run.idle;

import static dev.rollcall.verdict.Evidently.answering;
import static dev.rollcall.verdict.Evidently.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.plan.Ask;
import dev.rollcall.probe.Probes;
import dev.rollcall.run.idle.FakePath.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What idle connections through some paths lead to, up to the verdict. */
class IdleRouteTest {
  private static final Finding ABOUT = answering("192.0.2.1");
  private static final List<Duration> USUAL =
      List.of(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(30));

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private Finding.Linked find(FakePath path, List<Duration> times) throws InterruptedException {
    return new IdleRoute(
            (ask, login) -> path.make(ask, login, ABOUT.route()),
            new Ask<>(path, new Probes.None()),
            ABOUT,
            threads,
            new Semaphore(1),
            new Waiting(),
            path::clock)
        .find(times);
  }

  private Verdict verdict(FakePath path) throws InterruptedException {
    return verdict(path, USUAL);
  }

  private Verdict verdict(FakePath path, List<Duration> times) throws InterruptedException {
    Finding with =
        new Finding(
            ABOUT.route(),
            ABOUT.protocol(),
            true,
            ABOUT.skipped(),
            ABOUT.attempts(),
            List.of(find(path, times)));
    return row().advice("Open the path.").judge(with);
  }

  @ParameterizedTest
  @EnumSource(
      value = Event.class,
      names = {"LOST", "REFUSED"})
  void aStateTimeoutIsFoundWithinTenPercent(Event how) throws Exception {
    for (int seconds = 2; seconds < 1800; seconds += 1 + seconds / 7) {
      Duration timeout = Duration.ofMillis(seconds * 1000L + 37);
      FakePath path = new FakePath(how, timeout);
      String text = verdict(path).summary();
      IdleSearch search = searched(path);
      Duration low = search.survived().orElseThrow();
      Duration high = search.cut().orElseThrow();
      assertTrue(low.compareTo(timeout) < 0 && high.compareTo(timeout) >= 0, text);
      assertTrue(high.toNanos() <= 1.21 * low.toNanos(), () -> timeout + ": " + text);
      assertTrue(path.idled().size() <= 40, () -> path.idled().toString());
    }
  }

  /** The search that led to these idle times. */
  private static IdleSearch searched(FakePath path) {
    IdleSearch search = new IdleSearch();
    search.take(path.trials());
    return search;
  }

  @Test
  void theVerdictNamesTheTimesAndWhoActs() throws Exception {
    Verdict verdict = verdict(new FakePath(Event.LOST, Duration.ofMinutes(10)));
    assertEquals(Status.FAIL, verdict.status());
    assertEquals("EXCHANGE IDLE_CUT", verdict.cause().orElseThrow().cause(), verdict::toString);
    assertEquals(
        "answered after 9 min 22 s idle, not after 10 min 58 s; a new connection works: idle"
            + " connections are cut between 9 min 22 s and 10 min 58 s",
        verdict.cause().orElseThrow().evidence());
    assertEquals(Owner.FIREWALL, verdict.owner().orElseThrow());
    assertTrue(
        verdict
            .advice()
            .startsWith(
                "Ask the firewall team to keep the state of idle TCP connections longer than"),
        verdict::advice);
  }

  /** A server that restarts ends a connection once; shorter times say nothing about that. */
  @Test
  void oneDeadConnectionProvesNoTimeout() throws Exception {
    Verdict verdict =
        verdict(
            new FakePath(Event.LOST, Duration.ofMinutes(10)).once(),
            List.of(Duration.ofMinutes(10)));
    assertEquals(Status.INCONCLUSIVE, verdict.status(), verdict::toString);
    assertTrue(
        verdict
            .toString()
            .contains(
                "one idle connection was dead after 10 min, another one answered after 10 min:"
                    + " this is not a state timeout"),
        verdict::toString);
  }

  @Test
  void aTimeThatIsNarrowAlreadyIsRepeated() throws Exception {
    List<Duration> times = List.of(Duration.ofMinutes(10), Duration.ofMinutes(11));
    Duration timeout = Duration.ofSeconds(630);
    FakePath once = new FakePath(Event.LOST, timeout).once();
    assertEquals(Status.INCONCLUSIVE, verdict(once, times).status());
    FakePath always = new FakePath(Event.LOST, timeout);
    assertEquals(Status.FAIL, verdict(always, times).status());
    for (FakePath path : List.of(once, always)) {
      assertEquals(List.of(times.get(0), times.get(1), times.get(1)), path.idled());
    }
  }

  @Test
  void timesThatAreThirtyTimesApartNeedTwoRounds() throws Exception {
    List<Duration> times = List.of(Duration.ofMinutes(1), Duration.ofMinutes(30));
    for (int seconds = 61; seconds < 1800; seconds += 1 + seconds / 7) {
      FakePath path = new FakePath(Event.LOST, Duration.ofSeconds(seconds));
      assertEquals(Status.FAIL, verdict(path, times).status());
      assertEquals(2 + IdleSearch.MOST, path.idled().size(), () -> path.idled().toString());
    }
  }

  @Test
  void aProxyThatAsksForALoginIsNoFailure() throws Exception {
    Verdict verdict = verdict(new FakePath(Event.LOST, Duration.ofMinutes(10)).asksForLogin());
    assertEquals(Status.PASS, verdict.status(), verdict::toString);
    assertTrue(
        verdict
            .remarks()
            .get(0)
            .endsWith("not tested: the proxy asks for a login, which is not repeated"),
        () -> verdict.remarks().toString());
  }

  @Test
  void anEndByThisHostSaysNothingOfThePath() throws Exception {
    String why =
        "this host itself ended the connection after 15 min idle, which says nothing of the path:"
            + " this host had no memory";
    Verdict some = verdict(new FakePath(Event.ENDED_HERE, Duration.ofMinutes(10)));
    assertEquals(Status.PASS, some.status(), some::toString);
    assertTrue(
        some.remarks().get(0).endsWith("answered after 5 min idle; " + why),
        () -> some.remarks().toString());
    Verdict all =
        verdict(
            new FakePath(Event.ENDED_HERE, Duration.ofMinutes(10)),
            List.of(Duration.ofMinutes(15)));
    assertEquals(Status.INCONCLUSIVE, all.status(), all::toString);
    assertTrue(all.toString().contains(why), all::toString);
  }

  /** The control never has the login, and others only where a connection needs it. */
  @Test
  void theLoginIsOnlyForConnectionsThatNeedIt() throws Exception {
    List<Duration> times = List.of(Duration.ofMinutes(10), Duration.ofMinutes(11));
    FakePath anonymous = new FakePath(Event.LOST, Duration.ofHours(1));
    find(anonymous, times);
    assertEquals(List.of(false, false), anonymous.logins());
    FakePath loggedIn = new FakePath(Event.LOST, Duration.ofSeconds(630)).loggedIn();
    find(loggedIn, times);
    assertEquals(3, loggedIn.logins().stream().filter(login -> login).count());
    assertEquals(2, loggedIn.logins().stream().filter(login -> !login).count());
  }

  @Test
  void aDefectHasTheTimeOfTheRun() {
    Instant before = Instant.now();
    Finding.Linked found = IdleResult.defect(ABOUT, new IllegalStateException());
    Instant at = found.finding().orElseThrow().attempts().get(0).startedAt();
    assertFalse(at.isBefore(before), at::toString);
  }

  @Test
  void connectionsThatAnswerPass() throws Exception {
    FakePath path = new FakePath(Event.LOST, Duration.ofHours(2));
    Verdict verdict = verdict(path);
    assertEquals(Status.PASS, verdict.status(), verdict::toString);
    assertEquals(USUAL, path.idled());
    assertTrue(
        verdict.remarks().get(0).endsWith("answered after 5 min, 15 min, 30 min idle"),
        () -> verdict.remarks().toString());
  }

  @Test
  void anEndByThePeerIsNoFailure() throws Exception {
    Verdict verdict = verdict(new FakePath(Event.CLOSED, Duration.ofSeconds(400)));
    assertEquals(Status.PASS, verdict.status(), verdict::toString);
    assertTrue(
        verdict
            .remarks()
            .get(0)
            .endsWith(
                "answered after 5 min idle; closed by the peer after 6 min 40 s idle: longer idle"
                    + " times cannot be tested this way"),
        () -> verdict.remarks().toString());
  }

  @Test
  void aPeerThatSpeaksByItselfIsNotIdle() throws Exception {
    Verdict verdict = verdict(new FakePath(Event.SPOKE, Duration.ofSeconds(40)));
    assertEquals(Status.PASS, verdict.status(), verdict::toString);
    assertTrue(
        verdict.remarks().get(0).contains("the peer sent something by itself after 40 s:"),
        () -> verdict.remarks().toString());
  }

  @Test
  void aResetWhileIdleIsAWarningWithItsTime() throws Exception {
    Verdict verdict = verdict(new FakePath(Event.RESET, Duration.ofSeconds(400)));
    assertEquals(Status.WARN, verdict.status(), verdict::toString);
    assertTrue(
        verdict.cause().orElseThrow().evidence().contains("reset after 6 min 40 s idle"),
        verdict::toString);
    assertFalse(verdict.advice().isEmpty(), verdict::toString);
    assertFalse(verdict.advice().contains("Open the path."), verdict::toString);
    assertTrue(
        verdict.remarks().stream().noneMatch(remark -> remark.contains("reset after")),
        () -> verdict.remarks().toString());
  }

  @Test
  void nothingIsClaimedIfANewConnectionFailsToo() throws Exception {
    FakePath path = new FakePath(Event.LOST, Duration.ofMinutes(10)).down();
    Verdict verdict = verdict(path);
    assertEquals(Status.INCONCLUSIVE, verdict.status(), verdict::toString);
    assertFalse(verdict.toString().contains("IDLE_CUT"), verdict::toString);
    assertEquals(USUAL, path.idled());
  }

  @Test
  void aRunThatEndsSaysWhatIsKnown() throws Exception {
    Finding.Linked found =
        find(new FakePath(Event.LOST, Duration.ofHours(1)).interruptedAfter(1), USUAL);
    assertEquals(
        "no answer yet when the run ended: answered after 5 min idle",
        found.finding().orElseThrow().skipped().orElseThrow());
  }

  @Test
  void aCutThatIsKnownOutlivesTheEndOfTheRun() throws Exception {
    Finding.Linked found =
        find(
            new FakePath(Event.LOST, Duration.ofMinutes(10)).interruptedAfter(9),
            List.of(Duration.ofMinutes(5), Duration.ofMinutes(15)));
    assertTrue(found.toString().contains("between 9 min 22 s and 10 min 58 s"), found::toString);
  }

  @Test
  void oneDeadConnectionIsNoCutWhenTheRunEnds() throws Exception {
    Finding.Linked found =
        find(
            new FakePath(Event.LOST, Duration.ofMinutes(10)).interruptedAfter(2),
            List.of(Duration.ofMinutes(5), Duration.ofMinutes(15)));
    assertEquals(
        "no answer yet when the run ended: answered after 5 min idle, not after 15 min",
        found.finding().orElseThrow().skipped().orElseThrow());
  }

  @Test
  void theShortestTimeIsASecond() throws Exception {
    FakePath path = new FakePath(Event.LOST, Duration.ofMillis(1));
    Finding.Linked found = find(path, List.of(Duration.ofSeconds(3)));
    assertEquals(Duration.ofSeconds(1), path.idled().get(0));
    assertTrue(found.toString().contains("are cut within 1 s"), found::toString);
  }
}
