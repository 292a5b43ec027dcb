package dev.rollcall.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.attempt.IdleEnd;
import dev.rollcall.probe.attempt.IdleProbe;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.budget.CpuPermits;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.certificate.TlsPolicy;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Access;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.LoginAttempt;
import dev.rollcall.probe.login.LoginNotes;
import dev.rollcall.probe.login.Logins;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.probe.mail.MailRequest;
import dev.rollcall.probe.quote.Quotes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs a protocol against a peer on loopback, and says what came of it. */
public final class Probes {
  /** The name of every peer, in SNI and in certificates; never resolved. */
  public static final String HOST = "peer.rollcall.test";

  /** For protocols of a test that have no stand-in: it sends nothing. */
  public static final StandIn NO_STAND_IN = (StandIn.Streams) caller -> {};

  private Probes() {}

  /** Nothing to set. */
  public record None() {}

  /** What a made-up protocol does. */
  public interface Steps {
    void take(Session session) throws IOException, ProbeException;
  }

  /** A protocol that takes these steps. */
  public static Protocol<None> doing(Steps steps) {
    return new Protocol<>() {
      @Override
      public String name() {
        return "made-up";
      }

      @Override
      public Class<None> settings() {
        return None.class;
      }

      @Override
      public String sends() {
        return "whatever the test says";
      }

      @Override
      public StandIn standIn(Transport transport, List<None> rules) {
        return Probes.NO_STAND_IN;
      }

      @Override
      public void probe(Session session, None settings) throws IOException, ProbeException {
        steps.take(session);
      }
    };
  }

  /** One attempt of a made-up protocol. */
  public static Attempt attempt(Session session, Steps steps) {
    return Prober.attempt(doing(steps), new None(), session);
  }

  /** Internal, verifying, {@link TestAuthority#shared} trusted. */
  public static TlsPolicy policy() {
    return policy(CertificatePolicy.VERIFY);
  }

  /** Internal, {@link TestAuthority#shared} trusted. */
  public static TlsPolicy policy(CertificatePolicy certificate) {
    return new TlsPolicy(
        certificate, false, TestAuthority.shared().roots(Anchor.INTERNAL), Instant.now());
  }

  /** A direct route to a peer under the name {@link #HOST}. */
  public static Route.Direct route(InetSocketAddress at, Transport transport) {
    return route(HOST, at, transport);
  }

  public static Route.Direct route(String host, InetSocketAddress at, Transport transport) {
    Target target = new Target(host, new Port(at.getPort(), transport));
    return new Route.Direct(new Endpoint(target, at.getAddress()));
  }

  public static Session session(Route route, Duration timeout, TlsPolicy policy) {
    return new Session(
        route, Deadline.after(timeout), policy, SessionContext.NONE, new CpuPermits(1).next());
  }

  public static Session session(Peer peer, Duration timeout) {
    return session(route(peer.address(), Transport.TCP), timeout, policy());
  }

  public static Session session(UdpPeer peer, Duration timeout) {
    return session(route(peer.address(), Transport.UDP), timeout, policy());
  }

  /** As {@link #session(Route, Duration, TlsPolicy)}, with credentials for the route's host. */
  public static Session session(
      Route route, Duration timeout, TlsPolicy policy, Account account, String secret) {
    Grant grant =
        new Grant(
            "made.up",
            account,
            new Secret(secret.toCharArray()),
            Set.of(route.target().host()),
            Optional.empty());
    return session(route, timeout, policy, new Access(new Logins(LoginNotes.NONE), grant));
  }

  /**
   * A later sample of a rule with credentials: it does not hold them, and the server may know the
   * secret.
   */
  public static Session later(
      Route route, Duration timeout, TlsPolicy policy, Account account, String secret) {
    Grant grant =
        new Grant(
            "made.up",
            account,
            new Secret(secret.toCharArray()),
            Set.of(route.target().host()),
            Optional.empty());
    return new Session(
        route,
        Deadline.after(timeout),
        policy,
        new SessionContext(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Quotes.of(Optional.of(grant), List.of())),
        new CpuPermits(1).next());
  }

  /** With or without credentials, and with a request for a test mail. */
  public static Session mailing(
      Route route, Duration timeout, Optional<Account> account, String secret, String recipient) {
    return mailing(route, timeout, account, secret, MailRequest.test(recipient));
  }

  /** With or without credentials, and with a request for a mail. */
  public static Session mailing(
      Route route, Duration timeout, Optional<Account> account, String secret, MailRequest mail) {
    Optional<Access> access =
        account.map(
            who ->
                new Access(
                    new Logins(LoginNotes.NONE),
                    new Grant(
                        "made.up",
                        who,
                        new Secret(secret.toCharArray()),
                        Set.of(route.target().host()),
                        Optional.empty())));
    return new Session(
        route,
        Deadline.after(timeout),
        policy(),
        new SessionContext(Optional.empty(), Optional.empty(), access, Optional.of(mail)),
        new CpuPermits(1).next());
  }

