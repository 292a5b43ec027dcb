package dev.rollcall.history.store;

import java.io.IOException;

/** The disk of a history is full, read-only or broken; the message is a sentence for the user. */
public final class UnwritableException extends IOException {
  private static final long serialVersionUID = 1;

  UnwritableException(String message, Throwable why) {
    super(message, why);
  }
}
