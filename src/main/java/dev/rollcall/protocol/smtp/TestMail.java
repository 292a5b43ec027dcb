package dev.rollcall.protocol.smtp;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TestMailRequest;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.net.io.DotTerminatedMessageWriter;
import org.apache.commons.net.smtp.SimpleSMTPHeader;

/** One small mail (RFC 5321 §3.3) to the address that the user gave. */
final class TestMail {
  private final Session session;
  private final SmtpReplies replies;
  private final OutputStream out;

  TestMail(Session session, SmtpReplies replies, OutputStream out) {
    this.session = session;
    this.replies = replies;
    this.out = out;
  }

  /**
   * Sends it.
   *
   * @param user the account that is logged in; the mail comes from it if it is an address
   * @throws ProbeException if the relay refuses
   */
  void send(Optional<String> user, String recipient) throws IOException, ProbeException {
    if (!TestMailRequest.isAddress(recipient)) {
      throw ProbeException.unexpected("a test mail goes to one plain address only");
    }
    String sender = user.filter(TestMailRequest::isAddress).orElse(recipient);
    expect(2, "mail from " + sender, replies.ask("MAIL FROM:<" + sender + ">"));
    expect(2, "mail to " + recipient, replies.ask("RCPT TO:<" + recipient + ">"));
    expect(3, "a mail", replies.ask("DATA"));
    write(sender, recipient);
    SmtpReply taken = replies.read();
    expect(2, "the test mail", taken);
    session.observe("smtp.mail", taken.shown());
  }

  /** The writer doubles dots and ends every line and the mail as they must. */
  private void write(String sender, String recipient) throws IOException {
    SimpleSMTPHeader header = new SimpleSMTPHeader(sender, recipient, "Rollcall test mail");
    header.addHeaderField("Message-ID", "<" + UUID.randomUUID() + "@rollcall.invalid>");
    header.addHeaderField("Auto-Submitted", "auto-generated");
    try (Writer mail =
        new DotTerminatedMessageWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII))) {
      mail.write(header.toString());
      mail.write(
          "Rollcall was asked to send this test mail through "
              + session.target()
              + ".\nIt has come, so the relay delivers. No answer is needed.\n");
    }
  }

  /** A temporary refusal is not a permanent one. */
  private static void expect(int first, String what, SmtpReply reply) throws ProbeException {
    int kind = reply.code() / 100;
    if (kind == 5) {
      throw ProbeException.of(
          FaultKind.DENIED,
          "the relay does not accept " + what + ": " + reply.shown(),
          Clue.ACCESS_DENIED);
    }
    if (kind != first) {
      throw ProbeException.unexpected("the relay answers " + what + " with " + reply.shown());
    }
  }
}
