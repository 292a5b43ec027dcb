package dev.rollcall.probe;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Access;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.LoginAttempt;
import dev.rollcall.text.PeerText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The credentials of one session: whether they exist and may be sent, and the result. */
public final class CredentialUse {
  /**
   * After a wait of this length, a server may have ended the connection, as it heard nothing on it:
   * a quarter of the shortest limit known (Heimdal's KDC waits for 4 s).
   */
  private static final Duration STALE = Duration.ofSeconds(1);

  private final Session session;
  private final Optional<Access> access;
  private Optional<LoginResult> right = Optional.empty();
  private volatile Optional<LoginAttempt> current = Optional.empty();
  private boolean stale;

  CredentialUse(Session session, Optional<Access> access) {
    this.session = session;
    this.access = access;
  }

  /** Whether there are any that {@link #authenticate} may send. */
  public boolean present() {
    return access.isPresent();
  }

  /** Does what is slow in a login, before anything is sent: no server is to wait for it. */
  public void prepare() {
    access.ifPresent(
        own -> session.budget().queue(look -> own.logins().prepared(own.grant(), look)));
  }

  /** The account, for a protocol that needs it before the login. */
  public Optional<Account> account() {
    return access.map(one -> one.grant().account());
  }

  /** The login's result so far. */
  public Optional<LoginResult> right() {
    return right;
  }

  /**
   * Records why no login was possible, or not everywhere, if the protocol itself finds that; also
   * within a login, which then proves nothing.
   */
  public void untried(LoginResult.Reason reason, String why) {
    if (present()) {
      String sentence = PeerText.safe(session.quotes().sentence(why), 500);
      right = Optional.of(new LoginResult.Untried(account().get().toString(), reason, sentence));
    }
  }

  /**
   * Records, within a login, that the server accepted the credentials: a later failure is not a
   * failed login.
   */
  public void accepted() {
    current.ifPresent(LoginAttempt::accepted);
  }

  /**
   * Records, within a login, that it does not count as failed although it was not accepted: the
   * server is busy, does not support this login, or nothing was sent. Without this call, a login
   * that is neither accepted nor refused may have been counted as failed, and is not repeated until
   * a person allows it.
   */
  public void answered() {
    current.ifPresent(LoginAttempt::answered);
  }

  /**
   * Whether the credentials may be sent to this host as well. Not if its name could contain a
   * secret, as reports show names.
   */
  public boolean covers(String host) {
    return access.filter(one -> one.grant().covers(host)).isPresent()
        && session.quotes().shows(host);
  }

  /**
   * Records that the login continues at another host that {@link #covers} allows, for all attempts
   * of the rule.
   *
   * @param place in the protocol's own words
   */
  public void lead(String place) {
    access.ifPresent(one -> one.logins().lead(one.grant(), place));
  }

  /** Places that logins of the same rule were redirected to. */
  public Set<String> leads() {
    return access.map(one -> one.logins().leads(one.grant())).orElse(Set.of());
  }

  /** Releases the account of a login that hangs; its result counts as unknown. */
  void leave() {
    current.ifPresent(LoginAttempt::close);
  }

  /** Opens a connection to log in on. */
  @FunctionalInterface
  public interface Opening<C> {
    /** Opens it, up to where the login begins. */
    C open() throws IOException, ProbeException;
  }

  /**
   * The connection to log in on, within a login: the one that proved the path; or another one if
   * the wait for the account was so long that the server may have ended that one. Its end would
   * look like the login's, whose result would count as unknown.
   */
  public <C> C usable(C proven, Opening<C> opening) throws IOException, ProbeException {
    return stale ? another(opening) : proven;
  }

  /**
   * Opens another connection, within a login. A load balancer may lead it to another server.
   *
   * @throws ProbeException UNTRUSTED if its certificate is none that this session has judged, even
   *     if it would be trusted
   */
  public <C> C another(Opening<C> opening) throws IOException, ProbeException {
    Set<String> judged = certificates();
    C opened = opening.open();
    if (!certificates().equals(judged)) {
      throw new ProbeException(
          new Fault(
              Phase.TLS,
              FaultKind.UNTRUSTED,
              "the server shows another certificate than on the connection before; no credential"
                  + " was sent"));
    }
    session.enter(Phase.AUTHENTICATE);
    return opened;
  }

  /** The leaf certificates of this session's connections. */
  private Set<String> certificates() {
    return Observation.Tls.in(session.findings().observations()).stream()
        .map(tls -> tls.chain().get(0).fingerprint())
        .collect(Collectors.toSet());
  }

