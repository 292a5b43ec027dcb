package dev.rollcall.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpProtocolTest {
  private static final SmtpSettings STARTTLS = settings(SmtpSettings.Tls.STARTTLS);
  private final Relay relay = new Relay();

  private static SmtpSettings settings(SmtpSettings.Tls tls) {
    return new SmtpSettings(tls, SmtpSettings.Auth.REQUIRED, Optional.of("app1.uni.edu"));
  }

  private Attempt ask(SmtpSettings settings) throws IOException {
    try (Peer peer =
        settings.tls() == SmtpSettings.Tls.IMPLICIT ? relay.startSecured() : relay.start()) {
      return Probes.attempt(new SmtpProtocol(), settings, peer, Duration.ofSeconds(10));
    }
  }

  private Fault fault(FaultKind kind) throws IOException {
    return Probes.assertFault(Phase.EXCHANGE, kind, ask(STARTTLS));
  }

  @Test
  void aGoodRelayIsProvenByItsCertificateAndItsOffer() throws IOException {
    Attempt attempt = ask(STARTTLS);
    Probes.answered(attempt);
    assertEquals("mail.uni.edu", Probes.fact(attempt, "smtp.host"));
    assertEquals("AUTH SIZE", Probes.fact(attempt, "smtp.extensions"));
    assertEquals("LOGIN PLAIN", Probes.fact(attempt, "smtp.auth"));
    assertTrue(Probes.tls(attempt).nameMatches());
    assertEquals("", Probes.concerns(attempt));
    assertEquals(
        List.of("EHLO app1.uni.edu", "STARTTLS", "EHLO app1.uni.edu", "QUIT"), relay.heard);
  }

  @Test
  void implicitTls() throws IOException {
    Attempt attempt = ask(settings(SmtpSettings.Tls.IMPLICIT));
    Probes.answered(attempt);
    assertTrue(Probes.tls(attempt).nameMatches());
    assertEquals(List.of("EHLO app1.uni.edu", "QUIT"), relay.heard);
  }

  @Test
  void aPlainGreetingWhereTlsIsExpectedIsTheSiteFiles() throws IOException {
    try (Peer peer = relay.start()) {
      Fault fault =
          Probes.assertFault(
              Phase.TLS,
              FaultKind.MALFORMED,
              Probes.attempt(
                  new SmtpProtocol(),
                  new SmtpSettings(SmtpSettings.Tls.IMPLICIT, SmtpSettings.Auth.REQUIRED),
                  peer,
                  Duration.ofSeconds(10)));
      assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), fault.clue());
      assertTrue(fault.evidence().contains("set tls: starttls"), fault::evidence);
    }
  }

  @Test
  void withoutTlsAndWithoutALogin() throws IOException {
    Probes.answered(ask(new SmtpSettings(SmtpSettings.Tls.NONE, SmtpSettings.Auth.NONE)));
    Probes.answered(ask(new SmtpSettings(SmtpSettings.Tls.NONE, SmtpSettings.Auth.OPTIONAL)));
    Probes.assertFault(
        Phase.EXCHANGE,
        FaultKind.UNEXPECTED,
        ask(new SmtpSettings(SmtpSettings.Tls.NONE, SmtpSettings.Auth.REQUIRED)));
  }

  @ParameterizedTest
  @CsvSource({
    "421 too many connections, DENIED",
    "450 later, DENIED",
    "554 no, DENIED",
    "250 odd, UNEXPECTED",
    "354 odd, UNEXPECTED"
  })
  void greetingsThatAreNone(String greeting, FaultKind kind) throws IOException {
    relay.greeting = greeting + "\r\n";
    Fault fault = fault(kind);
    assertTrue(fault.evidence().contains(greeting));
    assertEquals(
        greeting.startsWith("4") ? Optional.of(Clue.THROTTLED) : Optional.empty(), fault.clue());
  }

  /** As Postfix 3.7 and Exim 4.96 say it. */
  @ParameterizedTest
  @CsvSource({
    "'450 4.7.25 Client host rejected: cannot find your hostname, [198.18.88.1]', DENIED,",
    "'450 4.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied', DENIED,",
    "'421 4.7.1 mail.uni.edu Error: No client certificate presented', DENIED, CLIENT_CERTIFICATE",
    "451 Temporary local problem - please try later, UNEXPECTED, SERVICE_ERROR",
    "451 4.3.5 Server configuration error, UNEXPECTED, SERVICE_ERROR",
    "451 4.3.0 Temporary lookup failure, UNEXPECTED, SERVICE_ERROR",
    "421 4.3.2 All server ports are busy, DENIED, THROTTLED",
    "421 4.7.0 mail.uni.edu Error: too many connections from 192.0.2.1, DENIED, THROTTLED",
    "421 4.7.1 Connection rate limit exceeded., DENIED, THROTTLED",
    "421 Too many concurrent SMTP connections from this IP address, DENIED, THROTTLED"
  })
  void whyARelayPutsUsOff(String greeting, FaultKind kind, Clue clue) throws IOException {
    relay.greeting = greeting + "\r\n";
    Fault fault = fault(kind);
    assertTrue(fault.evidence().contains(greeting), fault::evidence);
    assertEquals(Optional.ofNullable(clue), fault.clue());
  }

  /** RFC 7504 §3, RFC 5321 §3.1. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "521 does not accept mail",
        "521 5.3.2 h1.uni.edu does not accept mail",
        "554 No SMTP service here"
      })
  void aHostThatNeverTakesMailIsTheWrongOne(String reply) throws IOException {
    relay.greeting = reply + "\r\n";
    Fault fault = fault(FaultKind.DENIED);
    assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), fault.clue());
    assertTrue(fault.evidence().contains("name the site's mail relay"), fault::evidence);
    relay.greeting = "220 h1.uni.edu\r\n";
    relay.plainOffer = reply + "\r\n";
    assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), fault(FaultKind.DENIED).clue());
  }

  /** Postfix's postscreen. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "521 5.7.1 Service unavailable; client [192.0.2.1] blocked using dnsbl",
        "521 5.3.2 Service currently unavailable",
        "521 5.5.1 Protocol error",
        "554 5.7.1 Service unavailable"
      })
  void aRelayThatBlocksThisClientMustAllowIt(String reply) throws IOException {
    relay.greeting = reply + "\r\n";
    assertEquals(Optional.empty(), fault(FaultKind.DENIED).clue());
  }

  @Test
  void noStartTls() throws IOException {
    relay.plainOffer = "250-mail.uni.edu\r\n250-PIPELINING\r\n250 8BITMIME\r\n";
    Fault fault = fault(FaultKind.UNEXPECTED);
    assertEquals("STARTTLS is not offered (offered: 8BITMIME PIPELINING)", fault.evidence());
    assertEquals("EHLO app1.uni.edu", relay.heard.get(0));
    assertEquals(1, relay.heard.size());
  }

  /** Cisco's fixup and "inspect esmtp". */
  @ParameterizedTest
  @CsvSource({
    "220 mail.uni.edu ESMTP, 250-h4|250-XXXXXXXA|250 OK",
    "220 ****************, 250-h4|250-XXXXXXXA|250 OK",
    "220 ****2*0*******2002**0*00, 250-h4|250 SIZE",
    "220 mail.uni.edu ESMTP, '500 5.5.1 Command unrecognized: \"XXXX\"'",
    "220 ****************, 502 5.5.1 Command not implemented"
  })
  void aFirewallThatOverwritesLettersMustStopIt(String greeting, String offer) throws IOException {
    relay.greeting = greeting + "\r\n";
    relay.plainOffer = offer.replace("|", "\r\n") + "\r\n";
    Fault fault = fault(FaultKind.UNEXPECTED);
    assertEquals(Optional.of(Clue.REWRITTEN), fault.clue());
    assertTrue(fault.evidence().contains("a firewall on the path inspects SMTP"), fault::evidence);
  }

  @Test
  void aFirewallThatHidesTheLoginMustStopIt() throws IOException {
    relay.plainOffer = "250-mail.uni.edu\r\n250-XXXX PLAIN LOGIN\r\n250 SIZE\r\n";
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE, FaultKind.UNEXPECTED, ask(settings(SmtpSettings.Tls.NONE)));
    assertEquals(Optional.of(Clue.REWRITTEN), fault.clue());
  }

  /** The frame of a notice, and a name: no letter is overwritten. */
  @ParameterizedTest
  @CsvSource({"220-************|220-* No relay *|220 ************", "220 XXXXXXX.uni.edu ESMTP"})
  void decoratedGreetingsAreNotTheFirewalls(String greeting) throws IOException {
    relay.greeting = greeting.replace("|", "\r\n") + "\r\n";
    relay.plainOffer = "250-mail.uni.edu\r\n250 8BITMIME\r\n";
    assertEquals(Optional.empty(), fault(FaultKind.UNEXPECTED).clue());
  }

  @Test
  void aFirewallThatOverwritesTheCommandMustStopIt() throws IOException {
    relay.ready = "500 5.5.1 Command unrecognized: \"XXXXXXXX\"\r\n";
    assertEquals(Optional.of(Clue.REWRITTEN), fault(FaultKind.UNEXPECTED).clue());
  }

  @Test
  void startTlsThatIsRefused() throws IOException {
    relay.ready = "554 5.7.0 not for you\r\n";
    assertTrue(fault(FaultKind.DENIED).evidence().contains("554"));
    relay.ready = "421 4.7.0 too many connections\r\n";
    assertEquals(Optional.of(Clue.THROTTLED), fault(FaultKind.DENIED).clue());
  }

  /** RFC 3207 §4; Postfix and Exchange answer like the first two without a usable certificate. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "454 4.7.0 TLS not available due to local problem",
        "554 5.7.3 Unable to initialize security subsystem",
        "500 5.5.1 Command unrecognized",
        "501 5.5.4 Syntax error",
        "502 5.5.1 Not implemented",
        "503 5.5.1 Bad sequence of commands",
        "554 5.3.0 TLS failed"
      })
  void startTlsThatIsNotAvailableIsTheRelaysTls(String reply) throws IOException {
    relay.ready = reply + "\r\n";
    Fault fault = Probes.assertFault(Phase.TLS, FaultKind.TLS_FAILED, ask(STARTTLS));
    assertTrue(fault.evidence().contains(reply), fault::evidence);
    assertEquals(Optional.of(Clue.TLS_SERVER_ERROR), fault.clue());
  }

  @Test
  void ehloThatIsRefused() throws IOException {
    relay.plainOffer = "550 we do not like you\r\n";
    assertTrue(fault(FaultKind.DENIED).evidence().contains("550"));
    assertEquals("EHLO app1.uni.edu", relay.heard.get(0));
    assertEquals("HELO app1.uni.edu", relay.heard.get(relay.heard.size() - 1));
    relay.plainOffer = "421 later\r\n";
    assertEquals(Optional.of(Clue.THROTTLED), fault(FaultKind.DENIED).clue());
  }

  @Test
  void injectedTextIsDiscardedAndReported() throws IOException {
    relay.ready = "220 go on\r\n250-evil\r\n250 AUTH PLAIN\r\n";
    relay.securedOffer = "250-mail.uni.edu\r\n250 AUTH LOGIN\r\n";
    Attempt attempt = ask(STARTTLS);
    Probes.answered(attempt);
    assertEquals("SERVER_CONFIGURATION", Probes.concerns(attempt));
    assertEquals("LOGIN", Probes.fact(attempt, "smtp.auth"));
  }

  @Test
  void aLoginMustBeOfferedInsideOfTls() throws IOException {
    relay.plainOffer = "250-mail.uni.edu\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n";
    relay.securedOffer = "250 mail.uni.edu\r\n";
    assertTrue(fault(FaultKind.UNEXPECTED).evidence().contains("AUTH"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AUTH", "AUTH ", "AUTH="})
  void anOfferWithoutAMechanismIsNone(String offer) throws IOException {
    relay.securedOffer = "250-mail.uni.edu\r\n250 " + offer + "\r\n";
    assertTrue(
        fault(FaultKind.UNEXPECTED).evidence().startsWith("AUTH is offered without any mechanism"));
    Probes.answered(ask(new SmtpSettings(SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.OPTIONAL)));
  }

  @ParameterizedTest
  @CsvSource({
    "GSSAPI NTLM, GSSAPI NTLM only",
    "XOAUTH2 CRAM-MD5, CRAM-MD5 XOAUTH2 only",
    "PLAIN-CLIENTTOKEN, PLAIN-CLIENTTOKEN only",
    "NTLM LOGIN, ''",
    "cram-md5 plain, ''"
  })
  void anOfferThatTakesNoPasswordIsAWarning(String mechanisms, String only) throws IOException {
    relay.securedOffer = "250-mail.uni.edu\r\n250 AUTH " + mechanisms + "\r\n";
    Attempt attempt = ask(STARTTLS);
    Probes.answered(attempt);
    assertEquals(only.isEmpty() ? "" : "SERVER_CONFIGURATION", Probes.concerns(attempt));
    assertTrue(attempt.toString().contains(only), attempt::toString);
    Attempt optional = ask(new SmtpSettings(SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.OPTIONAL));
    assertEquals("", Probes.concerns(optional));
  }

  /** RFC 4954 §3 is what clients go by; AUTH= is older, and for clients that know no better. */
  @ParameterizedTest
  @CsvSource({
    "AUTH=NTLM|AUTH PLAIN LOGIN, LOGIN PLAIN",
    "AUTH PLAIN LOGIN|AUTH=NTLM, LOGIN PLAIN",
    "AUTH LOGIN|AUTH PLAIN LOGIN, LOGIN PLAIN",
    "AUTH=LOGIN|AUTH=PLAIN, LOGIN PLAIN",
  })
  void theOfferOfTheStandardCounts(String offer, String mechanisms) throws IOException {
    relay.securedOffer =
        "250-mail.uni.edu\r\n250-" + offer.replace("|", "\r\n250-") + "\r\n250 X\r\n";
    Attempt attempt = ask(STARTTLS);
    assertEquals(mechanisms, Probes.fact(attempt, "smtp.auth"));
    assertEquals("", Probes.concerns(attempt));
  }

  @Test
  void theOldFormOfTheOfferWillDo() throws IOException {
    relay.securedOffer = "250-mail.uni.edu\r\n250 auth=login\r\n";
    assertEquals("LOGIN", Probes.fact(ask(STARTTLS), "smtp.auth"));
  }

  @Test
  void theCertificateDecides() throws IOException {
    relay.context = TestAuthority.selfSigned(Probes.HOST).context();
    Probes.assertFault(Phase.TLS, FaultKind.UNTRUSTED, ask(STARTTLS));
    assertEquals(List.of("EHLO app1.uni.edu", "STARTTLS"), relay.heard);
  }

  @ParameterizedTest
  @CsvSource({"250-a\\n251 b", "250_a", "25 a", "950 a", "hello", "250-\u001b[2J\\nx"})
  void repliesThatAreNone(String reply) throws IOException {
    relay.plainOffer = reply.replace("\\n", "\r\n") + "\r\n";
    assertTrue(fault(FaultKind.MALFORMED).evidence().startsWith("not an SMTP reply: "));
  }

  @Test
  void longRepliesAreRead() throws IOException {
    relay.greeting =
        "220-please read\r\n".repeat(300) + "220 mail.uni.edu " + "x".repeat(60_000) + "\r\n";
    relay.plainOffer = "250-mail.uni.edu\r\n250-X-MORE\r\n".repeat(500) + "250 STARTTLS\r\n";
    Probes.answered(ask(STARTTLS));
  }

  @Test
  void repliesWithoutEndAreSaidToBeTooLong() throws IOException {
    relay.plainOffer = "250-more\r\n".repeat(10_001);
    assertTrue(fault(FaultKind.UNEXPECTED).evidence().contains("longer than the 10000 lines"));
    relay.plainOffer = "250 " + "x".repeat(100_001) + "\r\n";
    assertTrue(
        fault(FaultKind.UNEXPECTED).evidence().startsWith("a line is longer than the 100000"));
    relay.plainOffer = "x".repeat(100_001);
    assertTrue(fault(FaultKind.MALFORMED).evidence().startsWith("no end of line within 100000"));
  }

  @Test
  void anotherNameFollowsWhereTheFirstIsRefused() throws IOException {
    relay.refusedName = "app1.uni.edu";
    Attempt attempt = ask(STARTTLS);
    String text = Probes.answered(attempt).concerns().get(0).text();
    assertTrue(text.startsWith("the relay refuses \"EHLO app1.uni.edu\" (550 "), text);
    assertEquals(1, relay.heard.stream().filter("EHLO app1.uni.edu"::equals).count());
  }

  /** Postfix's reject_unknown_helo_hostname, with smtpd_delay_reject = no. */
  @Test
  void anotherNameFollowsWhereTheFirstIsRefusedForNow() throws IOException {
    relay.refusedName = "app1.uni.edu";
    relay.refusal = "450 4.7.1 <app1.uni.edu>: Helo command rejected: Host not found\r\n";
    String text = Probes.answered(ask(STARTTLS)).concerns().get(0).text();
    assertTrue(text.startsWith("the relay refuses \"EHLO app1.uni.edu\" (450 "), text);
  }

  @ParameterizedTest
  @CsvSource({"450 4.7.1", "550 5.7.1"})
  void aRelayThatKnowsNoneOfOurNamesAsksForOneInDns(String code) throws IOException {
    relay.plainOffer = code + " <app1.uni.edu>: Helo command rejected: Host not found\r\n";
    Fault fault = fault(FaultKind.DENIED);
    assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), fault.clue());
    assertTrue(fault.evidence().contains("publish app1.uni.edu in DNS"), fault::evidence);
    assertTrue(relay.heard.stream().anyMatch(line -> line.startsWith("EHLO [")));
  }

  @Test
  void aRelayThatRefusesEveryNameForNowIsBusy() throws IOException {
    relay.plainOffer = "450 4.3.2 try again later\r\n";
    assertEquals(Optional.of(Clue.THROTTLED), fault(FaultKind.DENIED).clue());
  }

  /** OpenSMTPD's filter: disconnect "550 no rdns". */
  @Test
  void aRelayThatRefusesEhloAndHangsUpHasAnswered() throws IOException {
    relay.plainOffer = "550 no rdns\r\n";
    relay.hangsUp = true;
    Fault fault = fault(FaultKind.DENIED);
    assertTrue(
        fault.evidence().startsWith("the relay refuses our EHLO: 550 no rdns"), fault::evidence);
    relay.plainOffer = "451 4.7.1 not from there\r\n";
    assertEquals(Optional.empty(), fault(FaultKind.DENIED).clue());
    relay.plainOffer = "550 5.7.1 Helo command rejected: Host not found\r\n";
    assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), fault(FaultKind.DENIED).clue());
  }

  @Test
  void theNamesBeginWithTheSiteFiles() throws IOException {
    InetAddress local = InetAddress.getByName("192.0.2.1");
    InetAddress six = InetAddress.getByName("2001:db8::1");
    assertEquals(
        List.of("a.uni.edu", "b.uni.edu", "[192.0.2.1]"),
        EhloName.names(Optional.of("a.uni.edu"), Optional.of("b.uni.edu"), local));
    assertEquals(
        List.of("[IPv6:2001:db8:0:0:0:0:0:1]", "short"),
        EhloName.names(Optional.empty(), Optional.of("short"), six));
    assertEquals(
        List.of("[192.0.2.1]"),
        EhloName.names(Optional.of("192.0.2.7"), Optional.of("a b\r\nQUIT"), local));
  }

  @Test
  void heloFollowsARefusedEhlo() throws IOException {
    relay.plainOffer = "502 5.5.2 Error: command not recognized\r\n";
    relay.old = true;
    Attempt attempt =
        ask(new SmtpSettings(SmtpSettings.Tls.NONE, SmtpSettings.Auth.NONE, Optional.of("me.edu")));
    assertEquals("SERVER_CONFIGURATION", Probes.concerns(attempt));
    Probes.answered(attempt);
    assertEquals(List.of("EHLO me.edu", "HELO me.edu", "QUIT"), relay.heard);
    assertTrue(fault(FaultKind.UNEXPECTED).evidence().startsWith("STARTTLS is not offered"));
  }

  @Test
  void aSlowGreetingIsWaitedForBeyondTheTimeout() throws IOException {
    relay.pause = Duration.ofMillis(3500);
    try (Peer peer = relay.start()) {
      Probes.answered(Probes.attempt(new SmtpProtocol(), STARTTLS, peer, Duration.ofSeconds(3)));
    }
  }

  /** Postfix's postscreen sends the first line at once, and the last some seconds later. */
  @Test
  void aGreetingThatPausesBetweenItsLinesIsWaitedFor() throws IOException {
    relay.teaser = "220-mail.uni.edu wait\r\n";
    relay.pause = Duration.ofMillis(3500);
    try (Peer peer = relay.start()) {
      Probes.answered(Probes.attempt(new SmtpProtocol(), STARTTLS, peer, Duration.ofSeconds(3)));
    }
  }

  /** Exim's "delay" at HELO; RFC 5321 §4.5.3.2 gives commands minutes. */
  @Test
  void aSlowAnswerToEhloIsWaitedForBeyondTheTimeout() throws IOException {
    relay.thought = Duration.ofMillis(3500);
    Attempt attempt = patient();
    assertTrue(
        Probes.answered(attempt).observations().stream()
            .anyMatch(seen -> seen.toString().contains("takes more than 3 s to answer EHLO")),
        attempt::toString);
    assertEquals("", Probes.concerns(attempt));
  }

  /** Not four timeouts for each name, and four for HELO. */
  @Test
  void aRelayThatRefusesSlowlyIsWaitedForOnce() throws IOException {
    relay.thought = Duration.ofMillis(2500);
    relay.plainOffer = "550 5.7.1 not from there\r\n";
    try (Peer peer = relay.start()) {
      Fault fault =
          Probes.fault(Probes.attempt(new SmtpProtocol(), STARTTLS, peer, Duration.ofSeconds(1)));
      assertEquals(
          "the relay refuses our EHLO: 550 5.7.1 not from there, and then it does not answer",
          fault.evidence());
    }
    assertEquals(
        List.of("EHLO", "EHLO"), relay.heard.stream().map(line -> line.split(" ", 2)[0]).toList());
  }

  @Test
  void answersThatAreSlowTogetherOnlyAreNotSaidToBeSlow() throws IOException {
    relay.thought = Duration.ofMillis(1800);
    SmtpSettings noLogin = new SmtpSettings(SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.NONE);
    try (Peer peer = relay.start()) {
      Attempt attempt = Probes.attempt(new SmtpProtocol(), noLogin, peer, Duration.ofSeconds(3));
      assertFalse(
          Probes.answered(attempt).observations().toString().contains("to answer EHLO"),
          attempt::toString);
    }
  }

  @Test
  void anAnswerToEhloThatDripsIsReadToItsEnd() throws IOException {
    relay.drip = Duration.ofMillis(70);
    Probes.answered(patient());
  }

  private Attempt patient() throws IOException {
    SmtpSettings plain = new SmtpSettings(SmtpSettings.Tls.NONE, SmtpSettings.Auth.NONE);
    try (Peer peer = relay.start()) {
      return Probes.attempt(new SmtpProtocol(), plain, peer, Duration.ofSeconds(3));
    }
  }

  @Test
  void noGreetingIsNotSaidToBeTheFirewalls() throws IOException {
    try (Peer peer = Peer.that(Misbehaviour.SILENT)) {
      Fault fault =
          Probes.assertFault(
              Phase.EXCHANGE,
              FaultKind.TIMED_OUT,
              Probes.attempt(new SmtpProtocol(), STARTTLS, peer, Duration.ofMillis(250)));
      assertEquals(Optional.of(Clue.SLOW_GREETING), fault.clue());
      assertTrue(fault.evidence().contains("came in 1 s"), fault::evidence);
    }
  }

  /** The look for TLS is another connection; what is said of silence is about the first. */
  @Test
  void aServerThatHangsAfterASlowGreetingIsNotSaidToHaveSentNothing() throws IOException {
    try (Peer peer =
        Peer.serving(
            socket -> {
              Thread.sleep(1000);
              socket.getOutputStream().write("220 x\r\n".getBytes(StandardCharsets.US_ASCII));
              Peer.drain(socket);
            })) {
      Fault fault =
          Probes.assertFault(
              Phase.EXCHANGE,
              FaultKind.TIMED_OUT,
              Probes.attempt(new SmtpProtocol(), STARTTLS, peer, Duration.ofMillis(600)));
      assertEquals(Optional.of(Clue.SILENT_SERVICE), fault.clue(), fault::toString);
    }
  }

  @Test
  void aPortThatSpeaksTlsFirstIsNamed() throws IOException {
    try (Peer peer = relay.startSecured()) {
      Attempt attempt = Probes.attempt(new SmtpProtocol(), STARTTLS, peer, Duration.ofSeconds(1));
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, attempt);
      assertEquals(Optional.of(Clue.WRONG_SITE_VALUE), fault.clue());
      assertTrue(fault.evidence().contains("set mail.tls to implicit"), fault::evidence);
    }
  }

  /** U+0445 in UTF-8 has the byte 0x85, which Java takes for the end of a line. */
  @Test
  void aGreetingMayHaveAnyByte() throws IOException {
    relay.greeting = "220 mail.uni.edu \u0445\r\n";
    Probes.answered(ask(STARTTLS));
  }

  @Test
  void aRelayThatResetsAtQuitIsProvenAllTheSame() throws IOException {
    relay.resetsAtQuit = true;
    Probes.answered(ask(STARTTLS));
    assertEquals("QUIT", relay.heard.get(relay.heard.size() - 1));
  }
}
