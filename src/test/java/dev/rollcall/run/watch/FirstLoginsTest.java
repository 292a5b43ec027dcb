package dev.rollcall.run.watch;

import static dev.rollcall.verdict.Evidently.answering;
import static dev.rollcall.verdict.Evidently.dropped;
import static dev.rollcall.verdict.Evidently.finding;
import static dev.rollcall.verdict.Evidently.followed;
import static dev.rollcall.verdict.Evidently.probed;
import static dev.rollcall.verdict.Evidently.route;
import static dev.rollcall.verdict.Evidently.showing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.LoginResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the first round's logins leave for the rounds after it. */
class FirstLoginsTest {
  private static final Optional<String> SVC = Optional.of("svc");
  private static final String ONE = "10.0.0.1";
  private static final String TWO = "10.0.0.2";
  private static final LoginResult PROVEN = new LoginResult.Proven("svc");
  private static final LoginResult UNTRIED =
      new LoginResult.Untried("svc", LoginResult.Reason.WATCHED, "no login is made while watching");

  private static Finding proven(String address) {
    return finding(route(address), showing(PROVEN));
  }

  private static List<Optional<LoginResult>> rights(Evidence.Probed evidence) {
    return evidence.findings().stream().map(one -> one.attempts().get(0).right()).toList();
  }

  @Test
  void aLoginHoldsAtItsOwnAddress() {
    FirstLogins first = new FirstLogins(SVC, probed(dropped(ONE), proven(TWO)));
    assertEquals(
        List.of(Optional.empty(), Optional.of(PROVEN)),
        rights(first.in(probed(answering(ONE), answering(TWO)))));
    // What was proven at an address that is gone proves nothing at another.
    assertEquals(List.of(Optional.of(UNTRIED)), rights(first.in(probed(answering("10.0.0.3")))));
  }

  @Test
  void aLoginThatWasNotMadeIsReportedAsNotTried() {
    FirstLogins first = new FirstLogins(SVC, probed(dropped(ONE)));
    assertEquals(List.of(Optional.of(UNTRIED)), rights(first.in(probed(answering(ONE)))));
    assertEquals(List.of(Optional.empty()), rights(first.in(probed(dropped(ONE)))));
    FirstLogins none = new FirstLogins(Optional.empty(), probed(dropped(ONE)));
    assertEquals(List.of(Optional.empty()), rights(none.in(probed(answering(ONE)))));
  }

  /** Kerberos goes on over TCP only for a login: what that met is not forgotten. */
  @Test
  void whatOnlyALoginAsksForIsKept() {
    Finding first = followed(proven(ONE), false, Optional.of(dropped(TWO)));
    Finding later =
        new FirstLogins(SVC, probed(first)).in(probed(answering(ONE))).findings().get(0);
    assertEquals(first.followUps(), later.followUps());
    Finding again = followed(answering(ONE), false, Optional.of(answering(TWO)));
    assertEquals(
        again.followUps(),
        new FirstLogins(SVC, probed(first)).in(probed(again)).findings().get(0).followUps(),
        "asked for again");
    assertEquals(
        List.of(),
        new FirstLogins(SVC, probed(first)).in(probed(dropped(ONE))).findings().get(0).followUps());
    assertEquals(
        List.of(),
        new FirstLogins(Optional.empty(), probed(first))
            .in(probed(answering(ONE)))
            .findings()
            .get(0)
            .followUps());
  }

  @Test
  void withoutThemThePathIsLeft() {
    assertEquals(probed(answering(ONE)), FirstLogins.without(probed(proven(ONE))));
  }
}
