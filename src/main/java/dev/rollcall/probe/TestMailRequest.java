package dev.rollcall.probe;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** A requested test mail: one in a run, whatever addresses the relay has. */
public final class TestMailRequest {
  /** Without quotes, spaces, angles and ends of lines: nothing that a command could end with. */
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}");

  private final String recipient;
  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * @param recipient a mail address
   */
  public TestMailRequest(String recipient) {
    this.recipient = recipient;
  }

  /** Whether it is a mail address: RFC 5321's Mailbox without quoted parts, in ASCII. */
  public static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  /** Whether a mail may have been sent. */
  public boolean isTaken() {
    return taken.get();
  }

  /** The recipient, for the first caller only. */
  Optional<String> take() {
    return taken.compareAndSet(false, true) ? Optional.of(recipient) : Optional.empty();
  }
}
