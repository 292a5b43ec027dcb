package dev.rollcall.run.idle;

import static dev.rollcall.verdict.Evidently.answer;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.plan.Ask;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.attempt.IdleEnd;
import dev.rollcall.probe.attempt.IdleProbe;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.idle.Idling;
import dev.rollcall.probe.idle.KeptOpen;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A path to a server, on clocks of its own, one a connection: nothing waits. */
final class FakePath implements Protocol<Probes.None> {
  /** What happens to an idle connection. */
  enum Event {
    /** Its state ends on the path: what is sent is lost. */
    LOST,
    /** Its state ends, and what is sent is answered with a reset. */
    REFUSED,
    CLOSED,
    SPOKE,
    RESET,
    /** This host has no memory for the answer. */
    ENDED_HERE
  }

  private final ThreadLocal<Long> now = ThreadLocal.withInitial(() -> 0L);
  private final Event event;
  private final long at;
  private boolean down;
  private boolean once;
  private boolean asksForLogin;
  private Idling idling = Idling.ANONYMOUS;
  private final List<Boolean> logins = Collections.synchronizedList(new ArrayList<>());
  private boolean happened;
  private int most = Integer.MAX_VALUE;
  private final List<Duration> idled = Collections.synchronizedList(new ArrayList<>());

  FakePath(Event event, Duration at) {
    this.event = event;
    this.at = at.toNanos();
  }

  /** From here on a new connection does not answer. */
  FakePath down() {
    down = true;
    return this;
  }

  /** A proxy on it asks for a login. */
  FakePath asksForLogin() {
    asksForLogin = true;
    return this;
  }

  /** Idle connections need a login. */
  FakePath loggedIn() {
    idling = Idling.LOGGED_IN;
    return this;
  }

  /** Whether each connection, in the order of their opening, might use the rule's login. */
  List<Boolean> logins() {
    return List.copyOf(logins);
  }

  /** It happens to one connection only. */
  FakePath once() {
    once = true;
    return this;
  }

  /** The run ends after that many connections. */
  FakePath interruptedAfter(int connections) {
    most = connections;
    return this;
  }

  long clock() {
    return now.get();
  }

  /** The idle times that were tried. */
  List<Duration> idled() {
    return idled.stream().sorted().toList();
  }

  /** They, as trials that were lost or not. */
  List<IdleTrial> trials() {
    return idled().stream().map(this::trial).toList();
  }

  private IdleTrial trial(Duration idle) {
    boolean lost = idle.toNanos() >= at;
    IdleEnd end =
        new IdleEnd(
            lost ? IdleEnd.Kind.DEAD : IdleEnd.Kind.ANSWERED,
            idle,
            Duration.ZERO,
            Optional.empty());
    return new IdleTrial(
        idle,
        Optional.of(answer()),
        Optional.of(end),
        lost ? Optional.of(answer()) : Optional.empty());
  }

  Optional<Attempt> make(Ask<?> ask, boolean login, Route route) {
    logins.add(login);
    if (ask.protocol() instanceof IdleProbe) {
      synchronized (this) {
        if (most-- <= 0) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(ask.attempt(Probes.session(route, Duration.ofSeconds(20), Probes.policy())));
  }

  @Override
  public Idling idling() {
    return idling;
  }

  @Override
  public KeptOpen keepOpen(Session session, Probes.None settings) throws ProbeException {
    if (asksForLogin) {
      throw new ProbeException(
          new Fault(
              Phase.PROXY,
              FaultKind.DENIED,
              "the proxy asks for credentials: HTTP/1.1 407 Who?",
              Clue.PROXY_CREDENTIALS));
    }
    session.enter(Phase.EXCHANGE);
    long start = now.get();
    byte[] sent = new byte[event == Event.SPOKE ? 1 : 0];
    return new KeptOpen(
        most -> await(start, most), new ByteArrayInputStream(sent), () -> ask(start));
  }

  private boolean await(long start, Duration most) throws IOException {
    long idle = now.get() - start;
    boolean silent = event == Event.LOST || event == Event.REFUSED || event == Event.ENDED_HERE;
    if (silent || idle + most.toNanos() < at) {
      now.set(now.get() + most.toNanos());
      return false;
    }
    boolean again = idle >= at;
    now.set(start + Math.max(idle, at));
    if (event == Event.RESET) {
      throw new SocketException("Connection reset");
    }
    return !(again && event == Event.SPOKE);
  }

  private void ask(long start) throws IOException, ProbeException {
    Duration idle = Duration.ofNanos(now.get() - start);
    idled.add(idle);
    if (idle.toNanos() >= at && happens()) {
      if (event == Event.ENDED_HERE) {
        throw ProbeException.of(FaultKind.TIMED_OUT, "this host had no memory", Clue.HOST_BUSY);
      }
      throw event == Event.LOST
          ? new SocketTimeoutException("Read timed out")
          : new SocketException("Connection reset");
    }
  }

  private synchronized boolean happens() {
    boolean again = happened;
    happened = true;
    return !once || !again;
  }

  @Override
  public void probe(Session session, Probes.None settings) throws IOException {
    if (down) {
      throw new SocketTimeoutException("connect timed out");
    }
  }

  @Override
  public String name() {
    return "made-up";
  }

  @Override
  public Class<Probes.None> settings() {
    return Probes.None.class;
  }

  @Override
  public String sends() {
    return "nothing";
  }

  @Override
  public StandIn standIn(Transport transport, List<Probes.None> rules) {
    return Probes.NO_STAND_IN;
  }
}
