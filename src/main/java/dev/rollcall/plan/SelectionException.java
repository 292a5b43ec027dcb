package dev.rollcall.plan;

/** The selected rules cannot have a stand-in; the message says why, and what to write instead. */
public final class SelectionException extends Exception {
  private static final long serialVersionUID = 1;

  SelectionException(String message) {
    super(message);
  }
}
