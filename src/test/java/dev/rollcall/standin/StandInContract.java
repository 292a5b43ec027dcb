package dev.rollcall.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rollcall.model.StandInLog;
import dev.rollcall.model.VisitFacts;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Leftovers;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.ProtocolContract;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.SessionContext;
import dev.rollcall.probe.UdpPeer;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.budget.CpuPermits;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.certificate.TlsPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every stand-in keeps: its own probe is answered and sees the mark, the shared key is proven
 * where the protocol has room for a proof, no caller stops it from serving the next one, it
 * amplifies nothing, and nothing is left behind.
 *
 * <p>A subclass names its protocol, and says where it differs.
 */
public abstract class StandInContract<S extends Record> {
  /** When TLS begins. */
  public enum Tls {
    NONE,
    /** With the connection's first byte. */
    FIRST,
    /** After something in plain text: {@link #beforeTls} relays that. */
    LATER
  }

  private static final SharedKey KEY = new SharedKey(bytes("the key of this stand-in's test"));
  private static final SharedKey OTHER = new SharedKey(bytes("the key of another site"));
  private static final Duration IDLE = Duration.ofMillis(700);
  private static final Duration WHOLE = Duration.ofMillis(1500);

  protected abstract Protocol<S> protocol();

  protected abstract S settings();

  protected Transport transport() {
    return Transport.TCP;
  }

  protected Tls tls() {
    return Tls.NONE;
  }

  /** Whether it can prove to hold a key; over UDP it need not. */
  protected boolean proves() {
    return transport() == Transport.TCP;
  }

  /** Why an answer over UDP must be larger than its request, where it must. */
  protected Optional<String> largerBecause() {
    return Optional.empty();
  }

  /**
   * Relays what a caller and the stand-in say before TLS, with {@link Tls#LATER}.
   *
   * @return the sockets to put TLS on: those that were given, or framed ones
   */
  protected Middleman.Sides beforeTls(Socket caller, Socket standIn) throws IOException {
    return new Middleman.Sides(caller, standIn);
  }

  /** Whom the probe trusts: by default an internal destination's, which knows the middleman. */
  protected TlsPolicy policy() {
    return Probes.policy();
  }

  /** One attempt's time. */
  protected Duration timeout() {
    return Duration.ofSeconds(5);
  }

  /** A stand-in of this protocol. */
  protected final Standing standing(Optional<SharedKey> key, StandInLimits limits)
      throws IOException {
    return Standing.of(protocol(), transport(), List.of(settings()), key, limits);
  }

