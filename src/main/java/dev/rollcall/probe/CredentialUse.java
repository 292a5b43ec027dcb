package dev.rollcall.probe;

import dev.rollcall.model.Concern;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Observation;
import dev.rollcall.model.Phase;
import dev.rollcall.model.Right;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Access;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.LoginAttempt;
import dev.rollcall.text.PeerText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The credentials of one session: whether there are any and they may be shown, and what came of it.
 */
public final class CredentialUse {
  private final Session session;
  private final Optional<Access> access;
  private Optional<Right> right = Optional.empty();
  private volatile Optional<LoginAttempt> current = Optional.empty();

  CredentialUse(Session session, Optional<Access> access) {
    this.session = session;
    this.access = access;
  }

  /** Whether there are any, which {@link #authenticate} might show. */
  public boolean present() {
    return access.isPresent();
  }

  /** Whose credentials they are, for what a protocol must know before it shows them. */
  public Optional<Account> account() {
    return access.map(one -> one.grant().account());
  }

  /** What the credentials showed so far. */
  public Optional<Right> right() {
    return right;
  }

  /**
   * Says why the credentials were not shown, or not everywhere, where the protocol itself finds
   * that it cannot; also within a login, which then ends without a proof.
   */
  public void untried(Right.Reason reason, String why) {
    if (present()) {
      String sentence = PeerText.safe(session.quotes().sentence(why), 500);
      right = Optional.of(new Right.Untried(account().get().toString(), reason, sentence));
    }
  }

  /**
   * Says within a login that the server has accepted the credentials: what fails from here on is no
   * failed login.
   */
  public void accepted() {
    current.ifPresent(LoginAttempt::accepted);
  }

  /**
   * Says within a login that the server's answer is no failed login, although it accepts nothing:
   * it is busy, say, or takes no login of this kind. Also that nothing was sent that could be
   * counted, where the secret was read and not used. Without this a login that is neither accepted
   * nor refused may have been counted as failed, and is not tried again until a person allows it.
   */
  public void answered() {
    current.ifPresent(LoginAttempt::answered);
  }

  /**
   * Whether the credentials may be shown to that host as well. One whose name could be a secret
   * said back is not gone to: reports name where attempts go.
   */
  public boolean covers(String host) {
    return access.filter(one -> one.grant().covers(host)).isPresent()
        && session.quotes().shows(host);
  }

  /**
   * Says that the login goes on elsewhere, at a host that {@link #covers} holds for. All attempts
   * of the rule hear of it.
   *
   * @param place in the protocol's own words
   */
  public void lead(String place) {
    access.ifPresent(one -> one.logins().lead(one.grant(), place));
  }

  /** Where logins of the same rule were led to. */
  public Set<String> leads() {
    return access.map(one -> one.logins().leads(one.grant())).orElse(Set.of());
  }

  /** Gives the account back for a login that hangs; its answer counts as unknown. */
  void leave() {
    current.ifPresent(LoginAttempt::close);
  }

  /**
   * Shows the rule's credentials, where it has any that may be shown here and that no server has
   * refused. To be called once the path is proven; what comes of it is kept beside the answer, and
   * takes nothing from it.
   *
   * @return whether they were accepted, and the login went to its end
   */
  public boolean authenticate(Login.Cover cover, Login.Times times, Login login) {
    return access.isPresent() && show(access.get(), cover, times, login);
  }

  private boolean show(Access own, Login.Cover cover, Login.Times times, Login login) {
    Grant grant = own.grant();
    if (withheld(grant, cover)) {
      return false;
    }
    String at = session.route().toString();
    String place = times == Login.Times.ONCE ? grant.rule() : grant.rule() + " " + at;
    try (LoginAttempt attempt = own.logins().attempt(grant, place, at)) {
      current = Optional.of(attempt);
      if (!session.clock().queue(attempt::enter)) {
        return false;
      }
      LoginAttempt.Leave leave = attempt.ask();
      if (leave instanceof LoginAttempt.Leave.Settled settled) {
        right = Optional.of(settled.right());
      } else if (leave instanceof LoginAttempt.Leave.Granted) {
        login(grant.account(), attempt, login);
        right.ifPresent(attempt::tell);
      }
    } finally {
      current = Optional.empty();
    }
    return right.filter(Right.Proven.class::isInstance).isPresent();
  }

  private void login(Account account, LoginAttempt attempt, Login login) {
    session.enter(Phase.AUTHENTICATE);
    try {
      login.show(account, attempt.secret(session.clock()::aborted));
      // Unless the protocol found within the login that it cannot go to its end.
      if (right.isEmpty()) {
        attempt.accepted();
        right = Optional.of(new Right.Proven(account.toString()));
      }
    } catch (ProbeException | IOException e) {
      Fault fault = session.clock().aborted() ? cut() : authenticating(session.fault(e));
      right = Optional.of(failed(attempt, fault));
    } catch (RuntimeException | Error e) {
      // A library that is cut off may throw anything. Else a defect: the path stays proven.
      right =
          Optional.of(
              session.clock().aborted() || attempt.unrecorded()
                  ? failed(attempt, cut())
                  : failed(attempt, Fault.internal(Phase.AUTHENTICATE, "logging in", e), true));
    }
  }

  /** What ends at its own deadline waited for the server; anything else ends with its run. */
  private Right failed(LoginAttempt attempt, Fault fault) {
    return failed(
        attempt, fault, session.clock().aborted() && !session.deadline().remaining().isZero());
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
      session.clock().waited(System.nanoTime() - start);
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

  /** Whether they may not be shown here at all; says why. */
  private boolean withheld(Grant grant, Login.Cover cover) {
    String host = session.target().host();
    if (session.standIn().seen()) {
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
        session.findings().observations().stream()
            .filter(Observation.Tls.class::isInstance)
            .map(Observation.Tls.class::cast)
            .toList();
    Optional<Concern> objection =
        session.findings().concerns().stream()
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
