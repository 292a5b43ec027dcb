package dev.rollcall.probe.attempt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.FreePorts;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.TryNumber;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.certificate.TlsPolicy;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Account;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a second look tells of a connection that went dead. */
class SecondTryTest {
  private static final Duration TIMEOUT = Duration.ofMillis(900);

  /** handshake_failure: any answer of TLS shows that the path lives. */
  private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 40};

  /** What stands on the path decides by the ClientHello. */
  private interface Filter {
    /** True to pass it on to a good server. */
    boolean passes(String hello);
  }

  private static Peer.Service behind(Filter filter, boolean resets) {
    return socket -> {
      socket.setSoTimeout(20_000);
      byte[] hello = new byte[16384];
      int count = socket.getInputStream().read(hello);
      if (count < 0) {
        return;
      }
      if (filter.passes(new String(hello, 0, count, StandardCharsets.ISO_8859_1))) {
        socket.getOutputStream().write(ALERT);
        Peer.closeInOrder(socket);
      } else if (resets) {
        Peer.reset(socket);
      } else {
        Peer.drain(socket);
      }
    };
  }

  private static Attempt handshake(Peer.Service service) throws IOException {
    return handshake(service, TIMEOUT);
  }

  private static Attempt handshake(Peer.Service service, Duration timeout) throws IOException {
    try (Peer peer = Peer.serving(service)) {
      return Probes.attempt(Probes.session(peer, timeout), each -> each.dial().startTls());
    }
  }

  private static void assertClue(FaultKind kind, Clue clue, Attempt attempt) {
    Fault fault = Probes.assertFault(Phase.TLS, kind, attempt);
    assertEquals(Optional.of(clue), fault.clue(), fault::toString);
  }

  @Test
  void aNameFilterThatResets() throws IOException {
    Filter nameless = hello -> !hello.contains(Probes.HOST);
    assertClue(FaultKind.RESET, Clue.SERVER_NAME_FILTER, handshake(behind(nameless, true)));
  }

  @Test
  void whatAcknowledgesAndIsSilentOnlyToTheNameIsAServiceThatHangs() throws IOException {
    Filter nameless = hello -> !hello.contains(Probes.HOST);
    Attempt attempt = handshake(behind(nameless, false));
    assertClue(FaultKind.TIMED_OUT, Clue.SILENT_SERVICE, attempt);
    assertSays("what serves this name does not answer", attempt);
  }

  private static void assertSays(String what, Attempt attempt) {
    String evidence = Probes.fault(attempt).evidence();
    assertTrue(evidence.contains(what), evidence);
  }

  /** Meets the first connection in one way, and later ones in another. */
  private static Peer.Service atFirst(Peer.Service first, Peer.Service later) {
    AtomicInteger count = new AtomicInteger();
    return socket -> (count.getAndIncrement() == 0 ? first : later).serve(socket);
  }

  @Test
  void theSameQuestionIsRepeatedBeforeAnotherOneCounts() throws IOException {
    Peer.Service good = behind(hello -> true, false);
    for (boolean resets : new boolean[] {true, false}) {
      Attempt attempt = handshake(atFirst(behind(hello -> false, resets), good));
      Fault fault =
          Probes.assertFault(Phase.TLS, resets ? FaultKind.RESET : FaultKind.TIMED_OUT, attempt);
      assertEquals(Optional.empty(), fault.clue(), fault::toString);
      assertSays(
          resets
              ? "the same question was answered a moment later"
              : "the same handshake was answered when it was tried again",
          attempt);
    }
  }

  @Test
  void anEndIsNoAnswer() throws IOException {
    // It hangs up on the hello that must fail, and is silent to every other.
    Peer.Service service =
        socket -> {
          byte[] hello = new byte[16384];
          int count = socket.getInputStream().read(hello);
          String text = new String(hello, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
          if (!text.startsWith("\u0000\u0002\u0000\u0000", 44)) {
            Peer.drain(socket);
          }
          Peer.closeInOrder(socket);
        };
    assertClue(FaultKind.TIMED_OUT, Clue.SILENT_SERVICE, handshake(service));
  }

  @Test
  void aFirstTryIsNotExplained() throws IOException {
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Session first = Probes.session(peer, TIMEOUT).as(TryNumber.FIRST);
      Attempt attempt = Probes.attempt(first, each -> each.dial().startTls());
      assertClue(FaultKind.TIMED_OUT, Clue.SILENT_SERVICE, attempt);
      assertEquals(1, peer.connections());
    }
  }

  @Test
  void aStallHalfwayIsAMatterOfSizeOnlyAtTheSecondTime() throws IOException {
    Peer.Service half =
        socket -> {
          socket.getOutputStream().write(1);
          Peer.drain(socket);
        };
    for (TryNumber which : new TryNumber[] {TryNumber.ONLY, TryNumber.SECOND}) {
      try (Peer peer = Peer.serving(half)) {
        Attempt attempt =
            Probes.attempt(
                Probes.session(peer, TIMEOUT).as(which),
                session -> {
                  Connection connection = session.dial();
                  connection.read(1);
                  connection.startTls();
                });
        assertClue(
            FaultKind.TIMED_OUT,
            which == TryNumber.SECOND ? Clue.MTU_BLACK_HOLE : Clue.SILENT_SERVICE,
            attempt);
      }
    }
  }

  @Test
  void unacknowledgedBytesWereLostOnThePath() throws IOException {
    try (ServerSocket full = new ServerSocket()) {
      // Its buffer is full soon, and takes no more.
      full.setReceiveBufferSize(4096);
      full.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
      InetSocketAddress at = (InetSocketAddress) full.getLocalSocketAddress();
      Attempt attempt =
          Probes.attempt(
              Probes.session(Probes.route(at, Transport.TCP), TIMEOUT, Probes.policy()),
              session -> {
                Connection connection = session.dial();
                connection.write(new byte[60_000]);
                connection.read(1);
              });
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, attempt);
      assertEquals(Optional.of(Clue.UNACKNOWLEDGED), fault.clue(), fault::toString);
      assertSays("bytes that we sent were never acknowledged", attempt);
    }
  }

  @Test
  void aServiceThatOnlyListensIsSilentBeforeItsGreeting() throws IOException {
    try (ServerSocket stopped = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      InetSocketAddress at = (InetSocketAddress) stopped.getLocalSocketAddress();
      Attempt attempt =
          Probes.attempt(
              Probes.session(Probes.route(at, Transport.TCP), TIMEOUT, Probes.policy()),
              session -> session.dial().read(1));
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.TIMED_OUT, attempt);
      assertEquals(Optional.of(Clue.SILENT_SERVICE), fault.clue(), fault::toString);
      assertSays("our end of the connection was acknowledged", attempt);
      assertSays("the process is stopped, hangs or is overloaded", attempt);
      assertSays("(connect 0.", attempt);
    }
  }

  /** As sniproxy, whose server for that name is off. */
  @Test
  void aCloseForOneNameOnlyIsABalancersOrOutsideAFilters() throws IOException {
    Peer.Service router =
        socket -> {
          byte[] hello = new byte[16384];
          int count = socket.getInputStream().read(hello);
          String text = new String(hello, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
          if (!text.contains(Probes.HOST)) {
            socket.getOutputStream().write(ALERT);
          }
          Peer.closeInOrder(socket);
        };
    Attempt attempt = handshake(router);
    assertClue(FaultKind.CLOSED, Clue.NO_BACKEND, attempt);
    assertSays("or something on the path filters by that name", attempt);
    try (Peer peer = Peer.serving(router)) {
      TlsPolicy outside =
          new TlsPolicy(
              CertificatePolicy.VERIFY,
              true,
              TestAuthority.shared().roots(Anchor.SITE_PUBLIC),
              Instant.now());
      attempt =
          Probes.attempt(
              Probes.session(Probes.route(peer.address(), Transport.TCP), TIMEOUT, outside),
              each -> each.dial().startTls());
      assertClue(FaultKind.CLOSED, Clue.SERVER_NAME_FILTER, attempt);
    }
  }

  /**
   * What servers of TLS do when plain http comes: Node.js closes, Python resets, Undertow alerts.
   */
  @ParameterizedTest
  @EnumSource
  void aServerThatEndsWhatIsNoTlsAndSpeaksTlsIsTheSiteFiles(PlainText met) throws IOException {
    Peer.Service service =
        socket -> {
          int first = socket.getInputStream().read();
          if (first == 22 || met == PlainText.ALERTED) {
            socket.getOutputStream().write(ALERT);
          }
          if (first == 22 || met != PlainText.RESET) {
            Peer.closeInOrder(socket);
          } else {
            Peer.reset(socket);
          }
        };
    Attempt attempt = asked(service);
    Fault fault = Probes.fault(attempt);
    assertEquals(Optional.of(Clue.TLS_PEER), fault.clue(), fault::toString);
    assertSays("the server answers a ClientHello on the same port", attempt);
  }

  private enum PlainText {
    CLOSED,
    RESET,
    ALERTED
  }

  /** One question without TLS, to a peer whose answer is read as no HTTP. */
  private static Attempt asked(Peer.Service service) throws IOException {
    try (Peer peer = Peer.serving(service)) {
      return Probes.attempt(
          Probes.session(peer, TIMEOUT),
          session -> {
            Connection connection = session.dial();
            connection.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.read(ALERT.length);
            throw ProbeException.malformed("no HTTP");
          });
    }
  }

  @Test
  void aServerThatEndsEveryConversationIsNoServerOfTls() throws IOException {
    Attempt attempt = asked(Peer::closeInOrder);
    assertEquals(Optional.empty(), Probes.fault(attempt).clue());
  }

  @Test
  void everyHelloIsReset() throws IOException {
    assertClue(FaultKind.RESET, Clue.CUT_AFTER_HELLO, handshake(behind(hello -> false, true)));
  }

  @Test
  void aNameFilterThatLetsNothingPassWithoutAName() throws IOException {
    Filter others = hello -> hello.contains("example.com");
    Attempt attempt = handshake(behind(others, true));
    assertClue(FaultKind.RESET, Clue.SERVER_NAME_FILTER, attempt);
    assertSays("a second try with another name was answered", attempt);
  }

  /** A connection to another port of the same address. */
  private static Fault beside(Fault fault, Peer peer, int port, TryNumber which)
      throws IOException {
    Session session = Probes.session(peer, TIMEOUT).as(which);
    session.dial();
    try (OtherPort other = OtherPort.ask(fault, session, port)) {
      return other.judge(fault);
    } finally {
      session.close();
    }
  }

  @Test
  void aDeviceThatAcceptsForEveryPortIsNoServer() throws IOException {
    Fault cut = new Fault(Phase.TLS, FaultKind.RESET, "cut", Clue.CUT_AFTER_HELLO);
    Fault name = new Fault(Phase.TLS, FaultKind.RESET, "cut", Clue.SERVER_NAME_FILTER);
    try (Peer peer = Peer.that(Misbehaviour.SILENT);
        Peer any = Peer.that(Misbehaviour.SILENT)) {
      Fault judged = beside(cut, peer, any.address().getPort(), TryNumber.SECOND);
      assertEquals(Optional.of(Clue.SYN_PROXY), judged.clue());
      assertTrue(judged.evidence().contains("accepts connections too"), judged::evidence);
      // A cut is not repeated, silence is.
      assertEquals(
          Optional.of(Clue.SYN_PROXY),
          beside(cut, peer, any.address().getPort(), TryNumber.FIRST).clue());
      Fault silent = new Fault(Phase.TLS, FaultKind.TIMED_OUT, "silent", Clue.SILENT_SERVICE);
      assertEquals(silent, beside(silent, peer, any.address().getPort(), TryNumber.FIRST));
      // What is known better stays.
      assertEquals(name, beside(name, peer, any.address().getPort(), TryNumber.SECOND));
    }
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      assertEquals(cut, beside(cut, peer, FreePorts.next(), TryNumber.SECOND));
    }
  }

  /** Else this host may have caused the cut itself: nothing more is sent. */
  @Test
  void aCutAfterThisHostWasLateAsksForNoOtherPort() throws IOException {
    assertEquals(1, requestsBeside(new Fault(Phase.TLS, FaultKind.RESET, "cut")));
    assertEquals(0, requestsBeside(new Fault(Phase.TLS, FaultKind.RESET, "cut", Clue.HOST_BUSY)));
  }

  private static long requestsBeside(Fault fault) throws IOException {
    try (Peer peer = Peer.that(Misbehaviour.SILENT);
        Peer any = Peer.that(Misbehaviour.SILENT);
        Session session = Probes.session(peer, TIMEOUT)) {
      session.dial();
      OtherPort.ask(fault, session, any.address().getPort()).close();
      return session.dialler().flows().flows().stream()
          .filter(flow -> flow.purpose() == Flow.Purpose.OTHER_PORT)
          .count();
    }
  }

  /** A transparent proxy whose own way to the server is rejected closes without a word. */
  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"TLS", "EXCHANGE"})
  void aDeviceThatAcceptsAndThenClosesIsNoServer(Phase phase) throws IOException {
    Fault closed = new Fault(phase, FaultKind.CLOSED, "closed");
    Fault noBackend = new Fault(phase, FaultKind.CLOSED, "closed", Clue.NO_BACKEND);
    try (Peer peer = Peer.that(Misbehaviour.SILENT);
        Peer any = Peer.that(Misbehaviour.SILENT)) {
      int open = any.address().getPort();
      assertEquals(Optional.of(Clue.SYN_PROXY), beside(closed, peer, open, TryNumber.FIRST).clue());
      // It closed for this name, and not for others: a balancer was reached.
      assertEquals(noBackend, beside(noBackend, peer, open, TryNumber.FIRST));
      assertEquals(closed, beside(closed, peer, FreePorts.next(), TryNumber.FIRST));
    }
  }

  @Test
  void whatAnsweredBeforeItClosedIsTheServer() throws IOException {
    Fault closed = new Fault(Phase.EXCHANGE, FaultKind.CLOSED, "closed");
    try (Peer peer =
            Peer.serving(
                socket ->
                    socket.getOutputStream().write("220 ".getBytes(StandardCharsets.US_ASCII)));
        Peer any = Peer.that(Misbehaviour.SILENT)) {
      Session session = Probes.session(peer, TIMEOUT);
      session.dial().read(4);
      try (OtherPort other = OtherPort.ask(closed, session, any.address().getPort())) {
        assertEquals(closed, other.judge(closed));
      } finally {
        session.close();
      }
    }
  }

  @Test
  void rulesWithALoginTakeNoFurtherLook() throws IOException {
    try (Peer peer = Peer.serving(behind(hello -> false, true));
        Peer any = Peer.that(Misbehaviour.SILENT)) {
      Route route = Probes.session(peer, TIMEOUT).route();
      Account account = Account.of("svc", "UNI.EDU");
      Session session = Probes.session(route, TIMEOUT, Probes.policy(), account, "Planted-4711");
      Attempt attempt = Probes.attempt(session, each -> each.dial().startTls());
      assertClue(FaultKind.RESET, Clue.CUT_AFTER_HELLO, attempt);
      assertFalse(Probes.fault(attempt).evidence().contains("another name"));
      Fault cut = Probes.fault(attempt);
      // Nor the rule's further samples, which show no credentials themselves.
      Session sample = session.sibling(Deadline.after(TIMEOUT));
      sample.dial();
      assertFalse(sample.credentials().present());
      try (OtherPort other = OtherPort.ask(cut, sample, any.address().getPort())) {
        assertEquals(cut, other.judge(cut));
      }
      sample.close();
      assertEquals(0, any.connections());
    }
  }

  @Test
  void onlyTheFirstHelloIsReset() throws IOException {
    AtomicBoolean first = new AtomicBoolean(true);
    Fault fault =
        Probes.assertFault(
            Phase.TLS,
            FaultKind.RESET,
            handshake(behind(hello -> !first.getAndSet(false), true), Duration.ofSeconds(20)));
    assertEquals(Optional.empty(), fault.clue());
    assertTrue(fault.evidence().contains("answered a moment later"), fault::evidence);
  }

  /** Shows another server's certificate, but to a ClientHello with the name asked for. */
  private static Peer.Service otherwise(byte... forTheName) {
    SSLContext other = TestAuthority.shared().leaf("other.test").context();
    return socket -> {
      byte[] hello = new byte[16384];
      int count = socket.getInputStream().read(hello);
      String text = new String(hello, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
      if (count < 0 || text.contains(Probes.HOST)) {
        socket.getOutputStream().write(forTheName);
        Peer.closeInOrder(socket);
        return;
      }
      InputStream consumed = new ByteArrayInputStream(hello, 0, count);
      SSLSocket secured = (SSLSocket) other.getSocketFactory().createSocket(socket, consumed, true);
      secured.setUseClientMode(false);
      secured.startHandshake();
      Peer.drain(secured);
    };
  }

  @Test
  void aBalancerWithoutALiveServerClosesForOneName() throws IOException {
    assertClue(FaultKind.CLOSED, Clue.NO_BACKEND, handshake(otherwise()));
  }

  @Test
  void aBalancerTriesAServerThatIsNotThereForAWhile() throws IOException {
    Peer.Service balancer =
        socket -> {
          if (socket.getInputStream().read(new byte[16384]) > 0) {
            Thread.sleep(1000);
          }
          Peer.closeInOrder(socket);
        };
    try (Peer peer = Peer.serving(balancer)) {
      Session session = Probes.session(peer, Duration.ofSeconds(10));
      Attempt attempt = Probes.attempt(session, each -> each.dial().startTls());
      assertClue(FaultKind.CLOSED, Clue.NO_BACKEND, attempt);
    }
  }

  /** Go's servers send internal_error for a name that they have no certificate for. */
  @Test
  void anErrorForOneNameOnlyIsAnUnknownName() throws IOException {
    byte[] error = {21, 3, 3, 0, 2, 2, 80};
    assertClue(FaultKind.TLS_FAILED, Clue.UNKNOWN_SERVER_NAME, handshake(otherwise(error)));
  }

  /** nginx sends handshake_failure for a name whose key no client can use, such as brainpool. */
  @Test
  void aRefusalOfOneNameOnlyDoesNotProveThatItIsUnknown() throws IOException {
    byte[] failure = {21, 3, 3, 0, 2, 2, 40};
    Attempt attempt = handshake(otherwise(failure));
    assertClue(FaultKind.TLS_FAILED, Clue.UNKNOWN_SERVER_NAME, attempt);
    assertSays("or that name's own settings (key type, ciphers, TLS versions)", attempt);
  }

  @Test
  void aServerThatIsSilentAndSpeaksTlsIsTheSiteFiles() throws IOException {
    try (Peer peer = Peer.servingTls(TestAuthority.peer().context(), Peer::drain)) {
      Fault fault =
          Probes.assertFault(
              Phase.EXCHANGE,
              FaultKind.TIMED_OUT,
              Probes.attempt(Probes.session(peer, TIMEOUT), session -> session.dial().read(1)));
      assertEquals(Optional.of(Clue.TLS_PEER), fault.clue(), fault::toString);
    }
  }

  @Test
  void everyHelloIsMetWithSilence() throws IOException {
    Attempt attempt = handshake(behind(hello -> false, false));
    assertClue(FaultKind.TIMED_OUT, Clue.SILENT_SERVICE, attempt);
    assertSays("a process is there, and does not answer", attempt);
  }

  @Test
  void onlySmallAnswersPass() throws IOException {
    // A hello that offers no suite but the null one gets an alert, every other one a certificate
    // that is lost on the way.
    Filter small = hello -> hello.startsWith("\u0000\u0002\u0000\u0000", 44);
    assertClue(FaultKind.TIMED_OUT, Clue.MTU_BLACK_HOLE, handshake(behind(small, false)));
  }

  @Test
  void aServerThatClosesInOrderIsNoFilter() throws IOException {
    assertClue(FaultKind.CLOSED, Clue.CUT_AFTER_HELLO, handshake(Peer::closeInOrder));
  }

  @Test
  void aPlaintextPeerNeedsNoSecondLook() throws IOException {
    try (Peer peer =
        Peer.serving(
            socket -> {
              socket.getOutputStream().write("220 hello\r\n".getBytes(StandardCharsets.US_ASCII));
              Peer.drain(socket);
            })) {
      Attempt attempt =
          Probes.attempt(Probes.session(peer, TIMEOUT), each -> each.dial().startTls());
      assertClue(FaultKind.MALFORMED, Clue.PLAINTEXT_PEER, attempt);
      assertEquals(1, peer.connections());
    }
  }

  @Test
  void withoutTlsTheFirstPayloadDecides() throws IOException {
    try (Peer silent = Peer.that(Misbehaviour.SILENT);
        Peer cutting = Peer.that(Misbehaviour.RESETS_AFTER_PAYLOAD)) {
      Probes.Steps ask =
          session -> {
            Connection connection = session.dial();
            connection.write(new byte[] {1});
            connection.read(1);
          };
      Fault nothing =
          Probes.assertFault(
              Phase.EXCHANGE,
              FaultKind.TIMED_OUT,
              Probes.attempt(Probes.session(silent, TIMEOUT), ask));
      assertEquals(Optional.of(Clue.SILENT_SERVICE), nothing.clue());
      Fault cut =
          Probes.assertFault(
              Phase.EXCHANGE,
              FaultKind.RESET,
              Probes.attempt(Probes.session(cutting, TIMEOUT), ask));
      assertEquals(Optional.of(Clue.CUT_AFTER_FIRST_PAYLOAD), cut.clue());
    }
  }

  /** RFC 6066 §3: without a final dot, in ASCII, and never a literal address. */
  @Test
  void theHopelessHelloNamesTheServerAsEveryHelloDoes() throws IOException {
    assertTrue(hopeless("mssql.uni.edu.").endsWith("\0\15mssql.uni.edu"));
    assertTrue(hopeless("m\u00fcller.uni.edu").endsWith("xn--mller-kva.uni.edu"));
    String bare = hopeless("192.0.2.1");
    assertFalse(bare.contains("192.0.2.1"));
    assertEquals(bare, hopeless("2001:db8::1"));
    assertEquals(bare.length() - 9, bare.charAt(8), "no bytes after the compression methods");
  }

  private static String hopeless(String host) throws IOException {
    return new String(SecondTry.hopelessHello(host), StandardCharsets.ISO_8859_1);
  }

  /** As TCP wrappers do: what was sent is never read, and so the end becomes a reset. */
  @Test
  void aServerThatClosesUnaskedCutsNothing() throws IOException {
    AtomicInteger connections = new AtomicInteger();
    try (Peer peer =
        Peer.serving(
            socket -> {
              if (connections.getAndIncrement() == 0) {
                socket.getInputStream().read();
                Peer.reset(socket);
              } else {
                Peer.closeInOrder(socket);
              }
            })) {
      Attempt attempt =
          Probes.attempt(
              Probes.session(peer, Duration.ofSeconds(20)),
              session -> {
                Connection connection = session.dial();
                connection.write(new byte[] {1});
                connection.read(1);
              });
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.RESET, attempt);
      assertEquals(Optional.empty(), fault.clue());
      assertSays("a connection on which nothing is sent is closed, too", attempt);
      assertEquals(2, peer.connections());
    }
  }
}
