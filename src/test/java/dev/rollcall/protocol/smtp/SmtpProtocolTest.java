package dev.rollcall.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.Clue;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Phase;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpProtocolTest {
  private static final SmtpSettings STARTTLS =
      new SmtpSettings(SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.REQUIRED);
  private final Relay relay = new Relay();

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
    assertEquals(List.of("EHLO [127.0.0.1]", "STARTTLS", "EHLO [127.0.0.1]", "QUIT"), relay.heard);
  }

  @Test
  void implicitTls() throws IOException {
    Attempt attempt = ask(new SmtpSettings(SmtpSettings.Tls.IMPLICIT, SmtpSettings.Auth.REQUIRED));
    Probes.answered(attempt);
    assertTrue(Probes.tls(attempt).nameMatches());
    assertEquals(List.of("EHLO [127.0.0.1]", "QUIT"), relay.heard);
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
  void silenceWhereAGreetingIsExpectedMayBeTls() throws IOException {
    try (Peer peer = relay.startSecured()) {
      Fault fault =
          Probes.assertFault(
              Phase.EXCHANGE,
              FaultKind.TIMED_OUT,
              Probes.attempt(new SmtpProtocol(), STARTTLS, peer, Duration.ofMillis(900)));
      assertEquals(Optional.of(Clue.TLS_PEER), fault.clue(), fault::toString);
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
    assertTrue(fault(kind).evidence().contains(greeting));
  }

  @Test
  void noStartTls() throws IOException {
    relay.plainOffer = "250-mail.uni.edu\r\n250-PIPELINING\r\n250 8BITMIME\r\n";
    Fault fault = fault(FaultKind.UNEXPECTED);
    assertEquals("STARTTLS is not offered (offered: 8BITMIME PIPELINING)", fault.evidence());
    assertEquals("EHLO [127.0.0.1]", relay.heard.get(0));
    assertEquals(1, relay.heard.size());
  }

  @Test
  void aFirewallThatHidesStartTlsIsNamed() throws IOException {
    relay.plainOffer = "250-mail.uni.edu\r\n250-PIPELINING\r\n250 XXXXXXXA\r\n";
    assertTrue(fault(FaultKind.UNEXPECTED).evidence().contains("firewall"));
  }

  @Test
  void aFirewallThatForbidsEhloIsNamed() throws IOException {
    relay.plainOffer = "500 5.5.1 Command unrecognized: \"XXXX\"\r\n";
    assertTrue(fault(FaultKind.UNEXPECTED).evidence().contains("firewall"));
  }

  @Test
  void startTlsThatIsRefused() throws IOException {
    relay.ready = "454 4.7.0 TLS not available due to local problem\r\n";
    assertTrue(fault(FaultKind.DENIED).evidence().contains("454"));
  }

  @Test
  void ehloThatIsRefused() throws IOException {
    relay.plainOffer = "550 we do not like you\r\n";
    assertTrue(fault(FaultKind.DENIED).evidence().contains("550"));
  }

  @Test
  void injectedTextIsDiscardedAndTold() throws IOException {
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

  @Test
  void theOldFormOfTheOfferWillDo() throws IOException {
    relay.securedOffer = "250-mail.uni.edu\r\n250 auth=login\r\n";
    assertEquals("LOGIN", Probes.fact(ask(STARTTLS), "smtp.auth"));
  }

  @Test
  void theCertificateDecides() throws IOException {
    relay.context = TestAuthority.selfSigned(Probes.HOST).context();
    Probes.assertFault(Phase.TLS, FaultKind.UNTRUSTED, ask(STARTTLS));
    assertEquals(List.of("EHLO [127.0.0.1]", "STARTTLS"), relay.heard);
  }

  @ParameterizedTest
  @CsvSource({"250-a\\n251 b", "250_a", "25 a", "950 a", "hello", "250-\u001b[2J\\nx"})
  void repliesThatAreNone(String reply) throws IOException {
    relay.plainOffer = reply.replace("\\n", "\r\n") + "\r\n";
    assertTrue(fault(FaultKind.MALFORMED).evidence().startsWith("not an SMTP reply: "));
  }

  @Test
  void repliesWithoutEnd() throws IOException {
    relay.plainOffer = "250-more\r\n".repeat(200);
    Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, ask(STARTTLS));
    relay.plainOffer = "250 " + "x".repeat(2000) + "\r\n";
    Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, ask(STARTTLS));
  }
}
