package dev.rollcall.probe;

import java.net.SocketTimeoutException;

/**
 * The attempt's own time was over, which says nothing of the peer: before anything was asked, or in
 * a further connection after one that had opened.
 */
final class OutOfTimeException extends SocketTimeoutException {
  private static final long serialVersionUID = 1L;

  OutOfTimeException() {
    super("the attempt's time is over");
  }
}
