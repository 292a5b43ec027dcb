package dev.rollcall.probe.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

/** No answer came from the destination, and one from another address, which clients reject. */
public final class OtherSourceException extends SocketTimeoutException {
  private static final long serialVersionUID = 1L;

  /**
   * @param asked the destination
   * @param from who answered instead: another address, or another port
   */
  OtherSourceException(InetAddress asked, InetSocketAddress from) {
    super(
        "no answer came from the address that was asked; an answer came from "
            + from.getAddress().getHostAddress()
            + (from.getAddress().equals(asked) ? " port " + from.getPort() : "")
            + ", which clients do not accept");
  }
}
