package dev.rollcall.engine;

import static dev.rollcall.engine.Roll.ask;
import static dev.rollcall.engine.Roll.at;
import static dev.rollcall.engine.Roll.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.plan.Ask;
import dev.rollcall.plan.Destination;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.probe.Login;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.Keyring;
import dev.rollcall.probe.login.LoginNotes;
import dev.rollcall.probe.login.Logins;
import dev.rollcall.probe.login.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No account is shown its credentials more often than it must, whatever runs side by side. */
@Timeout(60)
class LoginsTest {
  private static final String SECRET = "Planted-4711";
  static final Secret HELD = new Secret(SECRET.toCharArray());

  private final AtomicInteger shown = new AtomicInteger();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final Remembering memory = new Remembering();

  static Grant grant(String rule, String user, Secret secret) {
    return new Grant(
        rule, Account.of(user, "UNI.EDU"), secret, Set.of("127.0.0.1"), Optional.empty());
  }

  static Keyring keyring(LoginNotes memory, Grant... grants) {
    Map<String, Grant> byRule = new HashMap<>();
    for (Grant grant : grants) {
      byRule.put(grant.rule(), grant);
    }
    return new Keyring(new Logins(memory), byRule);
  }

  static Destination loopback(int port) {
    return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** Asks, and then logs in. */
  private Ask<?> asking(Login.Times times, Login login) {
    return ask(
        session -> {
          session.observe("test.path", "proven");
          session
              .credentials()
              .authenticate(
                  Login.Cover.PROTOCOL,
                  times,
                  (account, secret) -> {
                    shown.incrementAndGet();
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    try {
                      pause();
                      login.show(account, secret);
                    } finally {
                      atOnce.decrementAndGet();
                    }
                  });
        });
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void accept(Account account, Secret secret) {}

  private static void refuse(Account account, Secret secret) throws ProbeException {
    throw ProbeException.of(
        FaultKind.DENIED, "wrong password " + String.valueOf(secret.reveal()), Clue.CREDENTIALS);
  }

  private static void lockedOut(Account account, Secret secret) throws ProbeException {
    throw ProbeException.of(FaultKind.DENIED, "locked", Clue.ACCOUNT_LOCKED);
  }

  static List<Attempt> attempts(Gathered gathered) {
    return ((Evidence.Probed) gathered.evidence())
        .findings().stream().map(Finding::attempts).flatMap(List::stream).toList();
  }

  /** What came of a rule's logins, a word each: proven, failed, the reason, or nothing. */
  static List<String> rights(Gathered gathered) {
    return attempts(gathered).stream().map(LoginsTest::word).toList();
  }

  private static String word(Attempt attempt) {
    LoginResult right = attempt.right().orElse(null);
    if (right instanceof LoginResult.Failed failed) {
      return failed.fault().cause();
    }
    if (right instanceof LoginResult.Untried untried) {
      return untried.reason() + ": " + untried.why();
    }
    return right == null ? "nothing" : "proven";
  }

  private static PlannedRule[] three(Ask<?> ask) {
    return new PlannedRule[] {
      rule("one", ask, loopback(1)), rule("two", ask, loopback(1)), rule("three", ask, loopback(1))
    };
  }

  private Keyring shared() {
    return keyring(
        memory,
        grant("one", "svc", HELD),
        grant("two", "UNI\\SVC", HELD),
        grant("three", "svc@uni.edu", HELD));
  }

  /** A library may throw anything; what was proven before stays proven. */
  @Test
  void aDefectOfALoginTakesNothingFromThePath() throws Exception {
    List<Login> broken =
        List.of(
            (account, secret) -> {
              throw new IllegalStateException(String.valueOf(secret.reveal()));
            },
            (account, secret) -> {
              throw new StackOverflowError();
            });
    for (Login login : broken) {
      // Each with an account of its own: after the first login it is unknown what became of it.
      String account = "svc" + broken.indexOf(login);
      try (Roll roll = new Roll().keyring(keyring(memory, grant("one", account, HELD)))) {
        Gathered gathered =
            roll.run(rule("one", asking(Login.Times.ONCE, login), loopback(1))).get(0);
        assertEquals(List.of("AUTHENTICATE INTERNAL"), rights(gathered));
        assertTrue(attempts(gathered).get(0).outcome() instanceof Outcome.Answered);
        assertFalse(gathered.toString().contains(SECRET), gathered::toString);
      }
    }
    assertEquals(2, shown.get());
  }

  /** No server is to wait while Rollcall computes. */
  @Test
  void whatIsSlowInALoginIsDoneBeforeAnythingIsSent() throws Exception {
    List<String> before = Collections.synchronizedList(new ArrayList<>());
    Ask<?> ask =
        ask(
            session -> {
              before.addAll(memory.prepared);
              session
                  .credentials()
                  .authenticate(Login.Cover.PROTOCOL, Login.Times.ONCE, LoginsTest::accept);
            });
    try (Roll roll = new Roll().keyring(keyring(memory, grant("one", "svc", HELD)))) {
      Gathered one = roll.run(rule("one", ask, loopback(1), loopback(2))).get(0);
      assertTrue(rights(one).contains("proven"), one::toString);
    }
    assertEquals(List.of("svc@uni", "svc@uni"), before);
    assertEquals(List.of("svc@uni"), memory.prepared);
  }

  @Test
  void rulesThatShareAnAccountLogInOneAfterTheOther() throws Exception {
    try (Roll roll = new Roll().keyring(shared())) {
      List<Gathered> all = roll.run(three(asking(Login.Times.ONCE, LoginsTest::accept)));
      all.forEach(one -> assertEquals(List.of("proven"), rights(one)));
    }
    assertEquals(3, shown.get());
    assertEquals(1, most.get());
    assertEquals(3, memory.forgotten.size());
  }

  @Test
  void afterARejectionNoOtherRuleTries() throws Exception {
    try (Roll roll = new Roll().keyring(shared())) {
      List<Gathered> all = roll.run(three(asking(Login.Times.ONCE, LoginsTest::refuse)));
      List<Gathered> refused =
          all.stream().filter(one -> rights(one).contains("AUTHENTICATE DENIED")).toList();
      assertEquals(1, refused.size());
      String by = refused.get(0).rule().id();
      all.stream()
          .filter(one -> !refused.contains(one))
          .forEach(
              one -> assertEquals(List.of("REJECTED: credential rejected by " + by), rights(one)));
      all.forEach(
          one ->
              assertTrue(
                  attempts(one).get(0).outcome() instanceof Outcome.Answered, "the path stands"));
    }
    assertEquals(1, shown.get());
    assertEquals(1, memory.kept.size());
  }

  @Test
  void theNextRunDoesNotTryTheSameSecretAgainButAnother() throws Exception {
    PlannedRule[] rules = three(asking(Login.Times.ONCE, LoginsTest::refuse));
    String by;
    try (Roll roll = new Roll().keyring(shared())) {
      roll.run(rules);
      by = memory.kept.values().iterator().next().rule();
    }
    try (Roll roll = new Roll().keyring(shared())) {
      for (Gathered one : roll.run(rules)) {
        boolean same = one.rule().id().equals(by);
        assertEquals(
            List.of(same ? "AUTHENTICATE DENIED" : "REJECTED: credential rejected by " + by),
            rights(one));
        if (same
            && attempts(one).get(0).right().orElseThrow() instanceof LoginResult.Failed failed) {
          assertTrue(
              failed.fault().evidence().contains("not tried again until the secret changes"),
              failed::toString);
          assertEquals(Optional.of(Clue.CREDENTIALS), failed.fault().clue());
        }
      }
    }
    assertEquals(1, shown.get());
    Secret corrected = new Secret("corrected".toCharArray());
    try (Roll roll = new Roll().keyring(keyring(memory, grant("one", "svc", corrected)))) {
      Gathered one =
          roll.run(rule("one", asking(Login.Times.ONCE, LoginsTest::accept), loopback(1))).get(0);
      assertEquals(List.of("proven"), rights(one));
    }
    assertEquals(2, shown.get());
  }

  @Test
  void anAccountsStateIsNotRememberedAsItIsFixedWithoutAnotherSecret() throws Exception {
    try (Roll roll = new Roll().keyring(shared())) {
      roll.run(three(asking(Login.Times.ONCE, LoginsTest::lockedOut)));
    }
    assertEquals(1, shown.get());
    assertEquals(Map.of(), memory.kept);
  }

  @Test
  void samplesAndAddressesDoNotRepeatALogin() throws Exception {
    try (Roll roll =
        new Roll()
            .limits(Duration.ofSeconds(5), 8, 3)
            .keyring(keyring(memory, grant("one", "svc", HELD)))) {
      Gathered one =
          roll.run(
                  rule(
                      "one",
                      asking(Login.Times.ONCE, LoginsTest::accept),
                      loopback(1),
                      loopback(2)))
              .get(0);
      assertEquals(1, Collections.frequency(rights(one), "proven"));
      assertEquals(5, Collections.frequency(rights(one), "nothing"));
    }
    assertEquals(1, shown.get());
  }

  @Test
  void whereEachAddressIsLoggedInToARejectionEndsItToo() throws Exception {
    try (Roll roll = new Roll().keyring(keyring(memory, grant("one", "svc", HELD)))) {
      Ask<?> ask = asking(Login.Times.ONCE_EACH, LoginsTest::refuse);
      roll.run(rule("one", ask, loopback(1), loopback(2), loopback(3)));
    }
    assertEquals(1, shown.get());
    try (Roll roll = new Roll().keyring(keyring(LoginNotes.NONE, grant("one", "svc", HELD)))) {
      Ask<?> ask = asking(Login.Times.ONCE_EACH, LoginsTest::accept);
      Gathered one = roll.run(rule("one", ask, loopback(1), loopback(2), loopback(3))).get(0);
      assertEquals(List.of("proven", "proven", "proven"), rights(one));
    }
  }

  @Test
  void probingARuleAgainSendsNoSecretAndReportsTheSame() throws Exception {
    try (Roll roll = new Roll().keyring(keyring(memory, grant("one", "svc", HELD)))) {
      PlannedRule rule = rule("one", asking(Login.Times.ONCE, LoginsTest::accept), loopback(1));
      Engine engine = roll.engine();
      assertEquals(List.of("proven"), rights(engine.run(Roll.plan(rule)).get(0)));
      assertEquals(List.of("proven"), rights(engine.run(Roll.plan(rule)).get(0)));
    }
    assertEquals(1, shown.get());
  }

  @Test
  void aRuleWithoutAGrantShowsNothing() throws Exception {
    try (Roll roll = new Roll().keyring(keyring(memory, grant("other", "svc", HELD)))) {
      PlannedRule rule = rule("one", asking(Login.Times.ONCE, LoginsTest::accept), loopback(1));
      assertEquals(List.of("nothing"), rights(roll.run(rule).get(0)));
    }
    assertEquals(0, shown.get());
  }

  @Test
  void aHostThatTheSiteDoesNotNameGetsNothing() throws Exception {
    Grant grant =
        new Grant("one", Account.of("svc", "X"), HELD, Set.of("dc1.uni.edu"), Optional.empty());
    try (Roll roll = new Roll().keyring(keyring(memory, grant))) {
      Gathered one =
          roll.run(rule("one", asking(Login.Times.ONCE, LoginsTest::accept), loopback(1))).get(0);
      assertEquals(
          List.of(
              "FOREIGN_HOST: the site file does not name 127.0.0.1, so no credential goes there"),
          rights(one));
    }
    assertEquals(0, shown.get());
  }

  private List<String> withheld(Roll.Probe before) throws Exception {
    try (Roll roll = new Roll().keyring(keyring(memory, grant("one", "svc", HELD)))) {
      Ask<?> ask =
          ask(
              session -> {
                before.probe(session);
                session
                    .credentials()
                    .authenticate(
                        Login.Cover.TLS, Login.Times.ONCE, (account, secret) -> shown.addAndGet(1));
              });
      return rights(roll.run(rule("one", ask, loopback(1))).get(0));
    }
  }

  @Test
  void whatOnlyTlsCoversGoesNowhereWithoutIt() throws Exception {
    assertEquals(
        List.of("UNENCRYPTED: the server does not encrypt, and a credential never goes in clear"),
        withheld(session -> {}));
    assertEquals(0, shown.get());
  }

  @Test
  void aStandInGetsNothing() throws Exception {
    assertEquals(
        List.of("STAND_IN: a stand-in answered"),
        withheld(session -> session.standIn().seen("the banner")));
    assertEquals(0, shown.get());
  }

  @Test
  void whatTheServerSaysBackOfTheSecretIsHidden() throws Exception {
    try (Roll roll = new Roll().keyring(keyring(memory, grant("one", "svc", HELD)))) {
      Ask<?> ask =
          ask(
              session -> {
                session
                    .credentials()
                    .authenticate(Login.Cover.PROTOCOL, Login.Times.ONCE, LoginsTest::refuse);
                session.observe("test.echo", "you said " + SECRET);
                session.concern(Concern.Kind.ACCOUNT, "beware of " + SECRET);
                throw ProbeException.unexpected("gone with " + SECRET);
              });
      Gathered one = roll.run(rule("one", ask, loopback(1))).get(0);
      assertTrue(!one.toString().contains(SECRET), one::toString);
      assertTrue(one.toString().contains("you said (secret)"), one::toString);
      assertTrue(one.toString().contains("wrong password (secret)"), one::toString);
      assertTrue(one.toString().contains("gone with (secret)"), one::toString);
    }
    assertTrue(!memory.kept.toString().replaceFirst("svc@uni " + SECRET, "").contains(SECRET));
  }

  /** Three logins take longer than the deadline, which does not count the wait for the others. */
  @Test
  void aSlowLoginCostsTheOthersNothing() throws Exception {
    Login slow =
        (account, secret) -> {
          try {
            Thread.sleep(1200);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    try (Roll roll = new Roll().limits(Duration.ofSeconds(3), 8, 1).keyring(shared())) {
      Ask<?> ask =
          ask(
              session -> {
                session.credentials().authenticate(Login.Cover.PROTOCOL, Login.Times.ONCE, slow);
                afterwards(session);
              });
      for (Gathered one : roll.run(three(ask))) {
        assertEquals(List.of("proven"), rights(one));
        assertTrue(attempts(one).get(0).outcome() instanceof Outcome.Answered, one::toString);
      }
    }
  }

  private static void afterwards(Session session) throws SocketTimeoutException {
    session.deadline().socketTimeout();
  }

  /** A library that hangs in its login is cut off, and the next rule may go on. */
  @Test
  void aLoginThatHangsEndsAtItsDeadline() throws Exception {
    Login hanging =
        (account, secret) -> {
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    try (Roll roll = new Roll().limits(Duration.ofMillis(300), 8, 1).keyring(shared())) {
      List<Gathered> all =
          roll.run(
              rule("one", asking(Login.Times.ONCE, hanging), loopback(1)),
              rule("two", asking(Login.Times.ONCE, LoginsTest::accept), loopback(1)));
      assertEquals(1, attempts(all.get(0)).size());
      assertEquals(List.of("proven"), rights(all.get(1)));
    }
  }
}
