package dev.rollcall.probe;

import dev.rollcall.model.Concern;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Phase;
import dev.rollcall.model.Right;
import dev.rollcall.probe.login.Access;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.Login;
import dev.rollcall.probe.login.LoginAttempt;
import dev.rollcall.probe.login.Logins;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The credentials of one session: whether they may be shown, and what came of it. */
final class CredentialUse {
  private final Session session;
  private final Logins logins;
  private final Grant grant;
  private Optional<Right> right = Optional.empty();
  private volatile Optional<LoginAttempt> current = Optional.empty();

  CredentialUse(Session session, Access access) {
    this.session = session;
    this.logins = access.logins();
    this.grant = access.grant();
  }

  Optional<Right> right() {
    return right;
  }

  boolean covers(String host) {
    return grant.covers(host);
  }

  void lead(String place) {
    logins.lead(grant, place);
  }

  Set<String> leads() {
    return logins.leads(grant);
  }

  void untried(Right.Reason reason, String why) {
    String sentence = PeerText.safe(session.quotes().sentence(why), 500);
    right = Optional.of(new Right.Untried(account().toString(), reason, sentence));
  }

  void accepted() {
    current.ifPresent(LoginAttempt::accepted);
  }

  void answered() {
    current.ifPresent(LoginAttempt::answered);
  }

  /** Gives the account back for a login that hangs; its answer counts as unknown. */
  void leave() {
    current.ifPresent(LoginAttempt::close);
  }

  boolean show(Login.Cover cover, Login.Times times, Login login) {
    if (withheld(cover)) {
      return false;
    }
    String at = session.route().toString();
    String place = times == Login.Times.ONCE ? grant.rule() : grant.rule() + " " + at;
    try (LoginAttempt attempt = logins.attempt(grant, place, at)) {
      current = Optional.of(attempt);
      if (!session.queue(attempt::enter)) {
        return false;
      }
      LoginAttempt.Leave leave = attempt.ask();
      if (leave instanceof LoginAttempt.Leave.Settled settled) {
        right = Optional.of(settled.right());
      } else if (leave instanceof LoginAttempt.Leave.Granted) {
        login(attempt, login);
        right.ifPresent(attempt::tell);
      }
    } finally {
      current = Optional.empty();
    }
    return right.filter(Right.Proven.class::isInstance).isPresent();
  }

  private void login(LoginAttempt attempt, Login login) {
    session.enter(Phase.AUTHENTICATE);
    try {
      login.show(account(), attempt.secret(session::aborted));
      // Unless the protocol found within the login that it cannot go to its end.
      if (right.isEmpty()) {
        attempt.accepted();
        right = Optional.of(new Right.Proven(account().toString()));
      }
    } catch (ProbeException | IOException e) {
      Fault fault = session.aborted() ? cut() : authenticating(session.fault(e));
      right = Optional.of(failed(attempt, fault));
    } catch (RuntimeException | Error e) {
      // A library that is cut off may throw anything. Else a defect: the path stays proven.
      right =
          Optional.of(
              session.aborted() || attempt.unrecorded()
                  ? failed(attempt, cut())
                  : failed(attempt, Fault.internal(Phase.AUTHENTICATE, "logging in", e), true));
    }
  }

  /** What ends at its own deadline waited for the server; anything else ends with its run. */
  private Right failed(LoginAttempt attempt, Fault fault) {
    return failed(attempt, fault, session.aborted() && !session.deadline().remaining().isZero());
  }

  /**
   * Keeps what a failed login means for the account.
   *
   * @param ended whether the fault says nothing of the server, so that its answer is unknown
   */
  private Right failed(LoginAttempt attempt, Fault fault, boolean ended) {
    long start = System.nanoTime();
    try {
      return attempt.failed(fault, ended);
    } finally {
      session.waited(System.nanoTime() - start);
    }
  }

  private static Fault cut() {
    return new Fault(Phase.AUTHENTICATE, FaultKind.TIMED_OUT, "ended at the deadline");
  }

  /** What a protocol throws while it logs in belongs to the login, unless it says otherwise. */
  private static Fault authenticating(Fault fault) {
    return fault.phase() == Phase.EXCHANGE
        ? new Fault(Phase.AUTHENTICATE, fault.kind(), fault.evidence(), fault.clue())
        : fault;
  }

  Account account() {
    return grant.account();
  }

  /** Whether they may not be shown here at all; says why. */
  private boolean withheld(Login.Cover cover) {
    String host = session.target().host();
    if (session.meetsStandIn()) {
      untried(Right.Reason.STAND_IN, "a stand-in answered");
    } else if (!grant.covers(host)) {
      untried(
          Right.Reason.FOREIGN_HOST,
          "the site file does not name " + host + ", so no credential goes there");
    } else if (cover == Login.Cover.TLS) {
      unsafe();
    }
    return right.isPresent();
  }

  private void unsafe() {
    List<Observation.Tls> seen =
        session.observations().stream()
            .filter(Observation.Tls.class::isInstance)
            .map(Observation.Tls.class::cast)
            .toList();
    Optional<Concern> objection =
        session.concerns().stream()
            .filter(concern -> concern.kind() == Concern.Kind.CERTIFICATE)
            .findFirst();
    if (seen.isEmpty()) {
      untried(
          Right.Reason.UNENCRYPTED,
          "the server does not encrypt, and a credential never goes in clear");
    } else if (objection.isPresent()) {
      untried(
          Right.Reason.UNTRUSTED,
          "its certificate is not trusted (" + objection.get().text() + ")");
    } else if (seen.get(seen.size() - 1).anchor() == Observation.Anchor.INSPECTION) {
      untried(
          Right.Reason.UNTRUSTED, "TLS is inspected on the way, and a credential would be read");
    }
  }
}
