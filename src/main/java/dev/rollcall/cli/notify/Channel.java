package dev.rollcall.cli.notify;

import dev.rollcall.report.notice.Notice;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A way to send a notification. */
public interface Channel {
  /** What a sentence calls it; without a secret. */
  String name();

  /** By when {@link #send} has ended. */
  Duration deadline();

  /**
   * What became of it.
   *
   * @param received whether at least one recipient has it
   * @param problem why none, or not all of them, have it, in words for the user
   */
  record Sent(boolean received, Optional<String> problem) {
    static final Sent WHOLE = new Sent(true, Optional.empty());

    static Sent not(String why) {
      return new Sent(false, Optional.of("not sent: " + why));
    }
  }

  /**
   * Sends.
   *
   * @throws IOException if the trusted certificates cannot be loaded
   */
  Sent send(Notice notice) throws IOException, InterruptedException;
}
