package dev.rollcall.protocol.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Leftovers;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.login.Access;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.LoginNotes;
import dev.rollcall.probe.login.Logins;
import dev.rollcall.probe.login.Secret;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Java's own Kerberos against KDCs that refuse and misbehave, never against one that grants. */
class KerberosLoginTest {
  private static final String REALM = "UNI.EDU";
  private static final String PASSWORD = "Planted-Passw0rd";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(2);

  private static Session session(Route route, String user, Duration timeout) {
    return Probes.session(route, timeout, Probes.policy(), Account.of(user, REALM), PASSWORD);
  }

  private static Attempt login(Route route, KerberosSettings settings, Duration timeout) {
    return Prober.attempt(new KerberosProtocol(), settings, session(route, "svc", timeout));
  }

  private static Attempt login(ScriptedKdc kdc, Transport transport, Duration timeout) {
    return login(
        kdc.route(transport),
        new KerberosSettings(REALM, KerberosSettings.DEFAULT_PRINCIPAL),
        timeout);
  }

  private static Fault denied(Attempt attempt, Phase phase, FaultKind kind) {
    Fault fault = Probes.denied(attempt);
    assertEquals(phase + " " + kind, fault.cause(), fault::toString);
    assertFalse(attempt.toString().contains(PASSWORD), attempt::toString);
    return fault;
  }

