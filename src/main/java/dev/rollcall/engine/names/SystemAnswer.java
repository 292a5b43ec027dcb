package dev.rollcall.engine.names;

import dev.rollcall.text.Times;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * The answer of the operating system's resolver for a name.
 *
 * @param took until it answered, or until it was no longer waited for
 */
record SystemAnswer(List<InetAddress> addresses, Duration took, State state) {
  /** How it answered. */
  enum State {
    FOUND,
    /** It found no address, and did not time out. */
    NONE,
    /** Its name servers did not answer. */
    GAVE_UP,
    /** It has not answered yet. */
    LATE
  }

  SystemAnswer {
    addresses = List.copyOf(addresses);
  }

  /** Whether a retry could find the name. */
  boolean isOpen() {
    return state == State.GAVE_UP || state == State.LATE;
  }

  /** A phrase to follow "the system's resolver". */
  String text() {
    return switch (state) {
      case FOUND -> "took " + Times.seconds(took, 1);
      case NONE -> "found no address";
      case GAVE_UP -> "gave up after " + Times.seconds(took, 1);
      case LATE -> "did not answer in time (" + Times.seconds(took, 1) + ")";
    };
  }
}
