package dev.rollcall.protocol.tds;

import static dev.rollcall.protocol.tds.LoginPeer.accepted;
import static dev.rollcall.protocol.tds.LoginPeer.answering;
import static dev.rollcall.protocol.tds.LoginPeer.partner;
import static dev.rollcall.protocol.tds.LoginPeer.refused;
import static dev.rollcall.protocol.tds.LoginPeer.routing;
import static dev.rollcall.protocol.tds.LoginPeer.row;
import static dev.rollcall.protocol.tds.LoginPeer.serving;
import static dev.rollcall.protocol.tds.LoginPeer.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.Leftovers;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.login.Account;
import dev.rollcall.protocol.tds.LoginPeer.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One login, whatever the server says to it. */
class TdsLoginTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String PASSWORD = "Planted-äß€-Secret-17";
  private static final Account ACCOUNT = Account.of("appsanywhere_user", "");
  private static final TdsSettings SETTINGS =
      new TdsSettings(Optional.empty(), Optional.of("appsanywhere"));

  private static Session session(LoginPeer peer, Duration timeout, CertificatePolicy policy) {
    return Probes.session(
        Probes.route(peer.address(), Transport.TCP),
        timeout,
        Probes.policy(policy),
        ACCOUNT,
        PASSWORD);
  }

  private static Attempt attempt(LoginPeer peer, Duration timeout) {
    Attempt attempt =
        Prober.attempt(
            new TdsProtocol(), SETTINGS, session(peer, timeout, CertificatePolicy.VERIFY));
    assertEquals(List.of(), peer.failures());
    return attempt;
  }

  /** The fault of a login that is answered that way; it was shown once. */
  private static Fault denied(LoginPeer.Answer answer) throws IOException {
    return denied(LONG, answer);
  }

  private static Fault denied(Duration timeout, LoginPeer.Answer answer) throws IOException {
    try (LoginPeer peer = answering(answer)) {
      Fault fault = Probes.denied(attempt(peer, timeout));
      assertEquals(1, peer.logins().size(), fault::toString);
      return fault;
    }
  }

  private static LoginResult.Untried untried(Attempt attempt) {
    Probes.answered(attempt);
    if (attempt.right().orElse(null) instanceof LoginResult.Untried untried) {
      return untried;
    }
    return fail("expected an untried login, not " + attempt.right());
  }

  @Test
  void aLoginReportsUserAndServer() throws Exception {
    try (LoginPeer warm = answering(with(accepted()))) {
      attempt(warm, LONG);
    }
    Leftovers before = Leftovers.now();
    try (LoginPeer peer = answering(with(accepted()))) {
      Attempt attempt = attempt(peer, LONG);
      assertEquals(Optional.of(new LoginResult.Proven("appsanywhere_user")), attempt.right());
      assertEquals("appsanywhere_user", Probes.fact(attempt, "tds.login"));
      assertEquals("appsanywhere", Probes.fact(attempt, "tds.database"));
      assertEquals(
          "16.0.4085.2, RTM, Developer Edition (64-bit)",
          Probes.fact(attempt, "tds.server-version"));
      assertEquals("APPS", Probes.fact(attempt, "tds.instance"));
      assertEquals("51433", Probes.fact(attempt, "tds.port"));
      String encryption = Probes.fact(attempt, "tds.session-encryption");
      assertTrue(encryption.matches("all, TLSv1.2 TLS_ECDHE_\\w+"), encryption);
      assertEquals("", Probes.concerns(attempt));
      LoginPeer.Shown shown = peer.logins().get(0);
      assertEquals(1, peer.logins().size());
      assertEquals("appsanywhere_user", shown.user());
      assertEquals(PASSWORD, shown.password());
      assertEquals("appsanywhere", shown.database());
      assertEquals("rollcall", shown.program());
      assertEquals("127.0.0.1", shown.client());
      assertEquals(0x74000004, shown.version());
      assertEquals(2, peer.connections());
    }
    before.assertNothingNew();
  }

  @Test
  void tlsFirstIsLoggedInToAsTds8() throws IOException {
    AtomicInteger turn = new AtomicInteger();
    LoginPeer.Greeting greeting =
        socket -> {
          if (turn.getAndIncrement() == 0) {
            assertTrue(socket.getInputStream().read() >= 0);
            Peer.closeInOrder(socket);
          }
          return LoginPeer.greetStrictly(socket);
        };
    try (LoginPeer peer = serving(greeting, with(accepted()), with(row()))) {
      Attempt attempt = attempt(peer, LONG);
      assertEquals(Optional.of(new LoginResult.Proven("appsanywhere_user")), attempt.right());
      assertEquals(0x08000000, peer.logins().get(0).version());
      assertEquals(PASSWORD, peer.logins().get(0).password());
      String encryption = Probes.fact(attempt, "tds.session-encryption");
      assertTrue(encryption.startsWith("strict, TLSv1.3 "), encryption);
      assertEquals(3, peer.connections());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "18456, 1, CREDENTIALS",
    "18456, 8, CREDENTIALS",
    "18456, 7, ACCOUNT_DISABLED",
    "18456, 58, ACCOUNT_RESTRICTED",
    "18456, 18, PASSWORD_EXPIRED",
    "18456, 38, NO_DATABASE",
    "18456, 40, NO_DATABASE",
    "18452, 1, ACCOUNT_RESTRICTED",
    "18470, 1, ACCOUNT_DISABLED",
    "18486, 1, ACCOUNT_LOCKED",
    "18487, 1, PASSWORD_EXPIRED",
    "18488, 1, PASSWORD_EXPIRED",
    "4060, 1, NO_DATABASE",
    "4064, 1, NO_DATABASE",
    "911, 1, NO_DATABASE",
    "916, 1, ACCESS_DENIED",
    "18451, 1, ",
    "40613, 1, ",
  })
  void anErrorIsReportedAndTheLoginNotRepeated(int number, int state, Clue clue)
      throws IOException {
    Fault fault = denied(with(refused("No for 'appsanywhere_user'.", number, state)));
    assertEquals("AUTHENTICATE DENIED", fault.cause());
    assertEquals(
        "SQL Server says " + number + ", state " + state + ": No for 'appsanywhere_user'.",
        fault.evidence());
    assertEquals(Optional.ofNullable(clue), fault.clue());
  }

  @Test
  void theMoreTellingOfTwoErrorsCounts() throws IOException {
    for (int[] numbers : new int[][] {{4060, 1, 18456, 1}, {18456, 1, 4060, 1}}) {
      Fault fault = denied(with(refused("No.", numbers)));
      assertEquals("SQL Server says 4060, state 1: No.", fault.evidence());
      assertEquals(Optional.of(Clue.NO_DATABASE), fault.clue());
    }
  }

  @Test
  void whatAServerSaysBackIsHidden() throws IOException {
    Fault fault = denied(with(refused("You said " + PASSWORD + "\u001b[2J", 18456, 1)));
    assertEquals("SQL Server says 18456, state 1: You said …", fault.evidence());
    try (LoginPeer peer =
        serving(LoginPeer::greet, with(accepted()), with(row(PASSWORD, "", "", "", "", "", "")))) {
      assertEquals("…", Probes.fact(attempt(peer, LONG), "tds.login"));
    }
  }

  @Test
  void aRedirectionIsNotFollowed() throws Exception {
    Leftovers before = Leftovers.now();
    Fault fault = denied(with(accepted(routing("db2.uni.edu", 1433))));
    assertEquals("AUTHENTICATE UNEXPECTED", fault.cause());
    assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), fault.clue());
    Probes.assertOpen(false, fault);
    assertTrue(
        fault.evidence().contains("on to db2.uni.edu, port 1433, which was not followed"),
        fault::evidence);
    before.assertNothingNew();
  }

  @Test
  void aMirrorIsForgotten() throws IOException {
    try (LoginPeer peer = answering(with(accepted(partner("mirror.uni.edu"))))) {
      for (int turn = 1; turn <= 2; turn++) {
        Attempt attempt = attempt(peer, LONG);
        assertEquals(Optional.of(new LoginResult.Proven("appsanywhere_user")), attempt.right());
        assertEquals(turn, peer.logins().size());
      }
    }
  }

  @Test
  void faultsDuringTheLoginAreReported() throws Exception {
    Leftovers before = Leftovers.now();
    assertCause("AUTHENTICATE CLOSED", (login, secured) -> secured.close());
    assertCause(
        "AUTHENTICATE CLOSED",
        (login, secured) -> {
          secured.getOutputStream().write(new byte[] {4, 1, 0, 99, 0, 0, 1, 0, (byte) 0xaa});
          secured.close();
        });
    assertCause(
        "AUTHENTICATE MALFORMED",
        (login, secured) -> {
          secured.getOutputStream().write(Peer.garbage());
          Peer.drain(secured);
        });
    assertCause("AUTHENTICATE MALFORMED", with(Peer.garbage()));
    assertCause("AUTHENTICATE MALFORMED", with(new byte[] {(byte) 0xaa, 99, 0, 1}));
    assertCause(
        "AUTHENTICATE MALFORMED",
        (login, secured) -> {
          byte[] endless = Prelogin.packet(Prelogin.RESPONSE, new byte[4000]);
          endless[1] = 0;
          while (true) {
            secured.getOutputStream().write(endless);
          }
        });
    before.assertNothingNew();
  }

  private static void assertCause(String cause, LoginPeer.Answer answer) throws IOException {
    Fault fault = denied(answer);
    assertEquals(cause, fault.cause(), fault::toString);
    assertEquals(Optional.empty(), fault.clue());
    Probes.assertOpen(true, fault);
  }

  @Test
  void silenceEndsAtTheDeadline() throws Exception {
    Leftovers before = Leftovers.now();
    Duration time = Duration.ofSeconds(2);
    LoginPeer.Answer drip =
        (login, secured) -> {
          byte[] slow = accepted();
          for (byte one : Prelogin.packet(Prelogin.RESPONSE, slow)) {
            secured.getOutputStream().write(one);
            secured.getOutputStream().flush();
            Thread.sleep(300);
          }
        };
    for (LoginPeer.Answer answer : List.of((login, secured) -> Peer.drain(secured), drip)) {
      // A client that waits for the end of the drip is let in.
      Fault fault = denied(time, answer);
      assertEquals("AUTHENTICATE TIMED_OUT", fault.cause());
      Probes.assertOpen(true, fault);
    }
    before.assertNothingNew();
  }

  @Test
  void faultsAfterTheLoginAreReportedToo() throws Exception {
    Leftovers before = Leftovers.now();
    assertQuestion("AUTHENTICATE TIMED_OUT", (asked, secured) -> Peer.drain(secured));
    assertQuestion("AUTHENTICATE CLOSED", (asked, secured) -> secured.close());
    assertQuestion("AUTHENTICATE MALFORMED", with(Peer.garbage()));
    assertQuestion("AUTHENTICATE DENIED", with(refused("No.", 229, 1)));
    before.assertNothingNew();
  }

  private static void assertQuestion(String cause, LoginPeer.Answer answer) throws IOException {
    assertQuestion(cause, with(accepted()), answer);
  }

  private static void assertQuestion(String cause, LoginPeer.Answer login, LoginPeer.Answer answer)
      throws IOException {
    try (LoginPeer peer = serving(LoginPeer::greet, login, answer)) {
      Fault fault = Probes.denied(attempt(peer, Duration.ofSeconds(2)));
      assertEquals(cause, fault.cause(), fault::toString);
      Probes.assertOpen(false, fault);
      assertEquals(1, peer.logins().size());
    }
  }

  /** Each of these made Microsoft's driver throw what no caller expects, or ask for all memory. */
  @Test
  void aLoginsAnswerThatBreaksTheDriverIsMalformed() throws Exception {
    Leftovers before = Leftovers.now();
    for (String size : List.of("2147483647", "-2147483648", "4")) {
      Tokens packets = new Tokens().token(0xe3, new Tokens().u8(4).text(size).text("4096"));
      assertCause("AUTHENTICATE MALFORMED", with(accepted(packets.get())));
    }
    // A feature that was not asked for, and a step of a Windows login.
    assertCause("AUTHENTICATE MALFORMED", with(accepted(feature(1, 9))));
    assertCause("AUTHENTICATE MALFORMED", with(accepted(new Tokens().u8(0xed).u16(0).get())));
    before.assertNothingNew();
  }

  @Test
  void aRowThatBreaksTheDriverIsMalformed() throws Exception {
    Leftovers before = Leftovers.now();
    Tokens chunked = new Tokens().u16(0xffff).u32(0x00d00409).u8(0x34);
    for (long claimed : new long[] {Integer.MAX_VALUE, 1L << 31, -3}) {
      Tokens value = new Tokens().u32((int) claimed).u32((int) (claimed >>> 32));
      assertBroken(column(0xe7, chunked, value.u32(2).u16('x').u32(0)));
    }
    Tokens chunk = new Tokens().u32(-2).u32(-1).u32(Integer.MAX_VALUE).u16('x').u32(0);
    assertBroken(column(0xe7, chunked, chunk));
    assertBroken(column(0x62, new Tokens().u32(8009), new Tokens().u32(-5).u32(1)));
    assertBroken(column(0x26, new Tokens().u8(8), new Tokens().u8(3).u16(1).u8(1)));
    assertBroken(new byte[0]);
    before.assertNothingNew();
  }

  @Test
  void keysAndLabelsOfColumnsThatBreakTheDriverAreMalformed() throws Exception {
    Leftovers before = Leftovers.now();
    Tokens keys = new Tokens().u8(0x81).u16(1).u16(0xffff);
    assertQuestion("AUTHENTICATE MALFORMED", with(accepted(feature(4, 1))), with(keys.get()));
    Tokens labels = new Tokens().u8(0x81).u16(1).u32(0).u16(1).u8(0xe7).u16(256);
    labels.u32(0x00d00409).u8(0x34).u8(0).u8(0xa3).u16(0).u16(0);
    labels.u16(1).u16(1).u16(0xffff).u16(3).u32(0);
    assertQuestion("AUTHENTICATE MALFORMED", with(accepted(feature(9, 1, 1))), with(labels.get()));
    before.assertNothingNew();
  }

  private static byte[] feature(int id, int... data) {
    Tokens feature = new Tokens().u8(0xae).u8(id).u32(data.length);
    for (int one : data) {
      feature.u8(one);
    }
    return feature.u8(0xff).get();
  }

  /** One column of that type, and a row with its value. */
  private static byte[] column(int type, Tokens description, Tokens value) {
    Tokens all = new Tokens().u8(0x81).u16(1).u32(0).u16(1).u8(type).bytes(description.get());
    all.u8(0).u8(0xd1).bytes(value.get());
    return all.u8(0xfd).u32(0).u32(0).u32(0).get();
  }

  private static void assertBroken(byte[] answer) throws IOException {
    assertQuestion("AUTHENTICATE MALFORMED", with(answer));
  }

  @Test
  void anAnswerWithoutEndIsCutShort() throws Exception {
    assertQuestion(
        "AUTHENTICATE MALFORMED",
        (asked, secured) -> {
          byte[] endless = Prelogin.packet(Prelogin.RESPONSE, new byte[4000]);
          endless[1] = 0;
          while (true) {
            secured.getOutputStream().write(endless);
          }
        });
  }

  @Test
  void withoutEncryptionNothingIsShown() throws IOException {
    LoginPeer.Greeting none =
        socket -> {
          TdsPeer.prelogin(socket, Prelogin.ENCRYPT_NOT_SUP, 0);
          return socket;
        };
    LoginPeer.Greeting loginOnly =
        socket -> {
          TdsPeer.prelogin(socket, Prelogin.ENCRYPT_OFF, 0);
          return TdsPeer.handshake(socket, TestAuthority.peer().context());
        };
    for (LoginPeer.Greeting greeting : List.of(none, loginOnly)) {
      try (LoginPeer peer = serving(greeting, with(accepted()), with(row()))) {
        Attempt attempt = attempt(peer, LONG);
        assertEquals(LoginResult.Reason.UNENCRYPTED, untried(attempt).reason());
        assertEquals("SERVER_CONFIGURATION", Probes.concerns(attempt));
        assertEquals(List.of(), peer.logins());
        assertEquals(1, peer.connections());
      }
    }
  }

  @Test
  void anUntrustedCertificateIsShownNothing() throws IOException {
    TestAuthority.Leaf own = TestAuthority.selfSigned(Probes.HOST);
    try (LoginPeer peer =
        serving(socket -> LoginPeer.greet(socket, own), with(accepted()), with(row()))) {
      Attempt attempt =
          Prober.attempt(
              new TdsProtocol(), SETTINGS, session(peer, LONG, CertificatePolicy.REPORT));
      assertEquals(LoginResult.Reason.UNTRUSTED, untried(attempt).reason());
      assertEquals(1, peer.connections());
      assertEquals(List.of(), peer.logins());
    }
  }

  @Test
  void anotherServerOnTheConnectionOfTheLoginIsShownNothing() throws IOException {
    assertNothingShown(
        "TLS UNTRUSTED",
        "another certificate",
        socket -> LoginPeer.greet(socket, TestAuthority.shared().leaf(Probes.HOST)));
    assertNothingShown(
        "AUTHENTICATE UNEXPECTED",
        "does not on this one",
        socket -> {
          TdsPeer.prelogin(socket, Prelogin.ENCRYPT_NOT_SUP, 0);
          return socket;
        });
  }

  private static void assertNothingShown(String cause, String telling, LoginPeer.Greeting second)
      throws IOException {
    AtomicInteger turn = new AtomicInteger();
    LoginPeer.Greeting greeting =
        socket -> turn.getAndIncrement() == 0 ? LoginPeer.greet(socket) : second.greet(socket);
    try (LoginPeer peer = serving(greeting, with(accepted()), with(row()))) {
      Fault fault = Probes.denied(attempt(peer, LONG));
      assertEquals(cause, fault.cause());
      assertTrue(fault.evidence().contains(telling), fault::evidence);
      assertTrue(fault.evidence().contains("no credential was sent"), fault::evidence);
      assertEquals(List.of(), peer.logins());
    }
  }

  @Test
  void aWindowsAccountIsNotTried() throws IOException {
    try (LoginPeer peer = answering(with(accepted()))) {
      Attempt attempt =
          Prober.attempt(
              new TdsProtocol(),
              SETTINGS,
              Probes.session(
                  Probes.route(peer.address(), Transport.TCP),
                  LONG,
                  Probes.policy(),
                  Account.of("UNI\\svc-apps", ""),
                  PASSWORD));
      assertEquals(LoginResult.Reason.UNSUPPORTED, untried(attempt).reason());
      assertEquals(1, peer.connections());
    }
  }

  @Test
  void withoutCredentialsNothingFollows() throws IOException {
    try (LoginPeer peer = answering(with(accepted()))) {
      Attempt attempt =
          Prober.attempt(
              new TdsProtocol(),
              SETTINGS,
              Probes.session(Probes.route(peer.address(), Transport.TCP), LONG, Probes.policy()));
      Probes.answered(attempt);
      assertEquals(Optional.empty(), attempt.right());
      assertEquals(1, peer.connections());
    }
  }

  @Test
  void abortEndsALogin() throws Exception {
    Leftovers before = Leftovers.now();
    AtomicInteger shown = new AtomicInteger();
    LoginPeer.Answer silent =
        (login, secured) -> {
          shown.incrementAndGet();
          Peer.drain(secured);
        };
    try (LoginPeer peer = answering(silent)) {
      Session session = session(peer, Duration.ofMinutes(1), CertificatePolicy.VERIFY);
      FutureTask<Attempt> task =
          new FutureTask<>(() -> Prober.attempt(new TdsProtocol(), SETTINGS, session));
      Thread thread = new Thread(task, "attempt");
      thread.start();
      while (shown.get() == 0) {
        Thread.sleep(20);
      }
      session.abort();
      Fault fault = Probes.denied(task.get(10, TimeUnit.SECONDS));
      assertEquals(FaultKind.TIMED_OUT, fault.kind());
      thread.join();
    }
    before.assertNothingNew();
  }
}
