package dev.rollcall.fuzz.script;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.SessionContext;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.budget.CpuPermits;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.login.Access;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.LoginNotes;
import dev.rollcall.probe.login.Logins;
import dev.rollcall.probe.login.Secret;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Sessions whose server is a {@link Script}. */
public final class Conversations {
  public static final String HOST = Probes.HOST;
  public static final Account ACCOUNT = Account.of("svc@uni.edu", "uni.edu");
  public static final String PASSWORD = "Tr0ub4dor&3";

  /** No input takes that long: what ends by itself must not depend on the clock. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  /** Every report is made of one attempt in so many. */
  private static final int REPORTED = 8;

  private static final SharedKey KEY =
      new SharedKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

  private Conversations() {}

  /** One attempt, whose server says the input; what the attempt comes to is judged and reported. */
  public static <S extends Record> Object probe(
      Protocol<S> protocol, S settings, Transport transport, byte[] input) {
    return probe(protocol, settings, transport, Script.of(input));
  }

  /** As {@link #probe}, whose server waits until it is asked. */
  public static <S extends Record> Object probeWaiting(
      Protocol<S> protocol, S settings, byte[] input) {
    return probe(protocol, settings, Transport.TCP, Script.of(input).waiting());
  }

  /**
   * As {@link #probe}, where the rule has credentials, and the login has a connection of its own.
   */
  public static <S extends Record> Object logIn(
      Protocol<S> protocol, S settings, byte[] first, byte[] input) {
    Script script = Script.of(List.of(first, input), input);
    script.begin();
    Route route = route(Transport.TCP);
    Session session = session(route, Optional.of(access()));
    return reported(protocol, route, script, Prober.attempt(protocol, settings, session));
  }

  /** A server that speaks TLS with a certificate that is trusted, and then says the input. */
  public static Service inTls(byte[] input) {
    return socket -> {
      Socket secured = Peer.startTls(socket, TestAuthority.peer().context());
      secured.getOutputStream().write(input);
      secured.getOutputStream().flush();
      secured.shutdownOutput();
    };
  }

  /** As {@link #probe(Protocol, Record, Transport, byte[])}, with a server of its own kind. */
  static <S extends Record> Object probe(
      Protocol<S> protocol, S settings, Transport transport, Script script) {
    script.begin();
    Route route = route(transport);
    Session session = session(route, Optional.empty());
    return reported(protocol, route, script, Prober.attempt(protocol, settings, session));
  }

  /** As {@link #probe}, over UDP, where the answer may depend on the question. */
  public static <S extends Record> Object probeDatagrams(
      Protocol<S> protocol, S settings, byte[] input, UnaryOperator<byte[]> answer) {
    return probe(protocol, settings, Transport.UDP, Script.of(input).answering(answer));
  }

  /** As {@link #probe}, where a real server answers and the rule has credentials. */
  public static <S extends Record> Object served(
      Protocol<S> protocol, S settings, byte[] input, Service service) {
    Script script = Script.of(input).served(service);
    script.begin();
    Route route = route(Transport.TCP);
    Session session = session(route, Optional.of(access()));
    return reported(protocol, route, script, Prober.attempt(protocol, settings, session));
  }

  /** As {@link #probe}, through a proxy that says the input. */
  public static <S extends Record> Object throughProxy(
      Protocol<S> protocol, S settings, byte[] input) {
    Script script = Script.of(input);
    script.begin();
    Target proxy = new Target("proxy.uni.edu", Port.tcp(3128));
    Route route = new Route.ViaProxy(target(Transport.TCP), new Endpoint(proxy, address()));
    Session session = session(route, Optional.empty());
    return reported(protocol, route, script, Prober.attempt(protocol, settings, session));
  }

  private static Object reported(
      Protocol<?> protocol, Route route, Script script, Attempt attempt) {
    soundly(attempt);
    Reported.of(protocol.name(), route, attempt, script.chance() % REPORTED == 0);
    return summary(attempt);
  }

  /** What a session learned in an answer, judged and reported. */
  public static Object reported(String protocol, Session session) {
    Outcome outcome =
        new Outcome.Answered(session.findings().observations(), session.findings().concerns());
    Attempt attempt = Attempt.bare(Instant.EPOCH, Duration.ofMillis(3), "", outcome);
    Reported.of(protocol, session.route(), attempt, false);
    return summary(attempt);
  }

  /** What came of it, without what the time of day changes. */
  static String summary(Attempt attempt) {
    StringBuilder out = new StringBuilder();
    if (attempt.outcome() instanceof Outcome.Failed failed) {
      out.append(failed.fault().cause()).append(' ').append(failed.fault().evidence());
    }
    attempt.right().ifPresent(right -> out.append(right.getClass().getSimpleName()));
    if (attempt.right().orElse(null) instanceof LoginResult.Failed failed) {
      out.append(failed.fault().cause()).append(' ').append(failed.fault().evidence());
    }
    attempt.outcome().concerns().forEach(concern -> out.append(concern.kind()));
    for (Observation seen : attempt.outcome().observations()) {
      out.append(seen instanceof Observation.Fact fact ? " " + fact.name() + fact.text() : "");
    }
    return out.toString();
  }

  /** Fails if an attempt met a defect of our own. */
  static void soundly(Attempt attempt) {
    if (attempt.outcome() instanceof Outcome.Failed failed) {
      soundly(failed.fault());
    }
    if (attempt.right().orElse(null) instanceof LoginResult.Failed failed) {
      soundly(failed.fault());
    }
  }

  private static void soundly(Fault fault) {
    if (fault.kind() == FaultKind.INTERNAL) {
      throw new AssertionError(fault.evidence());
    }
  }

  /** A session without credentials, with a key that it shares with stand-ins. */
  public static Session session(Transport transport) {
    return session(route(transport), Optional.empty());
  }

  /** A session on which the input comes, with credentials. */
  public static Session authenticating(byte[] input) {
    Script.of(input).begin();
    return session(route(Transport.TCP), Optional.of(access()));
  }

  /** A session on which the input comes, without credentials. */
  public static Session hearing(byte[] input) {
    Script.of(input).begin();
    return session(Transport.TCP);
  }

  private static Session session(Route route, Optional<Access> access) {
    return new Session(
        route,
        Deadline.after(PATIENCE),
        Probes.policy(),
        new SessionContext(Optional.empty(), Optional.of(KEY), access, Optional.empty()),
        new CpuPermits(1).next());
  }

  static Route route(Transport transport) {
    return new Route.Direct(new Endpoint(target(transport), address()));
  }

  private static Target target(Transport transport) {
    return new Target(HOST, new Port(4711, transport));
  }

  private static InetAddress address() {
    return InetAddress.getLoopbackAddress();
  }

  private static Access access() {
    return new Access(
        new Logins(LoginNotes.NONE),
        new Grant("made.up", ACCOUNT, secret(), Set.of(HOST), Optional.empty()));
  }

  public static Secret secret() {
    return new Secret(PASSWORD.toCharArray());
  }
}
