package dev.rollcall.standin;

import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.net.BulkInput;
import dev.rollcall.probe.net.SocketView;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

/**
 * A caller's connection with limits for idle time, total time and received bytes, checked at every
 * read. TLS is layered on top and inherits them.
 */
final class BoundedSocket extends SocketView {
  private final Socket socket;
  private final InputStream in;

  BoundedSocket(Socket socket, StandInLimits limits) throws IOException {
    super(socket);
    this.socket = socket;
    // One buffer for all readers: bytes read ahead belong to a later handshake.
    this.in =
        new BufferedInputStream(
            new Bounded(
                socket.getInputStream(), limits, Deadline.after(limits.conversation()), socket));
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return socket.getOutputStream();
  }

  /** Reads end by the limits only. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  public void setSoTimeout(int timeout) {}

  /** All reads go through one method, so that bytes that TLS skips count as well. */
  private static final class Bounded extends BulkInput {
    private final InputStream in;
    private final Socket socket;
    private final Duration idle;
    private final Deadline deadline;
    private long left;

    Bounded(InputStream in, StandInLimits limits, Deadline deadline, Socket socket) {
      this.in = in;
      this.socket = socket;
      this.idle = limits.idle();
      this.deadline = deadline;
      this.left = limits.bytes();
    }

    @Override
    protected int readSome(byte[] buffer, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new TooMuchException();
      }
      socket.setSoTimeout(deadline.orAfter(idle).socketTimeout());
      int count = in.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(0, count);
      return count;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(left, in.available());
    }
  }

  /** The caller sent more than one connection may. */
  static final class TooMuchException extends IOException {
    private static final long serialVersionUID = 1;

    TooMuchException() {
      super("sent too much");
    }
  }
}
