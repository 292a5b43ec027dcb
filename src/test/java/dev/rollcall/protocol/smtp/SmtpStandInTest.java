package dev.rollcall.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.answer.SecretLeaks;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.standin.Middleman;
import dev.rollcall.standin.StandInContract;
import dev.rollcall.standin.StandInLimits;
import dev.rollcall.standin.Standing;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.commons.net.smtp.AuthenticatingSMTPClient;
import org.apache.commons.net.util.TrustManagerUtils;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmtpStandInTest {
  private static final String SECRET = "correct-horse-7";

  private abstract static class Contract extends StandInContract<SmtpSettings> {
    private final SmtpSettings.Tls begins;

    Contract(SmtpSettings.Tls begins) {
      this.begins = begins;
    }

    @Override
    protected Protocol<SmtpSettings> protocol() {
      return new SmtpProtocol();
    }

    @Override
    protected SmtpSettings settings() {
      return new SmtpSettings(begins, SmtpSettings.Auth.REQUIRED);
    }
  }

  @Nested
  class AfterStartTls extends Contract {
    AfterStartTls() {
      super(SmtpSettings.Tls.STARTTLS);
    }

    @Override
    protected Tls tls() {
      return Tls.LATER;
    }

    @Override
    protected Middleman.Sides beforeTls(Socket caller, Socket standIn) throws IOException {
      lines(standIn, caller, "220 ");
      lines(caller, standIn, "EHLO ");
      lines(standIn, caller, "250 ");
      lines(caller, standIn, "STARTTLS");
      lines(standIn, caller, "220 ");
      return new Middleman.Sides(caller, standIn);
    }
  }

  @Nested
  class TlsFirst extends Contract {
    TlsFirst() {
      super(SmtpSettings.Tls.IMPLICIT);
    }

    @Override
    protected Tls tls() {
      return Tls.FIRST;
    }
  }

  @Nested
  class WithoutTls extends Contract {
    WithoutTls() {
      super(SmtpSettings.Tls.NONE);
    }
  }

  /** Passes lines on, until one that begins so, and not a byte more. */
  private static void lines(Socket from, Socket to, String last) throws IOException {
    String line = "";
    while (!line.startsWith(last)) {
      line = line(from);
      to.getOutputStream().write(line.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static String line(Socket from) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = 0;
    while (next != '\n') {
      next = from.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed");
      }
      line.append((char) next);
    }
    return line.toString();
  }

  private static Standing standing(SmtpSettings.Tls tls, SmtpSettings.Auth auth)
      throws IOException {
    return Standing.of(new SmtpProtocol(), new SmtpSettings(tls, auth));
  }

  /** What is answered to all that, sent at once, until it hangs up. */
  private static List<String> said(Standing standing, String... commands) throws IOException {
    try (Socket socket =
        new Socket(standing.address().getAddress(), standing.address().getPort())) {
      socket.setSoTimeout(20_000);
      String all = String.join("\r\n", commands) + "\r\n";
      socket.getOutputStream().write(all.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answers = socket.getInputStream().readAllBytes();
      return new String(answers, StandardCharsets.US_ASCII).lines().toList();
    }
  }

  private static List<String> codes(List<String> lines) {
    return lines.stream().map(line -> line.substring(0, 4)).toList();
  }

  private static AuthenticatingSMTPClient client(Standing standing) throws Exception {
    AuthenticatingSMTPClient client = new AuthenticatingSMTPClient("TLS", false);
    client.setTrustManager(TrustManagerUtils.getAcceptAllTrustManager());
    client.setDefaultTimeout(20_000);
    client.connect(standing.address().getAddress(), standing.address().getPort());
    return client;
  }

  @ParameterizedTest
  @EnumSource(
      value = AuthenticatingSMTPClient.AUTH_METHOD.class,
      names = {"PLAIN", "LOGIN", "CRAM_MD5"})
  void anotherClientGetsAsFarAsTheLogin(AuthenticatingSMTPClient.AUTH_METHOD method)
      throws Exception {
    try (Standing standing = standing(SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.REQUIRED)) {
      AuthenticatingSMTPClient client = client(standing);
      assertEquals(220, client.getReplyCode());
      assertEquals(250, client.ehlo("client.rollcall.test"));
      assertTrue(client.execTLS());
      assertEquals(250, client.ehlo("client.rollcall.test"));
      assertTrue(client.getReplyString().contains("AUTH SCRAM-SHA-256"));
      assertFalse(client.auth(method, SECRET + "-user", SECRET));
      assertEquals(535, client.getReplyCode());
      assertTrue(StandInMark.in(client.getReplyString()));
      assertEquals(550, client.mail("<a@rollcall.test>"));
      client.quit();
      client.disconnect();
      standing.awaitVisits(1);
      assertTrue(standing.log().toString().contains("client.rollcall.test"));
      SecretLeaks.assertNothingOf(SECRET, standing.log());
    }
  }

  @Test
  void whoSendsHisPasswordUnaskedIsNotListenedTo() throws Exception {
    String secret = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.US_ASCII));
    try (Standing standing = standing(SmtpSettings.Tls.NONE, SmtpSettings.Auth.REQUIRED)) {
      List<String> said =
          said(
              standing,
              "EHLO me",
              "AUTH LOGIN",
              secret,
              secret,
              "AUTH PLAIN " + secret,
              "auth plain",
              "=",
              SECRET,
              "*",
              "NOOP",
              "QUIT");
      List<String> after = said.subList(said.size() - 10, said.size());
      assertEquals(
          List.of("535 ", "500 ", "500 ", "535 ", "535 ", "500 ", "500 ", "500 ", "250 ", "221 "),
          codes(after));
      assertTrue(after.stream().allMatch(StandInMark::in), after::toString);
      standing.awaitVisits(1);
      SecretLeaks.assertNothingOf(SECRET, standing.log());
    }
  }

  @Test
  void noMailIsTaken() throws IOException {
    try (Standing standing = standing(SmtpSettings.Tls.NONE, SmtpSettings.Auth.NONE)) {
      List<String> said =
          said(
              standing,
              "HELO me",
              "MAIL FROM:<a@rollcall.test>",
              "RCPT TO:<b@rollcall.test>",
              "DATA",
              "RSET",
              "VRFY root",
              "HELP",
              "STARTTLS",
              "",
              "quit");
      assertEquals(
          List.of(
              "220 ", "250 ", "550 ", "503 ", "503 ", "250 ", "502 ", "214 ", "502 ", "500 ",
              "221 "),
          codes(said));
      assertTrue(said.stream().allMatch(StandInMark::in), said::toString);
    }
  }

  @Test
  void aLoginIsOfferedWhereARuleWantsItAndNeverBeforeTls() throws IOException {
    try (Standing secured = standing(SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.REQUIRED);
        Standing without = standing(SmtpSettings.Tls.NONE, SmtpSettings.Auth.NONE);
        Standing with = standing(SmtpSettings.Tls.NONE, SmtpSettings.Auth.OPTIONAL)) {
      assertFalse(String.join(" ", said(secured, "EHLO me", "QUIT")).contains("AUTH"));
      assertFalse(String.join(" ", said(without, "EHLO me", "QUIT")).contains("AUTH"));
      assertTrue(String.join(" ", said(with, "EHLO me", "QUIT")).contains("AUTH"));
    }
  }

  @Test
  void linesTooLongAreDroppedWhole() throws IOException {
    try (Standing standing = standing(SmtpSettings.Tls.NONE, SmtpSettings.Auth.NONE)) {
      List<String> said = said(standing, "X".repeat(600) + " QUIT", "NOOP", "QUIT");
      assertEquals(List.of("220 ", "500 ", "250 ", "221 "), codes(said));
    }
  }

  @Test
  void whatIsSentBehindStartTlsIsNotTakenForWhatComesThroughIt() throws Exception {
    try (Standing standing = standing(SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.NONE);
        Socket socket = new Socket(standing.address().getAddress(), standing.address().getPort())) {
      socket.setSoTimeout(20_000);
      line(socket);
      socket
          .getOutputStream()
          .write("STARTTLS\r\nEHLO injected\r\n".getBytes(StandardCharsets.US_ASCII));
      assertTrue(line(socket).startsWith("220 "));
      // TLS begins all the same, and what comes first in it is our own.
      Socket inside =
          Middleman.trusting()
              .getSocketFactory()
              .createSocket(socket, Probes.HOST, socket.getPort(), true);
      inside.getOutputStream().write("NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
      assertTrue(line(inside).startsWith("250 2.0.0"));
      inside.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
      assertTrue(line(inside).startsWith("221 "));
      standing.awaitVisits(1);
      assertFalse(standing.log().toString().contains("injected"));
    }
  }

  @Test
  void onlyAChallengeIsProven() throws IOException {
    try (Standing standing = standing(SmtpSettings.Tls.NONE, SmtpSettings.Auth.NONE)) {
      for (String noop :
          List.of("NOOP ROLLCALL-CHALLENGE " + "ab".repeat(32), "NOOP ROLLCALL-CHALLENGE zz")) {
        assertFalse(String.join(" ", said(standing, noop, "QUIT")).contains("PROOF"));
      }
    }
  }

  @Test
  void oneStandInServesRulesWithTlsAndWithout() throws IOException {
    SmtpSettings starting = new SmtpSettings(SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.REQUIRED);
    SmtpSettings plain = new SmtpSettings(SmtpSettings.Tls.NONE, SmtpSettings.Auth.REQUIRED);
    SmtpSettings implicit = new SmtpSettings(SmtpSettings.Tls.IMPLICIT, SmtpSettings.Auth.REQUIRED);
    try (Standing standing =
        Standing.of(
            new SmtpProtocol(),
            Transport.TCP,
            List.of(starting, plain),
            Optional.empty(),
            StandInLimits.usual())) {
      for (SmtpSettings settings : List.of(starting, plain)) {
        Attempt attempt =
            Prober.attempt(
                new SmtpProtocol(),
                settings,
                Probes.session(
                    Probes.route(standing.address(), Transport.TCP),
                    Duration.ofSeconds(20),
                    Probes.policy(CertificatePolicy.REPORT)));
        Probes.answered(attempt);
        assertTrue(Probes.concerns(attempt).contains("STAND_IN"));
      }
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new SmtpProtocol().standIn(Transport.TCP, List.of(starting, implicit)));
  }
}
