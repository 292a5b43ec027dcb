package dev.rollcall.probe.mail;

import dev.rollcall.model.path.Target;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A requested mail: one in a run, whatever addresses the relay has. */
public final class MailRequest {
  /** Without quotes, spaces, angles and ends of lines: nothing that a command could end with. */
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}");

  private final Letter letter;
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile Optional<List<String>> delivered = Optional.empty();

  /**
   * What to send.
   *
   * @param sender the address that it comes from; without one the account that logs in, if that is
   *     an address, and the first recipient otherwise
   * @param recipients mail addresses, at least one
   * @param subject one line; any character
   * @param text lines, each ended by a line feed; any character; given the relay
   */
  public record Letter(
      Optional<String> sender,
      List<String> recipients,
      String subject,
      Function<Target, String> text) {
    public Letter {
      recipients = List.copyOf(recipients);
    }
  }

  public MailRequest(Letter letter) {
    this.letter = letter;
  }

  /** A test mail to that address. */
  public static MailRequest test(String recipient) {
    return new MailRequest(
        new Letter(
            Optional.empty(),
            List.of(recipient),
            "Rollcall test mail",
            relay ->
                "Rollcall was asked to send this test mail through "
                    + relay
                    + ".\nIt has come, so the relay delivers. No answer is needed.\n"));
  }

  /** Whether it is a mail address: RFC 5321's Mailbox without quoted parts, in ASCII. */
  public static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  public Letter letter() {
    return letter;
  }

  /** Whether a mail may have been sent. */
  public boolean isTaken() {
    return taken.get();
  }

  /** Whether the caller is the one to send it: true for the first caller only. */
  public boolean take() {
    return taken.compareAndSet(false, true);
  }

  /**
   * Records that the relay has taken it.
   *
   * @param refused what the relay said of the recipients that it does not accept, a sentence each,
   *     safe to quote
   */
  public void delivered(List<String> refused) {
    delivered = Optional.of(List.copyOf(refused));
  }

  /** Whether the relay has taken it, and what it said of recipients that it does not accept. */
  public Optional<List<String>> delivered() {
    return delivered;
  }
}
