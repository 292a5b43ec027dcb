package dev.rollcall.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.Leftovers;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.ProtocolContract;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.LoginAttempt;
import dev.rollcall.probe.login.LoginNotes;
import dev.rollcall.probe.login.Logins;
import dev.rollcall.probe.mail.MailRequest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpLoginTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(1500);
  private static final String USER = "alerts@uni.edu";
  private static final String SECRET = "planted-Pässw0rd";
  private static final SmtpSettings STARTTLS =
      new SmtpSettings(
          SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.REQUIRED, Optional.of("app1.uni.edu"));

  private final Relay relay = new Relay();

  private Attempt attempt(SmtpSettings settings, Duration timeout, CertificatePolicy policy)
      throws IOException {
    try (Peer peer =
        settings.tls() == SmtpSettings.Tls.IMPLICIT ? relay.startSecured() : relay.start()) {
      return Prober.attempt(
          new SmtpProtocol(),
          settings,
          Probes.session(
              Probes.route(peer.address(), Transport.TCP),
              timeout,
              Probes.policy(policy),
              Account.of(USER, ""),
              SECRET));
    }
  }

  private Attempt attempt() throws IOException {
    return attempt(STARTTLS, LONG, CertificatePolicy.VERIFY);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> auths() {
    return relay.heard.stream().filter(line -> line.startsWith("AUTH")).toList();
  }

  private static Fault denied(Attempt attempt, String cause, Clue clue) {
    Fault fault = Probes.denied(attempt);
    assertEquals(cause, fault.cause(), fault.evidence());
    assertEquals(Optional.ofNullable(clue), fault.clue(), fault.evidence());
    silentAboutTheSecret(attempt);
    return fault;
  }

  private static void silentAboutTheSecret(Attempt attempt) {
    String all = attempt.toString();
    byte[] first = SECRET.substring(0, 4).getBytes(StandardCharsets.UTF_8);
    for (String form :
        List.of("planted", base64(SECRET), HexFormat.ofDelimiter(" ").formatHex(first))) {
      assertFalse(all.contains(form), all);
    }
    ProtocolContract.assertHarmless(attempt.outcome());
  }

  private static LoginResult.Reason untried(Attempt attempt) {
    Probes.answered(attempt);
    return ((LoginResult.Untried) attempt.right().orElseThrow()).reason();
  }

  @Test
  void theAccountLogsInOnceInsideTls() throws IOException, InterruptedException {
    Leftovers before = Leftovers.now();
    Attempt attempt = attempt();
    Probes.answered(attempt);
    assertEquals(Optional.of(new LoginResult.Proven(USER)), attempt.right());
    assertEquals("alerts@uni.edu (PLAIN)", Probes.fact(attempt, "smtp.login"));
    assertEquals(
        List.of(
            "EHLO app1.uni.edu",
            "STARTTLS",
            "EHLO app1.uni.edu",
            "AUTH PLAIN " + base64("\0" + USER + "\0" + SECRET),
            "QUIT"),
        relay.heard);
    silentAboutTheSecret(attempt);
    before.assertNothingNew();
  }

  /** Another rule has the account for longer than the relay waits for a command. */
  @ParameterizedTest
  @EnumSource(
      value = SmtpSettings.Tls.class,
      names = {"STARTTLS", "IMPLICIT"})
  void aConnectionThatTheRelayEndedMeanwhileIsNotUsedForTheLogin(SmtpSettings.Tls tls)
      throws Exception {
    relay.patience = Duration.ofSeconds(3);
    Logins logins = new Logins(LoginNotes.NONE);
    Account account = Account.of(USER, "");
    try (Peer peer = tls == SmtpSettings.Tls.IMPLICIT ? relay.startSecured() : relay.start()) {
      Route route = Probes.route(peer.address(), Transport.TCP);
      CompletableFuture<Attempt> made;
      try (LoginAttempt other = Probes.holding(logins, account)) {
        assertFalse(other.unrecorded());
        made =
            CompletableFuture.supplyAsync(
                () ->
                    Prober.attempt(
                        new SmtpProtocol(),
                        new SmtpSettings(
                            tls, SmtpSettings.Auth.REQUIRED, Optional.of("app1.uni.edu")),
                        Probes.session(
                            route,
                            LONG,
                            Probes.policy(CertificatePolicy.VERIFY),
                            Probes.access(logins, account, SECRET, route))));
        assertTrue(relay.ended.await(20, TimeUnit.SECONDS), "the relay never ended a connection");
      }
      Attempt attempt = made.get(20, TimeUnit.SECONDS);
      Probes.answered(attempt);
      assertEquals(Optional.of(new LoginResult.Proven(USER)), attempt.right());
      assertEquals(1, auths().size());
    }
  }

  @Test
  void implicitTlsIsTlsToo() throws IOException {
    Attempt attempt =
        attempt(
            new SmtpSettings(SmtpSettings.Tls.IMPLICIT, SmtpSettings.Auth.OPTIONAL),
            LONG,
            CertificatePolicy.VERIFY);
    assertEquals(Optional.of(new LoginResult.Proven(USER)), attempt.right());
    assertEquals(1, auths().size());
  }

  @Test
  void theOtherMechanismIsUsedWhereItIsTheOnlyOne() throws IOException {
    relay.securedOffer = "250-mail.uni.edu\r\n250 AUTH CRAM-MD5 LOGIN\r\n";
    Attempt attempt = attempt();
    assertEquals(Optional.of(new LoginResult.Proven(USER)), attempt.right());
    assertEquals("alerts@uni.edu (LOGIN)", Probes.fact(attempt, "smtp.login"));
    assertEquals(
        List.of("AUTH LOGIN", base64(USER), base64(SECRET), "QUIT"),
        relay.heard.subList(3, relay.heard.size()));
  }

  @Test
  void aRefusedMechanismIsNotFollowedByAnother() throws IOException {
    relay.auth = "535 5.7.8 no\r\n";
    denied(attempt(), "AUTHENTICATE DENIED", Clue.CREDENTIALS);
    assertEquals(1, auths().size());
    relay.heard.clear();
    relay.securedOffer = "250-mail.uni.edu\r\n250 AUTH LOGIN\r\n";
    relay.question = "504 5.5.4 no such mechanism\r\n";
    Probes.assertOpen(false, denied(attempt(), "AUTHENTICATE UNEXPECTED", null));
    assertEquals(List.of("AUTH LOGIN"), auths());
    assertFalse(relay.heard.toString().contains(base64(SECRET)), relay.heard::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "535 5.7.8 bad, false, DENIED, CREDENTIALS, the user or the password is wrong: 535 5.7.8 bad",
    "535 bad, false, DENIED, CREDENTIALS, the user or the password is wrong",
    "535 5.7.3 unsuccessful, false, DENIED, CREDENTIALS, does not accept alerts@uni.edu",
    "535 5.7.139 tenant, true, DENIED, ACCOUNT_RESTRICTED, may not log in here",
    "550 5.7.1 not you, true, DENIED, ACCOUNT_RESTRICTED, may not log in here",
    "525 5.7.13 off, false, DENIED, ACCOUNT_DISABLED, the account is disabled",
    "535 5.7.13 off, false, DENIED, ACCOUNT_DISABLED, the account is disabled",
    "534 5.7.9 Authentication mechanism is too weak, false, DENIED, , stronger mechanism",
    "534 5.7.9 please see our site, false, DENIED, , or another login method",
    "534-5.7.9 Application-specific password required. Learn more at\\r\\n534 5.7.9"
        + "  https://mail.example/ - gsmtp, false, DENIED, CREDENTIALS, application-specific",
    "534 5.7.14 <https://accounts.example/> Please log in via your web browser, false, DENIED,"
        + " ACCOUNT_RESTRICTED, with a browser first",
    "534 weak, false, DENIED, , does not accept this kind of login",
    "538 5.7.11 clear, false, DENIED, , finds the encryption too weak",
    "530 5.7.0 first something else, false, DENIED, , does not accept this kind of login",
    "432 5.7.12 other, false, DENIED, , requires another mechanism",
    "454 4.7.0 later, false, UNEXPECTED, , a temporary failure of its own",
    "421 4.3.0 bye, true, UNEXPECTED, , a temporary failure of its own",
    "500 what, false, UNEXPECTED, , answers the login with 500 what",
    "334 more, true, UNEXPECTED, , answers the login with 334 more",
    "250 odd, true, UNEXPECTED, , answers the login with 250 …"
  })
  void refusals(String reply, boolean open, String kind, Clue clue, String words)
      throws IOException {
    relay.auth = reply.replace("\\r\\n", "\r\n") + "\r\n";
    Fault fault = denied(attempt(), "AUTHENTICATE " + kind, clue);
    Probes.assertOpen(open, fault);
    assertTrue(fault.evidence().contains(words), fault::evidence);
    assertEquals(1, auths().size());
  }

  @Test
  void noMechanismThatIsKnown() throws IOException {
    relay.securedOffer = "250-mail.uni.edu\r\n250 AUTH SCRAM-SHA-256 XOAUTH2\r\n";
    assertEquals(LoginResult.Reason.UNSUPPORTED, untried(attempt()));
    assertEquals(List.of(), auths());
  }

  @Test
  void nothingIsSentInClearWhateverIsOffered() throws IOException {
    relay.plainOffer = "250-mail.uni.edu\r\n250 AUTH PLAIN LOGIN\r\n";
    for (SmtpSettings.Auth auth : SmtpSettings.Auth.values()) {
      Attempt attempt =
          attempt(new SmtpSettings(SmtpSettings.Tls.NONE, auth), LONG, CertificatePolicy.VERIFY);
      if (auth == SmtpSettings.Auth.NONE) {
        assertEquals(Optional.empty(), attempt.right());
      } else {
        assertEquals(LoginResult.Reason.UNENCRYPTED, untried(attempt));
      }
    }
    // A login that is offered in clear only, and a relay that has lost its TLS.
    relay.plainOffer = "250-mail.uni.edu\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n";
    relay.securedOffer = "250 mail.uni.edu\r\n";
    Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, attempt());
    relay.plainOffer = "250-mail.uni.edu\r\n250 AUTH PLAIN LOGIN\r\n";
    Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, attempt());
    assertEquals(List.of(), auths());
  }

  @Test
  void anUntrustedRelaySeesNoLogin() throws IOException {
    relay.context = TestAuthority.selfSigned(Probes.HOST).context();
    assertEquals(
        LoginResult.Reason.UNTRUSTED, untried(attempt(STARTTLS, LONG, CertificatePolicy.REPORT)));
    assertEquals(List.of(), auths());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 180, 190, 195, 199})
  void theSecretSaidBackIsHidden(int before) throws IOException {
    for (String form :
        List.of(
            "planted-P\u00c3\u00a4ssw0rd", base64(SECRET), base64("\0" + USER + "\0" + SECRET))) {
      relay.auth = "535 5.7.8 " + "x".repeat(before) + " " + form + " no\r\n";
      denied(attempt(), "AUTHENTICATE DENIED", Clue.CREDENTIALS);
      relay.auth = "x".repeat(before) + " " + form + "\r\n";
      denied(attempt(), "AUTHENTICATE MALFORMED", null);
    }
  }

  private void during(String cause, Duration timeout, Relay.Malice malice)
      throws IOException, InterruptedException {
    Leftovers before = Leftovers.now();
    relay.atAuth = Optional.of(malice);
    relay.heard.clear();
    Probes.assertOpen(
        true, denied(attempt(STARTTLS, timeout, CertificatePolicy.VERIFY), cause, null));
    assertEquals(1, auths().size());
    before.assertNothingNew();
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  @Test
  void whateverHappensDuringTheLogin() throws IOException, InterruptedException {
    during("AUTHENTICATE TIMED_OUT", SHORT, (below, socket) -> Peer.drain(socket));
    during("AUTHENTICATE CLOSED", LONG, (below, socket) -> Peer.closeInOrder(socket));
    during("AUTHENTICATE RESET", LONG, (below, socket) -> Peer.reset(below));
    during(
        "AUTHENTICATE MALFORMED",
        LONG,
        (below, socket) -> {
          say(socket, new String(Peer.garbage(), StandardCharsets.ISO_8859_1));
          Peer.drain(socket);
        });
    during(
        "AUTHENTICATE UNEXPECTED",
        LONG,
        (below, socket) -> {
          while (true) {
            say(socket, "535-no\r\n".repeat(100));
          }
        });
    during(
        "AUTHENTICATE TIMED_OUT",
        SHORT,
        (below, socket) -> {
          while (true) {
            say(socket, "5");
            Thread.sleep(300);
            say(socket, "35-no\r\n");
          }
        });
  }

  private Attempt mailing(SmtpSettings settings, boolean account) throws IOException {
    try (Peer peer = relay.start()) {
      return Prober.attempt(
          new SmtpProtocol(),
          settings,
          Probes.mailing(
              Probes.route(peer.address(), Transport.TCP),
              LONG,
              account ? Optional.of(Account.of(USER, "")) : Optional.empty(),
              SECRET,
              "somebody@uni.edu"));
    }
  }

  @Test
  void aTestMailGoesOutOnlyWhereItIsAskedFor() throws IOException {
    Attempt attempt = mailing(STARTTLS, true);
    assertEquals(Optional.of(new LoginResult.Proven(USER)), attempt.right());
    assertEquals("250 2.0.0 Ok: queued as …", Probes.fact(attempt, "smtp.mail"));
    List<String> mail = relay.heard.subList(4, relay.heard.size());
    assertEquals("MAIL FROM:<alerts@uni.edu>", mail.get(0));
    assertEquals("RCPT TO:<somebody@uni.edu>", mail.get(1));
    assertEquals("DATA", mail.get(2));
    for (String line :
        List.of(
            "| From: alerts@uni.edu",
            "| To: somebody@uni.edu",
            "| Subject: Rollcall test mail",
            "| Auto-Submitted: auto-generated",
            "| ")) {
      assertTrue(mail.contains(line) || mail.contains(line.strip()), () -> line + " in " + mail);
    }
    assertTrue(mail.stream().anyMatch(line -> line.startsWith("| Date: ")), mail::toString);
    assertTrue(
        mail.stream().anyMatch(line -> line.matches("\\| Message-ID: <[-0-9a-f]{36}@.*>")),
        mail::toString);
    assertEquals("QUIT", mail.get(mail.size() - 1));
    silentAboutTheSecret(attempt);

    relay.heard.clear();
    attempt();
    assertFalse(relay.heard.toString().contains("MAIL"), relay.heard::toString);
  }

  @Test
  void aRelayThatWantsNoLoginGetsTheMailFromItsRecipient() throws IOException {
    SmtpSettings open = new SmtpSettings(SmtpSettings.Tls.NONE, SmtpSettings.Auth.NONE);
    Attempt attempt = mailing(open, false);
    Probes.answered(attempt);
    assertEquals("250 2.0.0 Ok: queued as 4F2", Probes.fact(attempt, "smtp.mail"));
    assertTrue(relay.heard.contains("MAIL FROM:<somebody@uni.edu>"), relay.heard::toString);
    relay.heard.clear();
    relay.recipient = "554 5.7.1 relay access denied\r\n";
    Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.DENIED, mailing(open, false));
    assertEquals(Optional.of(Clue.ACCESS_DENIED), fault.clue());
  }

  @Test
  void withoutALoginNoMailGoesToARelayThatWantsOne() throws IOException {
    Probes.answered(mailing(STARTTLS, false));
    assertFalse(relay.heard.toString().contains("MAIL"), relay.heard::toString);
    relay.auth = "535 5.7.8 no\r\n";
    denied(mailing(STARTTLS, true), "AUTHENTICATE DENIED", Clue.CREDENTIALS);
    assertFalse(relay.heard.toString().contains("MAIL"), relay.heard::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL, 550 5.7.1 not as you, DENIED, ACCESS_DENIED, does not accept mail from alerts@uni.edu",
    "RCPT, 554 5.7.1 no relaying, DENIED, ACCESS_DENIED, does not accept mail to somebody@uni.edu",
    "DATA, 554 5.5.1 no, DENIED, ACCESS_DENIED, does not accept a mail",
    "END, 552 5.3.4 too large, DENIED, ACCESS_DENIED, does not accept the mail: 552 5.3.4 too",
    "RCPT, 450 4.2.0 greylisted, UNEXPECTED, , answers mail to somebody@uni.edu with 450 4.2.0",
    "DATA, 250 odd, UNEXPECTED, , answers a mail with 250 …"
  })
  void whatTheRelayRefuses(String at, String reply, String kind, Clue clue, String words)
      throws IOException {
    String line = reply + "\r\n";
    switch (at) {
      case "MAIL" -> relay.mail = line;
      case "RCPT" -> relay.recipient = line;
      case "DATA" -> relay.data = line;
      default -> relay.taken = line;
    }
    Fault fault = denied(mailing(STARTTLS, true), "AUTHENTICATE " + kind, clue);
    assertTrue(fault.evidence().contains(words), fault::evidence);
  }

  private MailRequest letter(String... recipients) throws IOException {
    MailRequest request =
        new MailRequest(
            new MailRequest.Letter(
                Optional.of("rollcall@uni.edu"),
                List.of(recipients),
                "Pr\u00fcfung: NOT READY\r\nBcc: x@evil.example",
                target -> "a\u00e4\n.\n"));
    try (Peer peer = relay.start()) {
      Prober.attempt(
          new SmtpProtocol(),
          new SmtpSettings(SmtpSettings.Tls.NONE, SmtpSettings.Auth.NONE),
          Probes.mailing(
              Probes.route(peer.address(), Transport.TCP),
              LONG,
              Optional.empty(),
              SECRET,
              request));
    }
    return request;
  }

  @Test
  void aLetterGoesToEveryoneThatTheRelayAccepts() throws IOException {
    relay.refused = "gone@uni.edu";
    MailRequest request = letter("one@uni.edu", "gone@uni.edu", "two@uni.edu");
    assertEquals(
        Optional.of(
            List.of("the relay answers mail to gone@uni.edu with 550 5.1.1 no such user here")),
        request.delivered());
    List<String> mail = relay.heard;
    assertTrue(mail.contains("MAIL FROM:<rollcall@uni.edu>"), mail::toString);
    assertTrue(mail.contains("RCPT TO:<two@uni.edu>"), mail::toString);
    assertTrue(mail.contains("| To: one@uni.edu,"), mail::toString);
    assertTrue(mail.contains("|  gone@uni.edu,"), mail::toString);
    assertTrue(mail.contains("| From: rollcall@uni.edu"), mail::toString);
    assertTrue(mail.contains("| MIME-Version: 1.0"), mail::toString);
    assertTrue(mail.contains("| Content-Type: text/plain; charset=utf-8"), mail::toString);
    assertTrue(mail.contains("| Content-Transfer-Encoding: base64"), mail::toString);
    assertTrue(
        mail.stream().anyMatch(line -> line.startsWith("| Subject: =?UTF-8?B?")), mail::toString);
    assertTrue(mail.stream().noneMatch(line -> line.startsWith("| Bcc")), mail::toString);
    assertTrue(
        mail.stream().anyMatch(line -> line.matches("\\| Message-ID: <[-0-9a-f]{36}@uni.edu>")),
        mail::toString);
  }

  @Test
  void aLetterThatNobodyMayHaveIsNotSent() throws IOException {
    relay.recipient = "554 5.7.1 relay access denied\r\n";
    assertEquals(Optional.empty(), letter("one@uni.edu", "two@uni.edu").delivered());
    assertFalse(relay.heard.contains("DATA"), relay.heard::toString);
    relay.heard.clear();
    assertEquals(Optional.empty(), letter("one@uni.edu", "a@b>\r\nDATA").delivered());
    assertFalse(relay.heard.toString().contains("MAIL"), relay.heard::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.example>\r\nRCPT TO:<c@d.example",
        "a@b.example\nDATA",
        "a b@c",
        "<a@b>",
        "a"
      })
  void anAddressIsNoCommand(String address) throws IOException {
    try (Peer peer = relay.start()) {
      denied(
          Prober.attempt(
              new SmtpProtocol(),
              STARTTLS,
              Probes.mailing(
                  Probes.route(peer.address(), Transport.TCP),
                  LONG,
                  Optional.of(Account.of(USER, "")),
                  SECRET,
                  address)),
          "AUTHENTICATE UNEXPECTED",
          null);
    }
    assertFalse(relay.heard.toString().contains("RCPT"), relay.heard::toString);
  }
}
