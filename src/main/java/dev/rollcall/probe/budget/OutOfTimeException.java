package dev.rollcall.probe.budget;

import java.net.SocketTimeoutException;

/**
 * The attempt's time ended without the peer's fault: before anything was sent, or in a further
 * connection.
 */
public final class OutOfTimeException extends SocketTimeoutException {
  private static final long serialVersionUID = 1L;

  public OutOfTimeException() {
    super("the attempt's time is over");
  }
}
