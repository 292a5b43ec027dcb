package dev.rollcall.probe;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A test mail that somebody asked for: one in a run, whatever addresses the relay has. */
public final class Errand {
  private final String recipient;
  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * @param recipient a mail address
   */
  public Errand(String recipient) {
    this.recipient = recipient;
  }

  /** Where the mail is to go, to the first who asks. */
  Optional<String> take() {
    return taken.compareAndSet(false, true) ? Optional.of(recipient) : Optional.empty();
  }
}
