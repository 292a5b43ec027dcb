package dev.rollcall.cli.notify;

import dev.rollcall.probe.mail.MailRequest;
import dev.rollcall.report.notice.MailNotice;
import dev.rollcall.report.notice.Notice;
import dev.rollcall.run.Mailing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A mail, to one or more addresses.
 *
 * @param sender as {@link MailRequest.Letter} has it
 */
public record MailChannel(Mailing mailing, Optional<String> sender, List<String> addresses)
    implements Channel {
  public MailChannel {
    addresses = List.copyOf(addresses);
  }

  @Override
  public String name() {
    return "mail to " + String.join(", ", addresses);
  }

  @Override
  public Duration deadline() {
    return Mailing.DEADLINE;
  }

  @Override
  public Sent send(Notice notice) throws IOException, InterruptedException {
    String text = MailNotice.text(notice);
    Mailing.Sent sent =
        mailing.send(
            new MailRequest.Letter(sender, addresses, MailNotice.subject(notice), relay -> text));
    return new Sent(sent.taken(), sent.problem());
  }
}
