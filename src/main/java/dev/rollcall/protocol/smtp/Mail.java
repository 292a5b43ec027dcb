package dev.rollcall.protocol.smtp;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.mail.MailRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.net.io.DotTerminatedMessageWriter;
import org.apache.commons.net.smtp.SimpleSMTPHeader;

/** One small mail (RFC 5321 §3.3) to the addresses that the user gave. */
final class Mail {
  private final Session session;
  private final SmtpReplies replies;
  private final OutputStream out;

  Mail(Session session, SmtpReplies replies, OutputStream out) {
    this.session = session;
    this.replies = replies;
    this.out = out;
  }

  /**
   * Sends it to every recipient that the relay accepts.
   *
   * @param user the account that is logged in
   * @throws ProbeException if the relay refuses the mail, or every recipient
   */
  void send(Optional<String> user, MailRequest request) throws IOException, ProbeException {
    MailRequest.Letter letter = request.letter();
    List<String> recipients = letter.recipients();
    String sender =
        letter.sender().or(() -> user.filter(MailRequest::isAddress)).orElse(recipients.get(0));
    if (!MailRequest.isAddress(sender) || !recipients.stream().allMatch(MailRequest::isAddress)) {
      throw ProbeException.unexpected("a mail goes to plain addresses only");
    }
    expect(2, "mail from " + sender, replies.ask("MAIL FROM:<" + sender + ">"));
    List<String> refused = new ArrayList<>();
    for (String recipient : recipients) {
      SmtpReply reply = replies.ask("RCPT TO:<" + recipient + ">");
      if (recipients.size() == 1) {
        expect(2, "mail to " + recipient, reply);
      } else if (reply.code() / 100 != 2) {
        refused.add("the relay answers mail to " + recipient + " with " + reply.shown());
        if (refused.size() == recipients.size()) {
          expect(2, "mail to any of the addresses; to " + recipient, reply);
        }
      }
    }
    expect(3, "a mail", replies.ask("DATA"));
    write(sender, letter);
    SmtpReply taken = replies.read();
    expect(2, "the mail", taken);
    session.observe("smtp.mail", taken.shown());
    request.delivered(refused);
  }

  /** The writer doubles dots and ends every line and the mail as they must. */
  private void write(String sender, MailRequest.Letter letter) throws IOException {
    MailText text = MailText.of(letter.text().apply(session.target()));
    SimpleSMTPHeader header =
        new SimpleSMTPHeader(
            sender, String.join(",\n ", letter.recipients()), MailText.subject(letter.subject()));
    header.addHeaderField(
        "Message-ID",
        "<" + UUID.randomUUID() + "@" + sender.substring(sender.indexOf('@') + 1) + ">");
    header.addHeaderField("Auto-Submitted", "auto-generated");
    header.addHeaderField("MIME-Version", "1.0");
    header.addHeaderField("Content-Type", "text/plain; charset=" + text.charset());
    header.addHeaderField("Content-Transfer-Encoding", text.encoding());
    try (Writer mail =
        new DotTerminatedMessageWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII))) {
      mail.write(header.toString());
      mail.write(text.lines());
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
