package dev.rollcall.history.store;

import java.io.Serial;

/** Another process holds the history; the message says who, for the user. */
public final class HeldException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  HeldException(String message) {
    super(message);
  }
}
