package dev.rollcall.probe.budget;

import java.net.SocketTimeoutException;

/**
 * The attempt's own time was over, which says nothing of the peer: before anything was asked, or in
 * a further connection after one that had opened.
 */
public final class OutOfTimeException extends SocketTimeoutException {
  private static final long serialVersionUID = 1L;

  public OutOfTimeException() {
    super("the attempt's time is over");
  }
}
