package dev.rollcall.engine;

import static dev.rollcall.engine.LoginsTest.HELD;
import static dev.rollcall.engine.LoginsTest.attempts;
import static dev.rollcall.engine.LoginsTest.grant;
import static dev.rollcall.engine.LoginsTest.keyring;
import static dev.rollcall.engine.LoginsTest.loopback;
import static dev.rollcall.engine.LoginsTest.rights;
import static dev.rollcall.engine.Roll.ask;
import static dev.rollcall.engine.Roll.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.plan.Ask;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.probe.Login;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.Keyring;
import dev.rollcall.probe.login.LoginNotes;
import dev.rollcall.probe.login.Logins;
import dev.rollcall.probe.login.Secret;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A login whose answer does not come may have been counted as failed: no other rule and no later
 * run sends the same secret again, until a person or a new secret allows it.
 */
@Timeout(60)
class UnansweredLoginsTest {
  private static final String FILE = "/state/refused-svc@uni";

  private final AtomicInteger sent = new AtomicInteger();
  private final Remembering memory = new Remembering();

  /** What becomes of a login once its secret was sent. */
  private interface Ending {
    void come(Session session) throws ProbeException, IOException, InterruptedException;
  }

  /** Proves its path, reads the secret as if it sent it, and ends so. */
  private Ask<?> asking(Ending ending) {
    return ask(
        session -> {
          session.observe("test.path", "proven");
          session
              .credentials()
              .authenticate(Login.Cover.PROTOCOL, Login.Times.ONCE, sending(session, ending));
        });
  }

