package dev.rollcall.probe.budget;

import java.net.SocketTimeoutException;

/** So many datagrams came that answer nothing we asked that it is no use to wait for the one. */
public final class FloodException extends SocketTimeoutException {
  private static final long serialVersionUID = 1L;

  public FloodException(int count) {
    super(count + " datagrams came, and none answers the question");
  }
}
