package dev.rollcall.protocol.smb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Leftovers;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.ProtocolContract;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.login.Account;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A login that does not get far, at servers that say what no real one says. */
class SmbLoginTest {
  private static final String PASSWORD = "Not-A-Secret-77";
  private static final Account ACCOUNT = Account.of("UNI\\svc", "uni.edu");
  private static final SmbSettings SETTINGS =
      new SmbSettings(
          Optional.empty(), List.of(), Optional.of("\\\\" + Probes.HOST + "\\packages"));
  private static final Duration LONG = Duration.ofSeconds(20);

  /** NTLM's challenge (MS-NLMP §2.2.1.2) in SPNEGO, of a server without a name. */
  private static final byte[] CHALLENGE =
      HexFormat.of()
          .parseHex(
              "a155"
                  + "3053"
                  + "a0030a0101"
                  + "a10c060a2b06010401823702020a"
                  + "a23e043c"
                  + "4e544c4d53535000"
                  + "02000000"
                  + "0000000038000000"
                  + "15828960"
                  + "0102030405060708"
                  + "0000000000000000"
                  + "0400040038000000"
                  + "0000000000000000"
                  + "00000000");

  private interface Server {
    void go(Socket socket) throws IOException, InterruptedException;
  }

  private static byte[] receive(Socket socket) throws IOException {
    byte[] header = socket.getInputStream().readNBytes(4);
    if (header.length < 4) {
      throw new EOFException();
    }
    return socket.getInputStream().readNBytes(ByteBuffer.wrap(header).getInt());
  }