  private Login sending(Session session, Ending ending) {
    return (account, secret) -> {
      secret.reveal();
      sent.incrementAndGet();
      try {
        ending.come(session);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    };
  }

  private Keyring two(Secret secret) {
    return keyring(memory, grant("one", "svc", secret), grant("two", "UNI\\SVC", secret));
  }

  /** The first rule alone, then both in a run of their own. */
  private List<Gathered> later(Secret secret, Ask<?> first) throws Exception {
    try (Roll roll = new Roll().keyring(two(secret))) {
      return roll.run(
          rule("one", first, loopback(1)), rule("two", asking(session -> {}), loopback(1)));
    }
  }

  private Gathered first(Ask<?> ask) throws Exception {
    try (Roll roll = new Roll().keyring(keyring(memory, grant("one", "svc", HELD)))) {
      return roll.run(rule("one", ask, loopback(1))).get(0);
    }
  }

  private static String why(Gathered gathered) {
    LoginResult right = attempts(gathered).get(0).right().orElseThrow();
    return right instanceof LoginResult.Failed failed
        ? failed.fault().evidence()
        : ((LoginResult.Untried) right).why();
  }

  private enum Cut {
    TIMED_OUT,
    RESET,
    CLOSED,
    MALFORMED,
    UNEXPECTED,
    /** A refusal that may or may not count as a failed login. */
    DENIED;

    void come(Session session) throws ProbeException, IOException {
      switch (this) {
        case TIMED_OUT -> throw new SocketTimeoutException("Read timed out");
        case RESET -> throw new SocketException("Connection reset");
        case CLOSED -> throw new EOFException();
        case MALFORMED -> throw ProbeException.malformed("no such protocol");
        case UNEXPECTED -> throw ProbeException.unexpected("an answer out of order");
        case DENIED -> throw ProbeException.of(FaultKind.DENIED, "550", Clue.ACCOUNT_RESTRICTED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void theSameSecretIsNotSentAgain(Cut cut) throws Exception {
    Gathered once = first(asking(cut::come));
    assertEquals(List.of("AUTHENTICATE " + cut), rights(once));
    assertTrue(
        why(once)
            .endsWith(
                "; this login may have been counted as failed and is not repeated; delete "
                    + FILE
                    + " to try again, or change the password"),
        () -> why(once));
    assertEquals(1, memory.kept.size());
    for (int runs = 0; runs < 2; runs++) {
      List<Gathered> again = later(HELD, asking(cut::come));
      assertEquals(List.of("AUTHENTICATE " + cut), rights(again.get(0)));
      remedied(again.get(0));
      if (cut == Cut.DENIED) {
        assertEquals(List.of("REJECTED: credential rejected by one"), rights(again.get(1)));
      } else {
        remedied(again.get(1));
        String said = rights(again.get(1)).get(0);
        assertTrue(said.startsWith("UNANSWERED: the login of one with this account ("), said);
      }
    }
    assertEquals(1, sent.get());
    later(new Secret("changed".toCharArray()), asking(session -> {}));
    assertEquals(3, sent.get(), "a changed secret is tried by both");
    assertEquals(Map.of(), memory.kept, "and is accepted");
  }

  private static void remedied(Gathered one) {
    assertTrue(
        why(one)
            .endsWith(
                "; it may have been counted as failed and is not repeated; delete "
                    + FILE
                    + " to try again, or change the password"),
        () -> why(one));
  }

  @Test
  void aPersonAllowsAnotherTry() throws Exception {
    first(asking(Cut.TIMED_OUT::come));
    memory.kept.clear();
    assertEquals(List.of("proven"), rights(first(asking(session -> {}))));
    assertEquals(2, sent.get());
  }

  @Test
  void noOtherRuleOfTheRunSendsIt() throws Exception {
    try (Roll roll = new Roll().limits(Duration.ofSeconds(10), 8, 3).keyring(two(HELD))) {
      Ask<?> slow = asking(Cut.TIMED_OUT::come);
      List<Gathered> both =
          roll.run(rule("one", slow, loopback(1)), rule("two", slow, loopback(1)));
      List<String> words =
          both.stream().map(one -> rights(one).get(0).split(":", 2)[0]).sorted().toList();
      assertEquals(List.of("AUTHENTICATE TIMED_OUT", "UNANSWERED"), words);
    }
    assertEquals(1, sent.get());
  }

  /** A defect of ours says nothing of the server, and the secret was sent all the same. */
  @Test
  void aDefectAfterTheSecretWasSentCountsAsNoAnswer() throws Exception {
    first(
        asking(
            session -> {
              throw new IllegalStateException("a defect");
            }));
    assertTrue(
        rights(later(HELD, asking(session -> {})).get(0)).get(0).startsWith("UNANSWERED: an earl"));
    assertEquals(1, sent.get());
  }

  /** The run's deadline, or Ctrl-C: the note was there before, and stays. */
  @Test
  void aRunThatEndsWithinALoginLeavesItNoted() throws Exception {
    CountDownLatch under = new CountDownLatch(1);
    try (Roll roll = new Roll().keyring(keyring(memory, grant("one", "svc", HELD)))) {
      Engine engine = roll.engine();
      Thread ending =
          new Thread(
              () -> {
                try {
                  under.await();
                } catch (InterruptedException e) {
                  return;
                }
                engine.interrupt();
              });
      ending.start();
      Ask<?> waiting =
          asking(
              session -> {
                assertEquals(1, memory.kept.size(), "noted before anything is sent");
                under.countDown();
                Thread.sleep(60_000);
              });
      engine.run(Roll.plan(rule("one", waiting, loopback(1))));
      ending.join();
    }
    Gathered again = later(HELD, asking(session -> {})).get(0);
    assertTrue(
        rights(again).get(0).startsWith("UNANSWERED: an earlier login"), rights(again)::toString);
    assertTrue(why(again).contains("ended before its answer came"), () -> why(again));
    assertEquals(1, sent.get());
  }

  /** It has heard neither the deadline nor an interrupt; the others go on, and do not send it. */
  @Test
  void aLibraryThatHangsInALoginDelaysNoOtherRule() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (Roll roll = new Roll().limits(Duration.ofMillis(300), 8, 1).keyring(two(HELD))) {
      Ask<?> hanging =
          asking(
              session -> {
                while (end.getCount() > 0) {
                  try {
                    end.await();
                  } catch (InterruptedException deaf) {
                    // As libraries do.
                  }
                }
              });
      List<Gathered> both =
          roll.run(rule("one", hanging, loopback(1)), rule("two", hanging, loopback(1)));
      assertTrue(
          both.stream().map(one -> rights(one).get(0)).anyMatch(said -> said.startsWith("UNANSW")),
          both::toString);
    } finally {
      end.countDown();
    }
    assertEquals(1, sent.get());
    assertTrue(memory.take(grant("one", "svc", HELD).account()).isPresent(), "other runs go on");
    assertEquals(1, memory.kept.size(), "what it says too late changes nothing");
  }

  @Test
  void whatFailsBeforeTheSecretIsReadLeavesNothing() throws Exception {
    Ask<?> failing =
        ask(
            session ->
                session
                    .credentials()
                    .authenticate(
                        Login.Cover.PROTOCOL,
                        Login.Times.ONCE,
                        (account, secret) -> {
                          throw new SocketTimeoutException("connect timed out");
                        }));
    assertEquals("AUTHENTICATE TIMED_OUT", rights(first(failing)).get(0));
    assertEquals(Map.of(), memory.kept);
    assertEquals(List.of("proven"), rights(first(asking(session -> {}))));
  }

  @Test
  void anAnswerThatCountsNothingLeavesNothing() throws Exception {
    Gathered busy =
        first(
            asking(
                session -> {
                  session.credentials().answered();
                  throw ProbeException.unexpected("try later");
                }));
    assertEquals("try later", why(busy));
    assertEquals(Map.of(), memory.kept);
  }

  @Test
  void whatFailsAfterTheSecretWasAcceptedLeavesNothing() throws Exception {
    Gathered slow =
        first(
            asking(
                session -> {
                  session.credentials().accepted();
                  assertEquals(Map.of(), memory.kept, "at once");
                  throw new SocketTimeoutException("Read timed out");
                }));
    assertEquals(List.of("AUTHENTICATE TIMED_OUT"), rights(slow));
    assertTrue(!why(slow).contains("counted"), () -> why(slow));
    assertEquals(List.of("proven"), rights(first(asking(session -> {}))));
  }

  @Test
  void whatCannotBeNotedIsNotSent() throws Exception {
    memory.full = true;
    Gathered one = first(asking(session -> {}));
    assertEquals(
        List.of(
            "UNRECORDED: the login could not be noted before it was made (No space left on"
                + " device)"),
        rights(one));
    assertEquals(0, sent.get());
    memory.full = false;
    assertEquals(List.of("proven"), rights(first(asking(session -> {}))));
  }

  /** A host that is busy hashes for seconds, and that time is not the login's. */
  @Test
  void aSlowHashCostsTheLoginNothing() throws Exception {
    memory.slow = 2700;
    try (Roll roll =
        new Roll()
            .limits(Duration.ofMillis(300), 8, 1)
            .keyring(keyring(memory, grant("one", "svc", HELD)))) {
      long start = System.nanoTime();
      Gathered one = roll.run(rule("one", asking(session -> {}), loopback(1))).get(0);
      long beside = System.nanoTime() - start - memory.looked.get();
      assertEquals(List.of("proven"), rights(one));
      // However slow the machine is: the attempt's time is none of the hash's.
      assertTrue(attempts(one).get(0).took().toNanos() <= beside, one::toString);
    }
    assertEquals(1, sent.get());
  }

  /** Five runs at once, each with the same wrong password. */
  @Test
  void runsThatOverlapSendItOnce() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    CountDownLatch atOnce = new CountDownLatch(5);
    try {
      Ask<?> refused =
          asking(
              session -> {
                throw ProbeException.of(FaultKind.DENIED, "wrong", Clue.CREDENTIALS);
              });
      List<Future<Gathered>> runs =
          IntStream.range(0, 5)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            atOnce.countDown();
                            atOnce.await();
                            return first(refused);
                          }))
              .toList();
      for (Future<Gathered> run : runs) {
        assertEquals(List.of("AUTHENTICATE DENIED"), rights(run.get()));
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, sent.get());
  }

  @Test
  void aRunThatHasTheAccountTooLongIsNamed() throws Exception {
    PlannedRule[] rules = {
      rule("one", asking(session -> {}), loopback(1)),
      rule("two", asking(session -> {}), loopback(1))
    };
    Map<String, Grant> grants =
        Map.of("one", grant("one", "svc", HELD), "two", grant("two", "svc", HELD));
    Keyring impatient = new Keyring(new Logins(memory, Duration.ofMillis(50)), grants);
    LoginNotes.Hold other = memory.take(grant("one", "svc", HELD).account()).orElseThrow();
    try (Roll roll = new Roll().keyring(impatient)) {
      for (Gathered one : roll.run(rules)) {
        assertEquals(
            List.of("BUSY: another run is logging in with this account (check, process 4711)"),
            rights(one));
      }
    }
    other.close();
    assertEquals(0, sent.get());
    assertEquals(Map.of(), memory.kept);
  }

  @Test
  void aSecretThatALibraryKeepsCannotBeReadLater() throws Exception {
    AtomicReference<Secret> kept = new AtomicReference<>(HELD);
    first(
        ask(
            session ->
                session
                    .credentials()
                    .authenticate(
                        Login.Cover.PROTOCOL,
                        Login.Times.ONCE,
                        (account, secret) -> kept.set(secret))));
    assertThrows(IllegalStateException.class, () -> kept.get().reveal());
    assertThrows(IllegalStateException.class, () -> kept.get().utf8());
    assertEquals(Map.of(), memory.kept);
  }
}