  /** Credentials for the route's host. */
  public static Access access(Logins logins, Account account, String secret, Route route) {
    return new Access(
        logins,
        new Grant(
            "made.up",
            account,
            new Secret(secret.toCharArray()),
            Set.of(route.target().host()),
            Optional.empty()));
  }

  /** Another rule's login with the account, which no one else may make until it is closed. */
  public static LoginAttempt holding(Logins logins, Account account) throws InterruptedException {
    Grant grant =
        new Grant(
            "another.one",
            account,
            new Secret("another one".toCharArray()),
            Set.of(),
            Optional.empty());
    LoginAttempt holding = logins.attempt(grant, "another.one", "elsewhere");
    while (!holding.enter(Duration.ofMillis(10))) {
      // Its notes are being read.
    }
    return holding;
  }

  public static Session session(Route route, Duration timeout, TlsPolicy policy, Access access) {
    return new Session(
        route,
        Deadline.after(timeout),
        policy,
        new SessionContext(
            Optional.empty(), Optional.empty(), Optional.of(access), Optional.empty()),
        new CpuPermits(1).next());
  }

  /** The fault of a login; fails the test if there is none. Asserts that the path was proven. */
  public static Fault denied(Attempt attempt) {
    answered(attempt);
    if (attempt.right().orElse(null) instanceof LoginResult.Failed failed) {
      return failed.fault();
    }
    return fail("expected a failed login, not " + attempt.right());
  }

  /** Asserts whether a failed login may have been counted, so that it is not tried again. */
  public static void assertOpen(boolean open, Fault fault) {
    assertEquals(
        open, fault.evidence().contains("; this login may have been counted"), fault::toString);
  }

  /** One attempt over TCP with {@link #policy()}. */
  public static <S extends Record> Attempt attempt(
      Protocol<S> protocol, S settings, Peer peer, Duration timeout) {
    return Prober.attempt(protocol, settings, session(peer, timeout));
  }

  /** One attempt over UDP. */
  public static <S extends Record> Attempt attempt(
      Protocol<S> protocol, S settings, UdpPeer peer, Duration timeout) {
    return Prober.attempt(protocol, settings, session(peer, timeout));
  }

  /** The answer; fails the test with the fault if there is none. */
  public static Outcome.Answered answered(Attempt attempt) {
    if (attempt.outcome() instanceof Outcome.Answered answered) {
      return answered;
    }
    return fail("expected an answer, not " + attempt.outcome());
  }

  /** The fault; fails the test if there is none. */
  public static Fault fault(Attempt attempt) {
    if (attempt.outcome() instanceof Outcome.Failed failed) {
      return failed.fault();
    }
    return fail("expected a fault, not " + attempt.outcome());
  }

  /** Asserts phase and kind, and gives the fault for more. */
  public static Fault assertFault(Phase phase, FaultKind kind, Attempt attempt) {
    Fault fault = fault(attempt);
    assertEquals(phase + " " + kind, fault.cause(), fault.toString());
    return fault;
  }

  /** The text of a fact; fails the test if it was not learned. */
  public static String fact(Attempt attempt, String name) {
    return attempt.outcome().observations().stream()
        .filter(Observation.Fact.class::isInstance)
        .map(Observation.Fact.class::cast)
        .filter(fact -> fact.name().equals(name))
        .map(Observation.Fact::text)
        .findFirst()
        .orElseGet(() -> fail("no fact " + name + " in " + attempt.outcome()));
  }

  /** The TLS session seen; fails the test if none was. */
  public static Observation.Tls tls(Attempt attempt) {
    return attempt.outcome().observations().stream()
        .filter(Observation.Tls.class::isInstance)
        .map(Observation.Tls.class::cast)
        .findFirst()
        .orElseGet(() -> fail("no TLS in " + attempt.outcome()));
  }

  /** The kinds of the concerns, in order, as text. */
  public static String concerns(Attempt attempt) {
    return attempt.outcome().concerns().stream()
        .map(Concern::kind)
        .map(Enum::name)
        .collect(Collectors.joining(" "));
  }

  /** How a connection of a protocol ends that is asked again after a moment. */
  public static <S extends Record> IdleEnd idle(Protocol<S> protocol, S settings, Session session) {
    IdleProbe<S> probe =
        new IdleProbe<>(protocol, Duration.ofMillis(30), () -> {}, System::nanoTime);
    answered(Prober.attempt(probe, settings, session));
    return probe.end().orElseThrow();
  }
}