  private static void send(Socket socket, byte[] message) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(4 + message.length);
    socket.getOutputStream().write(out.putInt(message.length).put(message).array());
    socket.getOutputStream().flush();
  }

  /** SESSION_SETUP Response (MS-SMB2 §2.2.6). */
  private static byte[] setup(int number, int status, int flags, byte[] token) {
    ByteBuffer smb = ByteBuffer.allocate(72 + token.length).order(ByteOrder.LITTLE_ENDIAN);
    smb.putInt(Integer.reverseBytes(0xfe534d42)).putShort((short) 64).putShort((short) 1);
    smb.putInt(status).putShort((short) 1).putShort((short) 1).putInt(1).putInt(0);
    smb.putLong(number).putLong(0).putLong(77).position(64);
    smb.putShort((short) 9).putShort((short) flags);
    return smb.putShort((short) 72).putShort((short) token.length).put(token).array();
  }

  /** A server whose path is proven, and that does this at the login. */
  private static Peer serving(AtomicInteger logins, Server login) throws IOException {
    AtomicInteger turn = new AtomicInteger();
    return Peer.serving(
        socket -> {
          boolean path = turn.getAndIncrement() == 0;
          receive(socket);
          send(socket, NegotiateTest.SAMBA);
          if (!path) {
            receive(socket);
            logins.incrementAndGet();
            login.go(socket);
          }
          Peer.drain(socket);
        });
  }

  private static Session session(Peer peer, Duration timeout) {
    return Probes.session(
        Probes.route(peer.address(), Transport.TCP), timeout, Probes.policy(), ACCOUNT, PASSWORD);
  }

  private static Attempt attempt(Duration timeout, Server login) throws IOException {
    AtomicInteger logins = new AtomicInteger();
    try (Peer peer = serving(logins, login)) {
      Attempt attempt = Prober.attempt(new SmbProtocol(), SETTINGS, session(peer, timeout));
      assertEquals(List.of(), peer.failures());
      assertEquals(1, logins.get());
      assertEquals(2, peer.connections());
      assertFalse(attempt.toString().contains(PASSWORD));
      ProtocolContract.assertHarmless(attempt.outcome());
      return attempt;
    }
  }

  private static Fault fault(Server login) throws IOException {
    return Probes.denied(attempt(LONG, login));
  }

  private static Fault refused(int status) throws IOException {
    return fault(
        socket -> {
          send(socket, setup(1, 0xc0000016, 0, CHALLENGE));
          receive(socket);
          send(socket, setup(2, status, 0, new byte[0]));
        });
  }

  @TestFactory
  Stream<DynamicTest> misbehaviourIsNamed() {
    Map<String, Server> servers =
        Map.of(
            "TIMED_OUT silent", socket -> Peer.drain(socket),
            "TIMED_OUT drip",
                socket -> {
                  socket.getOutputStream().write(new byte[] {0, 0, 0, 100});
                  while (true) {
                    socket.getOutputStream().write(1);
                    TimeUnit.MILLISECONDS.sleep(200);
                  }
                },
            "CLOSED", Peer::closeInOrder,
            "RESET", Peer::reset,
            "MALFORMED garbage", socket -> socket.getOutputStream().write(Peer.garbage()),
            "MALFORMED oversized",
                socket -> socket.getOutputStream().write(new byte[] {0, 0x7f, -1, -1}),
            "MALFORMED short", socket -> send(socket, new byte[10]),
            "MALFORMED flood",
                socket -> {
                  while (true) {
                    socket.getOutputStream().write(new byte[65_536]);
                  }
                },
            "MALFORMED other", socket -> send(socket, setup(9, 0, 0, new byte[0])),
            "MALFORMED token", socket -> send(socket, setup(1, 0xc0000016, 0, Peer.garbage())));
    return servers.entrySet().stream()
        .map(one -> dynamicTest(one.getKey(), () -> hold(one.getKey(), one.getValue())));
  }

  private static void hold(String name, Server server) throws Exception {
    FaultKind kind = FaultKind.valueOf(name.split(" ", 2)[0]);
    // What a JVM opens only once.
    attempt(LONG, Peer::closeInOrder);
    Leftovers before = Leftovers.now();
    Duration time = kind == FaultKind.TIMED_OUT ? Duration.ofSeconds(5) : LONG;
    Fault fault = Probes.denied(attempt(time, server));
    assertEquals("AUTHENTICATE " + kind, fault.cause(), fault::toString);
    assertEquals(Optional.empty(), fault.clue());
    Probes.assertOpen(false, fault);
    before.assertNothingNew();
  }

  /** What jcifs reads SPNEGO with goes as deep as a token does. */
  @Test
  void aTokenThatIsNestedDeeplyIsMalformed() throws IOException {
    byte[] indefinite = new byte[60_000];
    for (int at = 0; at < indefinite.length; at += 2) {
      indefinite[at] = 0x30;
      indefinite[at + 1] = (byte) 0x80;
    }
    byte[] nested = new byte[60_000];
    ByteBuffer definite = ByteBuffer.wrap(nested).put((byte) 0xa1);
    definite.put((byte) 0x83).put((byte) 0).putShort((short) (definite.remaining() - 2));
    while (definite.remaining() > 5) {
      definite.put((byte) 0x30).put((byte) 0x83).put((byte) 0);
      definite.putShort((short) (definite.remaining() - 2));
    }
    for (byte[] token : List.of(indefinite, nested)) {
      Fault fault = fault(socket -> send(socket, setup(1, 0xc0000016, 0, token)));
      assertEquals("AUTHENTICATE MALFORMED", fault.cause(), fault::toString);
      assertTrue(fault.evidence().endsWith("more than 64 levels"), fault::evidence);
    }
  }

  @Test
  void anEndlessWishForPatienceEnds() throws IOException {
    byte[] pending = setup(1, 0x103, 0, new byte[0]);
    ByteBuffer.wrap(pending).order(ByteOrder.LITTLE_ENDIAN).putInt(16, 3);
    Fault fault =
        fault(
            socket -> {
              while (true) {
                send(socket, pending);
              }
            });
    assertEquals("AUTHENTICATE UNEXPECTED", fault.cause(), fault::toString);
  }

  @Test
  void endlessStepsEnd() throws IOException {
    AtomicInteger number = new AtomicInteger(1);
    Fault fault =
        fault(
            socket -> {
              while (number.get() < 10) {
                send(socket, setup(number.getAndIncrement(), 0xc0000016, 0, CHALLENGE));
                receive(socket);
              }
            });
    assertEquals("AUTHENTICATE MALFORMED", fault.cause(), fault::toString);
    Probes.assertOpen(true, fault);
    // NTLM says its word once, whatever the server goes on asking for.
    assertTrue(number.get() <= 4, number::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "c000006d, DENIED, CREDENTIALS",
    "c000006a, DENIED, CREDENTIALS",
    // Of many a Samba, to a wrong password.
    "c000000d, DENIED, CREDENTIALS",
    "c0000072, DENIED, ACCOUNT_DISABLED",
    "c0000234, DENIED, ACCOUNT_LOCKED",
    "c0000193, DENIED, ACCOUNT_EXPIRED",
    "c0000071, DENIED, PASSWORD_EXPIRED",
    "c0000224, DENIED, PASSWORD_EXPIRED",
    "c000015b, DENIED, ACCOUNT_RESTRICTED",
    "c000006e, DENIED, ACCOUNT_RESTRICTED",
    "c000006f, DENIED, ACCOUNT_RESTRICTED",
    "c0000070, DENIED, ACCOUNT_RESTRICTED",
    "c0000022, DENIED, ACCESS_DENIED",
    "c000005e, UNEXPECTED,",
    "c000018d, UNEXPECTED,",
    "c0123456, DENIED,"
  })
  void refusalsAreDistinguished(String status, FaultKind kind, String clue) throws IOException {
    Fault fault = refused(Integer.parseUnsignedInt(status, 16));
    Probes.assertOpen(status.equals("c0123456"), fault);
    assertEquals("AUTHENTICATE " + kind, fault.cause(), fault::toString);
    assertEquals(Optional.ofNullable(clue), fault.clue().map(Enum::name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c0000418", "c00000bb"})
  void aServerThatTakesNoNtlmLeavesTheRightOpen(String status) throws IOException {
    for (boolean atOnce : new boolean[] {true, false}) {
      Attempt attempt =
          attempt(
              LONG,
              socket -> {
                if (!atOnce) {
                  send(socket, setup(1, 0xc0000016, 0, CHALLENGE));
                  receive(socket);
                }
                int number = atOnce ? 1 : 2;
                send(socket, setup(number, Integer.parseUnsignedInt(status, 16), 0, new byte[0]));
              });
      Probes.answered(attempt);
      LoginResult.Untried untried =
          assertInstanceOf(LoginResult.Untried.class, attempt.right().orElseThrow());
      assertEquals(LoginResult.Reason.UNSUPPORTED, untried.reason());
      assertTrue(untried.why().contains("refuses NTLM"), untried::why);
    }
  }

  @Test
  void aGuestLoginProvesNothing() throws IOException {
    Fault fault =
        fault(
            socket -> {
              send(socket, setup(1, 0xc0000016, 0, CHALLENGE));
              receive(socket);
              send(socket, setup(2, 0, 1, new byte[0]));
            });
    assertEquals("AUTHENTICATE DENIED", fault.cause());
    assertTrue(fault.evidence().startsWith("the server lets UNI\\svc in as a guest only"));
  }

  @Test
  void aServerThatDoesNotKnowThePasswordCannotPretendTo() throws IOException {
    Fault fault =
        fault(
            socket -> {
              send(socket, setup(1, 0xc0000016, 0, CHALLENGE));
              receive(socket);
              byte[] accepted = setup(2, 0, 0, new byte[0]);
              ByteBuffer.wrap(accepted).order(ByteOrder.LITTLE_ENDIAN).putInt(16, 1 | 8);
              send(socket, accepted);
            });
    assertEquals("AUTHENTICATE MALFORMED", fault.cause());
    Probes.assertOpen(true, fault);
    assertTrue(fault.evidence().startsWith("the signature of an answer is wrong"));
  }

  /** What proves the password has gone out: the server may have counted it. */
  @Test
  void aProofThatGetsNoAnswerIsOpen() throws IOException {
    for (Server end : List.<Server>of(Peer::closeInOrder, Peer::reset)) {
      Fault fault =
          fault(
              socket -> {
                send(socket, setup(1, 0xc0000016, 0, CHALLENGE));
                receive(socket);
                end.go(socket);
              });
      Probes.assertOpen(true, fault);
    }
  }

  @Test
  void abortEndsTheLogin() throws Exception {
    AtomicInteger logins = new AtomicInteger();
    try (Peer peer = serving(logins, Peer::drain)) {
      Session session = session(peer, Duration.ofMinutes(1));
      FutureTask<Attempt> task =
          new FutureTask<>(() -> Prober.attempt(new SmbProtocol(), SETTINGS, session));
      new Thread(task, "attempt").start();
      while (logins.get() == 0) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      session.abort();
      task.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void noPathOrAnotherHostsIsNoLogin() throws IOException {
    try (Peer peer = Peer.serving(socket -> send(socket, NegotiateTest.SAMBA))) {
      SmbSettings none = new SmbSettings(Optional.empty(), List.of(), Optional.empty());
      Attempt attempt = Prober.attempt(new SmbProtocol(), none, session(peer, LONG));
      LoginResult.Untried untried =
          assertInstanceOf(LoginResult.Untried.class, attempt.right().orElseThrow());
      assertEquals(LoginResult.Reason.UNSUPPORTED, untried.reason());
      SmbSettings other =
          new SmbSettings(Optional.empty(), List.of(), Optional.of("\\\\other.test\\packages"));
      attempt = Prober.attempt(new SmbProtocol(), other, session(peer, LONG));
      assertEquals(Optional.empty(), attempt.right());
      assertEquals(2, peer.connections());
      assertEquals(Phase.EXCHANGE, attempt.phases().keySet().stream().reduce((a, b) -> b).get());
    }
  }
}
