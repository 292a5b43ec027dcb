package dev.rollcall.plan;

/** What was selected cannot be answered for; the message says why, and what to write instead. */
public final class SelectionException extends Exception {
  private static final long serialVersionUID = 1;

  SelectionException(String message) {
    super(message);
  }
}
