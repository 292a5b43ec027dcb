package dev.rollcall.probe.budget;

import java.io.IOException;

/** The peer sent, or made this host do, more than a probe is willing to bear. */
public class LimitException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was exceeded, in a sentence that may stand in evidence
   */
  public LimitException(String message) {
    super(message);
  }
}
