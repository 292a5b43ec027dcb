package dev.rollcall.probe;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.text.PeerText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every protocol keeps, whatever the peer does: the right fault, the deadline, no thread and
 * no socket left behind, nothing in its texts that a terminal would obey, and an end when it is
 * aborted.
 *
 * <p>A subclass says how its protocol begins, and where it rightly differs from {@link #usual}.
 */
public abstract class ProtocolContract<S extends Record> {
  private static final Duration AMPLE = Duration.ofSeconds(6);

  /** After this an attempt does not end by itself, however busy the machine is. */
  private static final Duration HANG = Duration.ofMinutes(2);

  /** Who says the first byte, which decides most faults. */
  public enum Beginning {
    /** The client sends the protocol's own bytes. */
    CLIENT,
    /** The server sends a greeting. */
    SERVER,
    /** A TLS handshake comes first, then the client speaks. */
    TLS,
    /** UDP. */
    DATAGRAM
  }

  /** Where and as what a misbehaviour must show. */
  public record Expected(Phase phase, FaultKind kind) {}

  protected abstract Protocol<S> protocol();

  protected abstract S settings();

  protected abstract Beginning beginning();

  /** A good greeting, where the server begins; sent before waiting for the first payload. */
  protected byte[] greeting() {
    return new byte[0];
  }

  /** One attempt's time. */
  protected Duration timeout() {
    return Duration.ofMillis(800);
  }

  /** What must come of it; empty if it must count as an answer all the same. */
  protected Optional<Expected> expected(Misbehaviour how) {
    return usual(how);
  }

  /** A session against a peer; override for another policy or name. */
  protected Session session(InetSocketAddress at, Duration timeout) {
    Transport transport = beginning() == Beginning.DATAGRAM ? Transport.UDP : Transport.TCP;
    return Probes.session(Probes.route(at, transport), timeout, Probes.policy());
  }

  /** The misbehaviours that the protocol is held against. */
  protected List<Misbehaviour> misbehaviours() {
    return switch (beginning()) {
      case CLIENT, SERVER -> Misbehaviour.plainOnes();
      case TLS -> Arrays.asList(Misbehaviour.values());
      case DATAGRAM -> Misbehaviour.overUdp();
    };
  }

  /** What a protocol of this beginning shows by default. */
  protected final Optional<Expected> usual(Misbehaviour how) {
    boolean handshake = beginning() == Beginning.TLS && !how.insideTls();
    Phase phase = handshake ? Phase.TLS : Phase.EXCHANGE;
    boolean udp = beginning() == Beginning.DATAGRAM;
    return Optional.of(
        switch (how.plain()) {
          case REFUSED -> new Expected(udp ? phase : Phase.CONNECT, FaultKind.REFUSED);
          case DROPPED -> new Expected(Phase.CONNECT, FaultKind.DROPPED);
          case SILENT, DRIP -> new Expected(phase, FaultKind.TIMED_OUT);
          case CLOSES_AT_ACCEPT, CLOSES_AFTER_PAYLOAD -> new Expected(phase, FaultKind.CLOSED);
          case RESETS_AT_ACCEPT ->
              new Expected(how.insideTls() ? phase : Phase.CONNECT, FaultKind.RESET);
          case RESETS_AFTER_PAYLOAD -> new Expected(phase, FaultKind.RESET);
          case GARBAGE, ENDLESS_LINE, FLOOD -> new Expected(phase, FaultKind.MALFORMED);
          default -> throw new AssertionError(how);
        });
  }

  @TestFactory
  Stream<DynamicTest> misbehaviourIsNamed() {
    return misbehaviours().stream().map(how -> dynamicTest(how.name(), () -> hold(how)));
  }

  private void hold(Misbehaviour how) throws Exception {
    warmUp();
    // On a busy machine a handshake must not eat up the time that the fault needs.
    Duration time = how.insideTls() ? timeout().multipliedBy(2) : timeout();
    Leftovers before = Leftovers.now();
    Attempt attempt;
    try (AutoCloseable peer = peer(how)) {
      // Some of these peers go on for ever: without its deadline the attempt would not end.
      attempt =
          assertTimeoutPreemptively(
              HANG, () -> Prober.attempt(protocol(), settings(), session(address(peer), time)));
    }
    assertAll(
        () -> assertOutcome(how, attempt.outcome()),
        () -> assertHarmless(attempt.outcome()),
        () -> before.assertNothingNew());
  }

  private void assertOutcome(Misbehaviour how, Outcome outcome) {
    Optional<Expected> wanted = expected(how);
    if (wanted.isEmpty()) {
      assertTrue(outcome instanceof Outcome.Answered, outcome::toString);
      return;
    }
    if (!(outcome instanceof Outcome.Failed failed)) {
      throw new AssertionError("expected " + wanted.get() + ", not " + outcome);
    }
    assertEquals(
        wanted.get().phase() + " " + wanted.get().kind(),
        failed.fault().cause(),
        outcome::toString);
  }

  @Test
  void abortEndsTheAttempt() throws Exception {
    List<Misbehaviour> silences =
        beginning() == Beginning.TLS
            ? List.of(Misbehaviour.SILENT, Misbehaviour.TLS_SILENT)
            : List.of(Misbehaviour.SILENT);
    for (Misbehaviour silence : silences) {
      try (AutoCloseable peer = peer(silence)) {
        Session session = session(address(peer), Duration.ofMinutes(1));
        FutureTask<Attempt> task =
            new FutureTask<>(() -> Prober.attempt(protocol(), settings(), session));
        Thread thread = new Thread(task, "attempt");
        thread.start();
        await(peer);
        Thread.sleep(100);
        session.abort();
        assertAborted(task);
        thread.join();
      }
    }
  }

  private static void assertAborted(FutureTask<Attempt> task)
      throws InterruptedException, ExecutionException {
    try {
      Attempt attempt = task.get(5, TimeUnit.SECONDS);
      assertEquals(FaultKind.TIMED_OUT, Probes.fault(attempt).kind(), attempt::toString);
    } catch (TimeoutException e) {
      throw new AssertionError("the attempt goes on after its session was aborted", e);
    }
  }

  /** Opens once what a JVM opens only once. */
  private void warmUp() throws Exception {
    Misbehaviour how =
        switch (beginning()) {
          case DATAGRAM -> Misbehaviour.REFUSED;
          case TLS -> Misbehaviour.TLS_CLOSES_AT_ACCEPT;
          case CLIENT, SERVER -> Misbehaviour.CLOSES_AT_ACCEPT;
        };
    try (AutoCloseable peer = peer(how)) {
      Prober.attempt(protocol(), settings(), session(address(peer), AMPLE));
    }
  }

  private AutoCloseable peer(Misbehaviour how) throws IOException {
    if (beginning() == Beginning.DATAGRAM) {
      return UdpPeer.that(how);
    }
    boolean plainBeforeTls = beginning() == Beginning.TLS && !how.insideTls();
    return Peer.that(how, plainBeforeTls ? new byte[0] : greeting());
  }

  private static InetSocketAddress address(AutoCloseable peer) {
    return peer instanceof Peer tcp ? tcp.address() : ((UdpPeer) peer).address();
  }

  private static void await(AutoCloseable peer) throws InterruptedException {
    if (peer instanceof Peer tcp) {
      tcp.awaitConnection();
    } else {
      ((UdpPeer) peer).awaitDatagram();
    }
  }

  /** No text that came of an attempt may hold anything that a terminal obeys. */
  public static void assertHarmless(Outcome outcome) {
    List<String> texts = new ArrayList<>();
    if (outcome instanceof Outcome.Failed failed) {
      texts.add(failed.fault().evidence());
    }
    outcome.concerns().stream().map(Concern::text).forEach(texts::add);
    for (Observation observation : outcome.observations()) {
      texts.add(observation.toString());
    }
    for (String text : texts) {
      assertTrue(
          text.codePoints().noneMatch(ProtocolContract::obeyed),
          () -> "not safe to print: " + PeerText.safe(text));
      assertTrue(text.length() < 20_000, () -> "too long: " + text.length());
    }
  }

  private static boolean obeyed(int point) {
    int type = Character.getType(point);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
