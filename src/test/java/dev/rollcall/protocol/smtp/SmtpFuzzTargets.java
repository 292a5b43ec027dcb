package dev.rollcall.protocol.smtp;

import dev.rollcall.fuzz.script.Conversations;
import dev.rollcall.fuzz.script.ScriptedCaller;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.attempt.IdleEnd;
import dev.rollcall.probe.attempt.IdleProbe;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.mail.MailRequest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is read of mail relays, and of those who call a stand-in for one. */
@SuppressWarnings("StringConcatToTextBlock") // lines of SMTP end in CRLF
public final class SmtpFuzzTargets {
  private static final String GREETING = "220 mail.uni.edu ESMTP Postfix\r\n";
  private static final String OFFER =
      "250-mail.uni.edu\r\n"
          + "250-SIZE 10240000\r\n"
          + "250-STARTTLS\r\n"
          + "250-AUTH PLAIN LOGIN\r\n"
          + "250 HELP\r\n";
  private static final String[] TOKENS = {
    "250-",
    "250 ",
    "334 ",
    "235 2.7.0 ",
    "535 5.7.8 ",
    "5.7.139",
    "AUTH ",
    "AUTH=LOGIN",
    "STARTTLS",
    "XXXXXXXA",
    "********",
    "\r\n"
  };