  /**
   * Logs in, if the rule has credentials that may be sent here and that no server has refused. Call
   * it once the path is proven; the result is kept separately and does not change the path's.
   *
   * @return whether they were accepted and the login was completed
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
    String place =
        switch (times) {
          case ONCE -> grant.rule();
          case ONCE_EACH -> grant.rule() + " " + at;
          case EVERY_CONNECTION -> grant.rule() + " " + at + " " + UUID.randomUUID();
        };
    try (LoginAttempt attempt = own.logins().attempt(grant, place, at)) {
      current = Optional.of(attempt);
      long start = System.nanoTime();
      if (!session.budget().queue(attempt::enter)) {
        return false;
      }
      stale = System.nanoTime() - start >= STALE.toNanos();
      LoginAttempt.Permission permission = attempt.ask();
      if (permission instanceof LoginAttempt.Permission.Settled settled) {
        right = Optional.of(settled.right());
      } else if (permission instanceof LoginAttempt.Permission.Granted) {
        login(grant.account(), attempt, login);
        right.ifPresent(attempt::tell);
      }
    } finally {
      current = Optional.empty();
    }
    return right.filter(LoginResult.Proven.class::isInstance).isPresent();
  }

  private void login(Account account, LoginAttempt attempt, Login login) {
    session.enter(Phase.AUTHENTICATE);
    try {
      login.show(account, attempt.secret(session.budget()::aborted));
      // Unless the protocol found that it cannot complete the login.
      if (right.isEmpty()) {
        attempt.accepted();
        right = Optional.of(new LoginResult.Proven(account.toString()));
      }
    } catch (ProbeException | IOException e) {
      Fault fault = session.budget().aborted() ? cut() : authenticating(session.fault(e));
      right = Optional.of(failed(attempt, fault));
    } catch (RuntimeException | Error e) {
      // An aborted library may throw anything. Otherwise it is a defect: the path stays proven.
      right =
          Optional.of(
              session.budget().aborted() || attempt.unrecorded()
                  ? failed(attempt, cut())
                  : failed(attempt, Fault.internal(Phase.AUTHENTICATE, "logging in", e), true));
    }
  }

  /** At its own deadline it waited for the server; otherwise the run ended it. */
  private LoginResult failed(LoginAttempt attempt, Fault fault) {
    return failed(
        attempt, fault, session.budget().aborted() && !session.deadline().remaining().isZero());
  }

  /**
   * Records what a failed login means for the account.
   *
   * @param ended whether the fault says nothing of the server, so that its answer is unknown
   */
  private LoginResult failed(LoginAttempt attempt, Fault fault, boolean ended) {
    long start = System.nanoTime();
    try {
      return attempt.failed(fault, ended);
    } finally {
      session.budget().waited(System.nanoTime() - start);
    }
  }

  private static Fault cut() {
    return new Fault(Phase.AUTHENTICATE, FaultKind.TIMED_OUT, "ended at the deadline");
  }

  /** An exception during a login belongs to the login, unless it says otherwise. */
  private static Fault authenticating(Fault fault) {
    return fault.phase() == Phase.EXCHANGE
        ? new Fault(Phase.AUTHENTICATE, fault.kind(), fault.evidence(), fault.clue())
        : fault;
  }

  /** Whether they may not be sent here; records why. */
  private boolean withheld(Grant grant, Login.Cover cover) {
    String host = session.target().host();
    if (session.standIn().seen()) {
      untried(LoginResult.Reason.STAND_IN, "a stand-in answered");
    } else if (!grant.covers(host)) {
      untried(
          LoginResult.Reason.FOREIGN_HOST,
          "the site file does not name " + host + ", so no credential goes there");
    } else if (cover == Login.Cover.TLS) {
      unsafe();
    }
    return right.isPresent();
  }

  private void unsafe() {
    List<Observation.Tls> seen = Observation.Tls.in(session.findings().observations());
    Optional<Concern> objection =
        session.findings().concerns().stream()
            .filter(concern -> concern.kind() == Concern.Kind.CERTIFICATE)
            .findFirst();
    if (seen.isEmpty()) {
      untried(
          LoginResult.Reason.UNENCRYPTED,
          "the server does not encrypt, and a credential never goes in clear");
    } else if (objection.isPresent()) {
      untried(
          LoginResult.Reason.UNTRUSTED,
          "its certificate is not trusted (" + objection.get().text() + ")");
    } else if (seen.get(seen.size() - 1).inspected()) {
      untried(
          LoginResult.Reason.UNTRUSTED,
          "TLS is inspected on the way, and a credential would be read");
    }
  }
}
