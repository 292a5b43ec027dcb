package dev.rollcall.standin;

import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.net.SocketView;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

/**
 * A caller's connection, whose every read ends when the caller was idle for too long, when the
 * conversation has lasted too long, or when too much was sent. TLS is layered on top and inherits
 * all three.
 */
final class BoundedSocket extends SocketView {
  private final Socket socket;
  private final InputStream in;

  BoundedSocket(Socket socket, StandInLimits limits) throws IOException {
    super(socket);
    this.socket = socket;
    // One buffer for all who read: what was read ahead of a handshake belongs to it.
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

  /** Reads through one method only: TLS skips what it does not want, which must count as well. */
  private static final class Bounded extends InputStream {
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
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
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
