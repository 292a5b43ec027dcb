package dev.rollcall.probe.budget;

import java.net.SocketTimeoutException;

/** Too many unrelated datagrams came to wait for the answer. */
public final class FloodException extends SocketTimeoutException {
  private static final long serialVersionUID = 1L;

  public FloodException(int count) {
    super(count + " datagrams came, and none answers the question");
  }
}
