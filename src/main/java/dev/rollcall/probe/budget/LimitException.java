package dev.rollcall.probe.budget;

import java.io.IOException;

/** The peer exceeded a limit of the probe. */
public class LimitException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was exceeded, in a sentence that may stand in evidence
   */
  public LimitException(String message) {
    super(message);
  }
}