  /** Else the visits of several checks would look like a load balancer's health check. */
  @Test
  void aVisitOfRollcallIsRecognised() throws Exception {
    VisitFacts facts = protocol().visitFacts();
    if (facts.agent().isEmpty()) {
      return;
    }
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      ask(standing.address(), Optional.empty());
      for (StandInLog.Visit visit : standing.awaitVisits(1)) {
        assertTrue(facts.fromRollcall(visit), visit::toString);
      }
    }
  }

  /** One attempt of its own probe. */
  protected final Attempt ask(InetSocketAddress at, Optional<SharedKey> key) {
    return Prober.attempt(
        protocol(),
        settings(),
        new Session(
            Probes.route(at, transport()),
            Deadline.after(timeout()),
            policy(),
            new SessionContext(Optional.empty(), key, Optional.empty(), Optional.empty()),
            new CpuPermits(1).next()));
  }

  /** Asserts that the attempt met a stand-in, and gives the concern's text. */
  protected final String assertStandIn(Concern.Kind kind, Attempt attempt) {
    Probes.answered(attempt);
    ProtocolContract.assertHarmless(attempt.outcome());
    assertFalse(Probes.fact(attempt, "stand-in.mark").isEmpty());
    List<Concern> ours =
        attempt.outcome().concerns().stream()
            .filter(c -> c.kind() == Concern.Kind.STAND_IN || c.kind() == kind)
            .toList();
    assertEquals(1, ours.size(), () -> attempt.outcome().toString());
    assertEquals(kind, ours.get(0).kind());
    return ours.get(0).text();
  }

  @Test
  void itsOwnProbeMeetsIt() throws Exception {
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      assertStandIn(Concern.Kind.STAND_IN, ask(standing.address(), Optional.empty()));
      StandInLog.Visit visit = standing.awaitVisits(1).get(0);
      assertEquals(protocol().name(), visit.protocol());
      assertEquals("127.0.0.1", visit.source());
      assertEquals("127.0.0.1", visit.target());
      assertEquals(standing.address().getPort(), visit.port().number());
      assertEquals(List.of("answered"), last(standing));
    }
  }

  /** How the visit ended that ended last. */
  private static List<String> last(Standing standing) {
    List<StandInLog.Visit> visits = standing.visits();
    return List.of(visits.get(visits.size() - 1).ended());
  }

  @Test
  void aKeyOnTheAnsweringSideOnlyChangesNothing() throws Exception {
    try (Standing standing = standing(Optional.of(KEY), StandInLimits.usual())) {
      assertStandIn(Concern.Kind.STAND_IN, ask(standing.address(), Optional.empty()));
    }
  }

  @Test
  void aKeyOnTheAskingSideOnlyIsUnproven() throws Exception {
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      assertStandIn(
          proves() ? Concern.Kind.STAND_IN_UNPROVEN : Concern.Kind.STAND_IN,
          ask(standing.address(), Optional.of(KEY)));
    }
  }

  @Test
  void theSharedKeyIsProven() throws Exception {
    try (Standing standing = standing(Optional.of(KEY), StandInLimits.usual())) {
      Attempt attempt = ask(standing.address(), Optional.of(KEY));
      String text = assertStandIn(Concern.Kind.STAND_IN, attempt);
      assertEquals(proves(), text.contains("it proved"), text);
    }
  }

  @TestFactory
  Stream<DynamicTest> whoHoldsAnotherKeyIsFound() {
    return proves() ? Stream.of(dynamicTest("another key", this::anotherKey)) : Stream.of();
  }

  private void anotherKey() throws IOException {
    try (Standing standing = standing(Optional.of(OTHER), StandInLimits.usual())) {
      Attempt attempt = ask(standing.address(), Optional.of(KEY));
      if (tls() == Tls.NONE) {
        Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, attempt);
      } else {
        Probes.assertFault(Phase.TLS, FaultKind.INTERCEPTED, attempt);
      }
      assertFalse(Probes.fact(attempt, "stand-in.mark").isEmpty());
    }
  }

  @TestFactory
  Stream<DynamicTest> aManInTheMiddleIsFound() {
    return proves() && tls() != Tls.NONE
        ? Stream.of(dynamicTest("a man in the middle", this::middleman))
        : Stream.of();
  }

  private void middleman() throws IOException {
    try (Standing standing = standing(Optional.of(KEY), StandInLimits.usual());
        Peer middleman = Middleman.before(standing.address(), this::beforeTls)) {
      Attempt attempt = ask(middleman.address(), Optional.of(KEY));
      Probes.assertFault(Phase.TLS, FaultKind.INTERCEPTED, attempt);
    }
  }

  /** A client that misbehaves on an open connection, for as long as it stays open. */
  private interface Rogue {
    void act(Socket socket) throws IOException, InterruptedException;
  }

  @TestFactory
  Stream<DynamicTest> noClientStopsItFromServingTheNext() {
    if (transport() == Transport.UDP) {
      return Stream.of();
    }
    return Stream.of(
        dynamicTest("garbage", () -> survives(socket -> write(socket, Peer.garbage()))),
        dynamicTest("zeroes", () -> survives(socket -> write(socket, new byte[1024]))),
        dynamicTest("ones", () -> survives(socket -> write(socket, ones()))),
        dynamicTest("oversized", () -> survives(StandInContract::flood)),
        dynamicTest("silent", () -> survives(socket -> {})),
        dynamicTest("drip", () -> survives(StandInContract::drip)),
        dynamicTest("half-closed", () -> survives(Socket::shutdownOutput)));
  }

  private static byte[] ones() {
    byte[] ones = new byte[1024];
    Arrays.fill(ones, (byte) 0xff);
    return ones;
  }

  private static void write(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  private static void flood(Socket socket) throws IOException {
    byte[] block = new byte[64 << 10];
    Arrays.fill(block, (byte) 'A');
    OutputStream out = socket.getOutputStream();
    for (int sent = 0; sent < 512; sent++) {
      out.write(block);
    }
    throw new AssertionError("32 MiB were taken from one caller");
  }

  private static void drip(Socket socket) throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    for (int sent = 0; sent < 200; sent++) {
      out.write('G');
      Thread.sleep(100);
    }
    throw new AssertionError("a caller who drips was borne for 20 s");
  }

  /** A rogue is let in, the next caller is served, and the rogue is thrown out at last. */
  private void survives(Rogue rogue) throws Exception {
    try (Standing standing = standing(Optional.empty(), TestLimits.withTimes(IDLE, WHOLE));
        Socket socket = new Socket()) {
      socket.connect(standing.address(), 5000);
      FutureTask<Void> task = new FutureTask<>(() -> misbehave(rogue, socket));
      Thread thread = new Thread(task, "rogue");
      thread.setDaemon(true);
      thread.start();
      Thread.sleep(50);
      assertStandIn(Concern.Kind.STAND_IN, ask(standing.address(), Optional.empty()));
      socket.setSoTimeout(10_000);
      untilClosed(socket);
      task.get(20, TimeUnit.SECONDS);
      assertStandIn(Concern.Kind.STAND_IN, ask(standing.address(), Optional.empty()));
    }
  }

  private static Void misbehave(Rogue rogue, Socket socket) throws InterruptedException {
    try {
      rogue.act(socket);
    } catch (IOException thrownOut) {
      // As it should be.
    }
    return null;
  }

  private static void untilClosed(Socket socket) throws SocketTimeoutException {
    try {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8192];
      for (int count = 0; count >= 0; ) {
        count = in.read(buffer);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException reset) {
      // Closed all the same.
    }
  }

  @TestFactory
  Stream<DynamicTest> itIsNoWeapon() {
    if (transport() == Transport.TCP) {
      return Stream.of();
    }
    return Stream.of(
        dynamicTest("garbage gets silence", this::garbageGetsSilence),
        dynamicTest("an answer is no larger than its request", this::answersAreSmall),
        dynamicTest("one source is answered seldom", this::oneSourceIsAnsweredSeldom));
  }

  private void garbageGetsSilence() throws IOException {
    List<byte[]> garbage =
        List.of(Peer.garbage(), new byte[0], new byte[] {0}, ones(), new byte[1400]);
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      for (byte[] bytes : garbage) {
        assertEquals(0, answers(standing.address(), bytes, 1).size());
      }
      // Cut anywhere, its own request is garbage or a request; neither ends the stand-in.
      byte[] request = request();
      for (int length = 1; length < request.length; length += 7) {
        answersWithin(standing.address(), Arrays.copyOf(request, length), 1, 1);
      }
      // One that the limit for a source drops is sent again.
      assertStandIn(Concern.Kind.STAND_IN, ask(standing.address(), Optional.empty()));
    }
  }

  private void answersAreSmall() throws IOException {
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      byte[] request = request();
      List<byte[]> answers = answers(standing.address(), request, 1);
      assertEquals(1, answers.size());
      assertTrue(
          largerBecause().isPresent() || answers.get(0).length <= request.length,
          () -> answers.get(0).length + " bytes for " + request.length);
      assertTrue(answers.get(0).length <= 1400, "no answer is cut into fragments");
    }
  }

  private void oneSourceIsAnsweredSeldom() throws IOException {
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      int answered = answers(standing.address(), request(), 100).size();
      // A second's worth at once, and what a slow machine adds meanwhile.
      assertTrue(answered >= 1 && answered <= 40, () -> answered + " answers to 100 at once");
    }
  }

  /** What the probe sends first. */
  private byte[] request() throws IOException {
    try (UdpPeer silent = UdpPeer.answering((request, turn) -> List.of())) {
      Prober.attempt(
          protocol(),
          settings(),
          Probes.session(
              Probes.route(silent.address(), Transport.UDP),
              Duration.ofMillis(300),
              Probes.policy()));
      return silent.received().get(0);
    }
  }

  private static List<byte[]> answers(InetSocketAddress at, byte[] request, int times)
      throws IOException {
    return answersWithin(at, request, times, 400);
  }

  private static List<byte[]> answersWithin(
      InetSocketAddress at, byte[] request, int times, int milliseconds) throws IOException {
    List<byte[]> answers = new ArrayList<>();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(at);
      for (int sent = 0; sent < times; sent++) {
        socket.send(new DatagramPacket(request, request.length));
      }
      socket.setSoTimeout(milliseconds);
      byte[] buffer = new byte[65536];
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        answers.add(Arrays.copyOf(packet.getData(), packet.getLength()));
      }
    } catch (SocketTimeoutException noMore) {
      return answers;
    }
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    // Opens once what a JVM opens only once.
    visit();
    Leftovers before = Leftovers.now();
    visit();
    before.assertNothingNew();
  }

  /** A stand-in is closed while one caller was served and another still says nothing. */
  private void visit() throws IOException {
    try (Socket silent = new Socket();
        Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      if (transport() == Transport.TCP) {
        silent.connect(standing.address(), 5000);
      }
      assertStandIn(Concern.Kind.STAND_IN, ask(standing.address(), Optional.empty()));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