  private SmtpFuzzTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("smtp.replies", SmtpFuzzTargets::replies)
            .seed(GREETING, OFFER, "250-XXXXXXXA\r\n250 X\r\n", "220 ****************\r\n")
            .tokens(TOKENS)
            .mayThrow(ProbeException.class)
            .covers(SmtpReplies.class, SmtpReply.class),
        FuzzTarget.of("smtp.probe", SmtpFuzzTargets::probe)
            .seed(GREETING + OFFER + "221 bye\r\n")
            .seed("220 x " + StandInMark.TEXT + "\r\n" + OFFER + "250 ROLLCALL-PROOF abcd\r\n")
            .tokens(TOKENS)
            .inputs(1500)
            .covers(SmtpProtocol.class, StartTls.class, Challenge.class, GreetingReader.class),
        FuzzTarget.of("smtp.idle", SmtpFuzzTargets::idle)
            .seed(GREETING + OFFER + "250 2.0.0 Ok\r\n", GREETING + OFFER + "421 4.4.2 timeout\r\n")
            .tokens(TOKENS)
            .inputs(500)
            .covers(SmtpProtocol.class, IdleProbe.class),
        FuzzTarget.of("smtp.starttls", SmtpFuzzTargets::startTls)
            .seed(GREETING + OFFER + "220 go ahead\r\n", GREETING + OFFER + "454 no\r\n")
            .seed(GREETING + OFFER + "220 go ahead\r\n250 injected\r\n")
            .tokens(TOKENS)
            .inputs(500)
            .covers(SmtpProtocol.class),
        FuzzTarget.of("smtp.conversation", SmtpFuzzTargets::conversation)
            .seed(OFFER + "235 2.7.0 ok\r\n221 bye\r\n", OFFER + "535 5.7.8 no\r\n221 bye\r\n")
            .tokens(TOKENS)
            .inputs(120)
            .covers(SmtpProtocol.class),
        FuzzTarget.of("smtp.login", SmtpFuzzTargets::login)
            .seed("235 2.7.0 ok\r\n235 ok\r\n", "535 5.7.8 no\r\n334 UGFzc3dvcmQ6\r\n235 ok\r\n")
            .tokens(TOKENS)
            .mayThrow(ProbeException.class)
            .covers(Authentication.class, AuthRefusal.class),
        FuzzTarget.of("smtp.mail", SmtpFuzzTargets::mail)
            .seed("250 ok\r\n250 ok\r\n354 go\r\n250 2.0.0 queued as 4711\r\n", "550 5.7.1 no\r\n")
            .tokens(TOKENS)
            .mayThrow(ProbeException.class)
            .covers(Mail.class),
        FuzzTarget.of("smtp.stand-in", SmtpFuzzTargets::standIn)
            .seed("EHLO x\r\nSTARTTLS\r\nEHLO y\r\nAUTH PLAIN AGEAYg==\r\nQUIT\r\n")
            .seed("HELO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nRSET\r\nVRFY a\r\n")
            .seed("NOOP ROLLCALL-CHALLENGE " + "ab".repeat(32) + "\r\n")
            .tokens("EHLO ", "STARTTLS", "AUTH ", "NOOP ROLLCALL-CHALLENGE ", "\r\n")
            .mayAllocate(16L << 20)
            .covers(SmtpStandIn.class));
  }

  private static Object replies(byte[] input) throws IOException, ProbeException {
    SmtpReplies replies = new SmtpReplies(Conversations.hearing(input).dial());
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      SmtpReply reply = replies.read();
      out.append(reply.shown()).append(reply.enhanced()).append(reply.overwritten());
      out.append(reply.extension("AUTH").flatMap(Authentication::among).isPresent());
      out.append(reply.extensions()).append(Challenge.proof(reply).isPresent());
    }
    return out;
  }

  private static Object probe(byte[] input) {
    SmtpSettings plain = new SmtpSettings(SmtpSettings.Tls.NONE, SmtpSettings.Auth.REQUIRED);
    return Conversations.probe(new SmtpProtocol(), plain, Transport.TCP, input);
  }

  /** What comes while nothing is asked, and after that. */
  private static Object idle(byte[] input) {
    SmtpSettings plain = new SmtpSettings(SmtpSettings.Tls.NONE, SmtpSettings.Auth.OPTIONAL);
    IdleProbe<SmtpSettings> probe =
        new IdleProbe<>(new SmtpProtocol(), Duration.ofMillis(1), () -> {}, System::nanoTime);
    Object outcome = Conversations.probe(probe, plain, Transport.TCP, input);
    return outcome + " " + probe.end().map(IdleEnd::kind);
  }

  private static Object startTls(byte[] input) {
    SmtpSettings secured = new SmtpSettings(SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.OPTIONAL);
    return Conversations.probe(new SmtpProtocol(), secured, Transport.TCP, input);
  }

  /** The input is what the relay says inside TLS. */
  private static Object conversation(byte[] input) {
    SmtpSettings secured = new SmtpSettings(SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.OPTIONAL);
    return Conversations.served(
        new SmtpProtocol(),
        secured,
        input,
        socket -> {
          say(socket, GREETING);
          readLine(socket);
          say(socket, OFFER);
          readLine(socket);
          say(socket, "220 go ahead\r\n");
          Conversations.inTls(input).serve(socket);
        });
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void readLine(Socket socket) throws IOException {
    int next = socket.getInputStream().read();
    while (next >= 0 && next != '\n') {
      next = socket.getInputStream().read();
    }
  }

  private static Object login(byte[] input) throws IOException, ProbeException {
    Session session = Conversations.hearing(input);
    SmtpReplies replies = new SmtpReplies(session.dial());
    for (String mechanism : List.of("PLAIN", "LOGIN")) {
      Authentication.among(mechanism)
          .orElseThrow()
          .show(session, replies, Conversations.ACCOUNT.given(), Conversations.secret());
    }
    return "accepted";
  }

  private static Object mail(byte[] input) throws IOException, ProbeException {
    Session session = Conversations.hearing(input);
    Connection connection = session.dial();
    new Mail(session, new SmtpReplies(connection), connection.out())
        .send(Optional.of("svc@uni.edu"), MailRequest.test("it@uni.edu"));
    return session.findings().observations();
  }

  private static Object standIn(byte[] input) throws IOException {
    SmtpSettings rule = new SmtpSettings(SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.REQUIRED);
    return ScriptedCaller.answers(new SmtpStandIn(List.of(rule)), input);
  }
}