  @ParameterizedTest
  @CsvSource({
    "1, DENIED, ACCOUNT_EXPIRED, has expired",
    "6, DENIED, CREDENTIALS, does not know the principal",
    "12, DENIED, ACCOUNT_RESTRICTED, a policy",
    "14, DENIED, , no AES key",
    "18, DENIED, ACCOUNT_DISABLED, 'disabled, expired or locked out'",
    "21, DENIED, ACCOUNT_RESTRICTED, not valid yet",
    "23, DENIED, PASSWORD_EXPIRED, must be changed",
    "24, DENIED, CREDENTIALS, the password is wrong",
    "25, DENIED, ACCOUNT_RESTRICTED, another kind of pre-authentication than a password",
    "31, DENIED, CREDENTIALS, the password is wrong",
    "37, UNEXPECTED, CLOCK_SKEW, clocks differ",
    "60, DENIED, , gives no ticket",
    "68, UNEXPECTED, WRONG_SITE_VALUE, does not serve the realm",
    "91, DENIED, ACCOUNT_RESTRICTED, another kind of pre-authentication than a password",
    "9999, DENIED, , KRB-ERROR 9999"
  })
  void everyRefusalIsReportedAndThePasswordIsSentOnce(
      int code, FaultKind kind, Clue clue, String said) throws IOException {
    for (Transport transport : Transport.values()) {
      try (ScriptedKdc kdc = ScriptedKdc.refusing(REALM, SampleKdcAnswers.error(code, REALM))) {
        Attempt attempt = login(kdc, transport, LONG);
        Fault fault = denied(attempt, Phase.AUTHENTICATE, kind);
        assertEquals(Optional.ofNullable(clue), fault.clue(), fault::toString);
        assertTrue(fault.evidence().contains(said), fault::evidence);
        Probes.assertOpen(false, fault);
        assertEquals(1, kdc.proofs(), () -> kdc.questions().toString());
        assertTrue(kdc.questions().stream().allMatch(q -> q.transport() == transport));
        assertEquals(List.of(), attempt.followUps());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "C0000064, CREDENTIALS",
    "C000006A, CREDENTIALS",
    "C000006E, ACCOUNT_RESTRICTED",
    "C000006F, ACCOUNT_RESTRICTED",
    "C0000070, ACCOUNT_RESTRICTED",
    "C0000071, PASSWORD_EXPIRED",
    "C0000072, ACCOUNT_DISABLED",
    "C0000193, ACCOUNT_EXPIRED",
    "C0000224, PASSWORD_EXPIRED",
    "C0000234, ACCOUNT_LOCKED",
    "C00002FA, ACCOUNT_RESTRICTED",
    "C0000413, ACCOUNT_RESTRICTED",
    "C0009999, ACCOUNT_DISABLED"
  })
  void activeDirectorysOwnWordIsFiner(String status, Clue clue) throws IOException {
    byte[] data = SampleKdcAnswers.status(Integer.parseUnsignedInt(status, 16));
    for (byte[] form : List.of(data, SampleKdcAnswers.tag(0x30, data))) {
      byte[] refusal = SampleKdcAnswers.error(18, REALM, Duration.ZERO, "", form);
      try (ScriptedKdc kdc = ScriptedKdc.refusing(REALM, refusal)) {
        Fault fault = denied(login(kdc, Transport.UDP, LONG), Phase.AUTHENTICATE, FaultKind.DENIED);
        assertEquals(Optional.of(clue), fault.clue(), fault::toString);
        assertEquals(
            !status.equals("C0009999"), fault.evidence().contains(status), fault::evidence);
      }
    }
  }

  @Test
  void mitsTextNamesALockedAccount() throws IOException {
    byte[] refusal = SampleKdcAnswers.error(18, REALM, Duration.ZERO, "LOCKED_OUT");
    try (ScriptedKdc kdc = ScriptedKdc.refusing(REALM, refusal)) {
      Fault fault = denied(login(kdc, Transport.TCP, LONG), Phase.AUTHENTICATE, FaultKind.DENIED);
      assertEquals(Optional.of(Clue.ACCOUNT_LOCKED), fault.clue());
    }
  }

  /** MIT's text for an account with the flag {@code +requires_hwauth}. */
  @Test
  void mitsTextForASmartCardIsQuotedWhole() throws IOException {
    byte[] refusal = SampleKdcAnswers.error(25, REALM, Duration.ZERO, "NEEDED_HW_PREAUTH");
    try (ScriptedKdc kdc = ScriptedKdc.refusing(REALM, refusal)) {
      Fault fault = denied(login(kdc, Transport.TCP, LONG), Phase.AUTHENTICATE, FaultKind.DENIED);
      assertTrue(fault.evidence().contains("\"NEEDED_HW_PREAUTH\""), fault::evidence);
    }
  }

  @Test
  void whatTheKdcSaysOfTheAccountBeforeNeedsNoPassword() throws IOException {
    for (int code : new int[] {1, 6, 12, 18, 23}) {
      try (ScriptedKdc kdc =
          new ScriptedKdc(
              question ->
                  SampleKdcAnswers.error(question.client().equals("svc") ? code : 25, REALM))) {
        Attempt attempt =
            login(kdc.route(Transport.UDP), new KerberosSettings(REALM, "UNI\\svc"), LONG);
        denied(attempt, Phase.AUTHENTICATE, FaultKind.DENIED);
        assertEquals(code == 6 ? 2 : 1, kdc.questions().size());
        assertEquals(0, kdc.proofs());
        assertEquals("", Probes.concerns(attempt));
      }
    }
  }

  @Test
  void aKdcThatAsksForNothingIsNotShownAnything() throws IOException {
    try (ScriptedKdc kdc =
        new ScriptedKdc(
            question ->
                question.turn() == 0
                    ? SampleKdcAnswers.error(25, REALM)
                    : SampleKdcAnswers.ticket(REALM, "svc"))) {
      Fault fault = denied(login(kdc, Transport.TCP, LONG), Phase.AUTHENTICATE, FaultKind.DENIED);
      assertEquals(Optional.of(Clue.CREDENTIALS), fault.clue(), fault::toString);
      assertEquals(0, kdc.proofs());
    }
  }

  @Test
  void aTicketThatDoesNotOpenAfterAProofIsNotThePasswordsFault() throws IOException {
    try (ScriptedKdc kdc = ScriptedKdc.refusing(REALM, SampleKdcAnswers.ticket(REALM, "svc"))) {
      Fault fault =
          denied(login(kdc, Transport.TCP, LONG), Phase.AUTHENTICATE, FaultKind.UNEXPECTED);
      assertEquals(Optional.empty(), fault.clue(), fault::toString);
      assertEquals(1, kdc.proofs());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 0x7fff_ffff, (1 << 20) + 1})
  void noKdcMakesThisHostHashForHours(int iterations) throws IOException {
    byte[] wish =
        SampleKdcAnswers.error(25, REALM, Duration.ZERO, "", SampleKdcAnswers.hashing(iterations));
    try (ScriptedKdc kdc = new ScriptedKdc(question -> wish)) {
      Fault fault =
          denied(login(kdc, Transport.UDP, LONG), Phase.AUTHENTICATE, FaultKind.MALFORMED);
      assertTrue(fault.evidence().contains("hashed"), fault::evidence);
      assertEquals(0, kdc.proofs());
    }
  }

  /** The data of code 24 may be of any form (RFC 4120 §5.9.1, MS-KILE §2.2.2). */
  @ParameterizedTest
  @CsvSource({
    "3015a103020103a20e040c6a0000c00000000001000000, an NTSTATUS",
    "3015a103020103a20e040c000000000000000001000000, a status of no account",
    "3011300fa003020101a1080406616263646566, TYPED-DATA",
    "300ea10c040a6e6f7420612074797065, a type of octets",
    "300d300ba103020113a20404023030, keys that are none",
    "6f7061717565, no DER",
    "30, half of an element"
  })
  void aProofThatFailedIsAnsweredWhateverTheDataIsLike(String data, String what)
      throws IOException {
    byte[] refusal =
        SampleKdcAnswers.error(24, REALM, Duration.ZERO, "", HexFormat.of().parseHex(data));
    for (Transport transport : Transport.values()) {
      try (ScriptedKdc kdc = ScriptedKdc.refusing(REALM, refusal)) {
        Fault fault = denied(login(kdc, transport, LONG), Phase.AUTHENTICATE, FaultKind.DENIED);
        assertEquals(Optional.of(Clue.CREDENTIALS), fault.clue(), () -> what + fault);
        Probes.assertOpen(false, fault);
        assertEquals(1, kdc.proofs());
      }
    }
  }

  @Test
  void aFailedProofMustNotMakeThisHostHashForHoursEither() throws IOException {
    byte[] refusal =
        SampleKdcAnswers.error(24, REALM, Duration.ZERO, "", SampleKdcAnswers.hashing(-1));
    try (ScriptedKdc kdc = ScriptedKdc.refusing(REALM, refusal)) {
      Fault fault =
          denied(login(kdc, Transport.UDP, LONG), Phase.AUTHENTICATE, FaultKind.MALFORMED);
      assertTrue(fault.evidence().contains("hashed"), fault::evidence);
    }
  }

  @Test
  void theKdcsSaltAndIterationsAreTaken() throws IOException {
    byte[] wish =
        SampleKdcAnswers.error(25, REALM, Duration.ZERO, "", SampleKdcAnswers.hashing(32_768));
    try (ScriptedKdc kdc =
        new ScriptedKdc(question -> question.proof() ? SampleKdcAnswers.error(24, REALM) : wish)) {
      denied(login(kdc, Transport.UDP, LONG), Phase.AUTHENTICATE, FaultKind.DENIED);
      assertEquals(1, kdc.proofs());
    }
  }

  @Test
  void aProofThatIsMetWithSilenceIsNotSentAgain() throws Exception {
    Leftovers before = Leftovers.now();
    for (Transport transport : Transport.values()) {
      try (ScriptedKdc kdc = ScriptedKdc.refusing(REALM, new byte[0])) {
        Probes.assertOpen(
            true, denied(login(kdc, transport, SHORT), Phase.AUTHENTICATE, FaultKind.TIMED_OUT));
        assertEquals(1, kdc.proofs(), () -> kdc.questions().toString());
      }
    }
    before.assertNothingNew();
  }

  @Test
  void garbageEndsTheLogin() throws Exception {
    Leftovers before = Leftovers.now();
    for (Transport transport : Transport.values()) {
      for (boolean proof : new boolean[] {true, false}) {
        try (ScriptedKdc kdc =
            new ScriptedKdc(
                question ->
                    question.turn() > 0 && question.proof() == proof
                        ? Peer.garbage()
                        : SampleKdcAnswers.error(25, REALM))) {
          Probes.assertOpen(
              proof, denied(login(kdc, transport, LONG), Phase.AUTHENTICATE, FaultKind.MALFORMED));
          assertEquals(proof ? 1 : 0, kdc.proofs());
        }
      }
    }
    before.assertNothingNew();
  }

  /** What a connection does to the first message of a login. */
  enum Break {
    CLOSES(FaultKind.CLOSED) {
      @Override
      void serve(Socket socket) throws IOException {
        Peer.closeInOrder(socket);
      }
    },
    RESETS(FaultKind.RESET) {
      @Override
      void serve(Socket socket) throws IOException {
        Peer.reset(socket);
      }
    },
    DRIPS(FaultKind.TIMED_OUT) {
      @Override
      void serve(Socket socket) throws IOException, InterruptedException {
        socket.getOutputStream().write(new byte[] {0, 0, 1, 0});
        while (true) {
          socket.getOutputStream().write('A');
          Thread.sleep(200);
        }
      }
    },
    OVERSIZED(FaultKind.MALFORMED) {
      @Override
      void serve(Socket socket) throws IOException {
        socket.getOutputStream().write(new byte[] {0, 0x7f, 0, 0});
        Peer.drain(socket);
      }
    };

    private final FaultKind kind;

    Break(FaultKind kind) {
      this.kind = kind;
    }

    abstract void serve(Socket socket) throws IOException, InterruptedException;
  }

  @ParameterizedTest
  @EnumSource(Break.class)
  void aConnectionThatBreaksIsNamed(Break how) throws Exception {
    Leftovers before = Leftovers.now();
    AtomicInteger turns = new AtomicInteger();
    Peer.Service service =
        socket -> {
          DataInputStream in = new DataInputStream(socket.getInputStream());
          in.readFully(new byte[in.readInt()]);
          if (turns.getAndIncrement() > 0) {
            how.serve(socket);
          }
          socket
              .getOutputStream()
              .write(SampleKdcAnswers.framed(SampleKdcAnswers.error(25, REALM)));
          Peer.closeInOrder(socket);
        };
    try (Peer peer = Peer.serving(service)) {
      Attempt attempt =
          login(
              Probes.route(peer.address(), Transport.TCP),
              new KerberosSettings(REALM, "alice"),
              SHORT);
      // The first message proves no password.
      Probes.assertOpen(false, denied(attempt, Phase.AUTHENTICATE, how.kind));
      assertEquals(2, peer.connections());
    }
    before.assertNothingNew();
  }

  @Test
  void aTicketTooBigForADatagramIsLeftToTheAttemptOverTcp() throws IOException {
    try (ScriptedKdc kdc = ScriptedKdc.refusing(REALM, SampleKdcAnswers.error(52, REALM))) {
      Logins logins = new Logins(LoginNotes.NONE);
      // Asked again, by a sample or to confirm, the KDC is shown nothing, and TCP is asked for.
      for (int round = 0; round < 2; round++) {
        Route.Direct route = kdc.route(Transport.UDP);
        Grant grant =
            new Grant(
                "ad.kerberos",
                Account.of("svc", REALM),
                new Secret(PASSWORD.toCharArray()),
                Set.of(Probes.HOST),
                Optional.empty());
        Attempt attempt =
            Prober.attempt(
                new KerberosProtocol(),
                new KerberosSettings(REALM, "alice"),
                Probes.session(route, LONG, Probes.policy(), new Access(logins, grant)));
        Probes.answered(attempt);
        LoginResult.Untried untried = (LoginResult.Untried) attempt.right().orElseThrow();
        assertEquals(LoginResult.Reason.OTHER_PORT, untried.reason());
        assertEquals(1, kdc.proofs(), () -> kdc.questions().toString());
        assertEquals(List.of(true), attempt.followUps().stream().map(FollowUp::decisive).toList());
      }
    }
    try (ScriptedKdc kdc = ScriptedKdc.refusing(REALM, SampleKdcAnswers.error(52, REALM))) {
      denied(login(kdc, Transport.TCP, LONG), Phase.AUTHENTICATE, FaultKind.DENIED);
      assertEquals(1, kdc.proofs(), () -> kdc.questions().toString());
    }
  }

  @Test
  void whereTheFirstAnswerAlreadyAsksForTcpTheLoginIsMadeThere() throws IOException {
    try (ScriptedKdc kdc = new ScriptedKdc(question -> SampleKdcAnswers.error(52, REALM))) {
      Attempt attempt = login(kdc, Transport.UDP, LONG);
      Probes.answered(attempt);
      assertEquals(Optional.empty(), attempt.right());
      assertEquals(1, kdc.questions().size());
      assertEquals(List.of(true), attempt.followUps().stream().map(FollowUp::decisive).toList());
    }
  }

  @ParameterizedTest
  @CsvSource({"'CN=svc,OU=Users,DC=uni,DC=edu', UNI.EDU", "svc, '{ uni'"})
  void whatJavasKerberosCannotSayIsNotTried(String user, String realm) throws IOException {
    try (ScriptedKdc kdc = new ScriptedKdc(question -> SampleKdcAnswers.error(25, realm))) {
      Attempt attempt =
          Prober.attempt(
              new KerberosProtocol(),
              new KerberosSettings(realm, user),
              session(kdc.route(Transport.UDP), user, LONG));
      Probes.answered(attempt);
      LoginResult.Untried untried = (LoginResult.Untried) attempt.right().orElseThrow();
      assertEquals(LoginResult.Reason.UNSUPPORTED, untried.reason());
      assertEquals(1, kdc.questions().size());
    }
  }

  @Test
  void anAbortEndsTheLogin() throws Exception {
    Leftovers before = Leftovers.now();
    for (Transport transport : Transport.values()) {
      try (ScriptedKdc kdc = ScriptedKdc.refusing(REALM, new byte[0])) {
        Session session = session(kdc.route(transport), "svc", Duration.ofMinutes(1));
        FutureTask<Attempt> task =
            new FutureTask<>(
                () ->
                    Prober.attempt(
                        new KerberosProtocol(), new KerberosSettings(REALM, "alice"), session));
        Thread thread = new Thread(task, "attempt");
        thread.start();
        while (kdc.proofs() == 0) {
          Thread.sleep(20);
        }
        session.abort();
        assertAborted(task);
        thread.join();
      }
    }
    before.assertNothingNew();
  }

  private static void assertAborted(FutureTask<Attempt> task) throws Exception {
    Attempt attempt = task.get(5, TimeUnit.SECONDS);
    denied(attempt, Phase.AUTHENTICATE, FaultKind.TIMED_OUT);
  }

  /** Java's settings are global: each KDC must be asked for its own realm all the same. */
  @Test
  void manyRealmsAtOnceNeverMeet() throws Exception {
    String before = settingsOfThisProcess();
    List<ScriptedKdc> kdcs = new ArrayList<>();
    List<FutureTask<Attempt>> tasks = new ArrayList<>();
    try {
      for (int i : IntStream.range(0, 8).toArray()) {
        String realm = "REALM" + i + ".TEST";
        ScriptedKdc kdc = ScriptedKdc.refusing(realm, SampleKdcAnswers.error(24, realm));
        kdcs.add(kdc);
        Transport transport = i % 2 == 0 ? Transport.UDP : Transport.TCP;
        FutureTask<Attempt> task =
            new FutureTask<>(
                () -> login(kdc.route(transport), new KerberosSettings(realm, "alice"), LONG));
        tasks.add(task);
        new Thread(task, "login").start();
      }
      for (int i = 0; i < tasks.size(); i++) {
        assertOwn(kdcs.get(i), "REALM" + i + ".TEST", tasks.get(i));
      }
    } finally {
      kdcs.forEach(ScriptedKdc::close);
    }
    assertEquals(before, settingsOfThisProcess());
  }

  private static void assertOwn(ScriptedKdc kdc, String realm, FutureTask<Attempt> task)
      throws InterruptedException, ExecutionException {
    Fault fault = denied(task.get(), Phase.AUTHENTICATE, FaultKind.DENIED);
    assertEquals(Optional.of(Clue.CREDENTIALS), fault.clue(), fault::toString);
    assertTrue(
        fault.evidence().startsWith("svc gets no ticket: the password is wrong"), fault::evidence);
    assertEquals(1, kdc.proofs());
    assertTrue(
        kdc.questions().stream().allMatch(question -> question.realm().equals(realm)),
        () -> kdc.questions().toString());
  }

  private static String settingsOfThisProcess() {
    return String.join(
        ";",
        String.valueOf(System.getProperty("java.security.krb5.conf")),
        String.valueOf(System.getProperty("java.security.krb5.realm")),
        String.valueOf(System.getProperty("javax.security.auth.useSubjectCredsOnly")));
  }

  /** An RC4-only account: its right password would be proven with a key that the KDC has not. */
  @Test
  void anAccountWithoutAnAesKeyIsNotTried() throws IOException {
    KerberosSettings own = new KerberosSettings(REALM, "svc");
    KerberosSettings other = new KerberosSettings(REALM, KerberosSettings.DEFAULT_PRINCIPAL);
    for (byte[] answer :
        List.of(
            wanting(23),
            wanting(),
            wanting(1, 3, 23),
            SampleKdcAnswers.error(14, REALM),
            SampleKdcAnswers.ticket(REALM, "svc", 23))) {
      for (KerberosSettings settings : List.of(own, other)) {
        for (Transport transport : Transport.values()) {
          try (ScriptedKdc kdc = new ScriptedKdc(question -> answer)) {
            Attempt attempt = login(kdc.route(transport), settings, LONG);
            Probes.answered(attempt);
            LoginResult.Untried untried = (LoginResult.Untried) attempt.right().orElseThrow();
            assertEquals(LoginResult.Reason.NO_COMMON_KEY, untried.reason());
            assertEquals(0, kdc.proofs());
          }
        }
      }
    }
  }

  @Test
  void anAccountWithAnAesKeyIsTried() throws IOException {
    for (byte[] answer : List.of(wanting(18, 23), wanting(17), wanting(20))) {
      try (ScriptedKdc kdc =
          new ScriptedKdc(
              question -> question.proof() ? SampleKdcAnswers.error(24, REALM) : answer)) {
        Attempt attempt = login(kdc.route(Transport.UDP), new KerberosSettings(REALM, "svc"), LONG);
        denied(attempt, Phase.AUTHENTICATE, FaultKind.DENIED);
        assertEquals(1, kdc.proofs());
      }
    }
  }

  private static byte[] wanting(int... types) {
    return SampleKdcAnswers.error(
        25, REALM, Duration.ZERO, "", SampleKdcAnswers.encryptions(types));
  }
}
