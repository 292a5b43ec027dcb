package dev.rollcall.probe;

import java.net.SocketTimeoutException;

/** Too many unrelated datagrams came to wait for the answer. */
final class FloodException extends SocketTimeoutException {
  private static final long serialVersionUID = 1L;

  FloodException(int count) {
    super(count + " datagrams came, and none answers the question");
  }
}
