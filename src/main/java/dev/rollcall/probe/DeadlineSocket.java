package dev.rollcall.probe;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connected socket whose every read ends at one deadline and within one limit of bytes, however
 * slowly the peer drips. TLS, and TLS inside another protocol, are layered on top, so that they
 * inherit both.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // delegates, and close must never wait
final class DeadlineSocket extends SocketView {
  private final Socket socket;
  private final Session session;
  private final long limit;
  private volatile int soTimeout;
  private final AtomicLong received = new AtomicLong();
  private volatile long lastRead = System.nanoTime();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong held = new AtomicLong();

  DeadlineSocket(Socket socket, Session session, long limit) {
    super(socket);
    this.socket = socket;
    this.session = session;
    this.limit = limit;
  }

  /** Bytes read so far. */
  long received() {
    return received.get();
  }

  /** How long nothing has come. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastRead);
  }

  /** Bytes written so far. */
  long sent() {
    return sent.get();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream in = socket.getInputStream();
    return new InputStream() {
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
        if (received.get() >= limit) {
          throw new OversizedException(limit);
        }
        session.checkComputing();
        int left = session.deadline().socketTimeout();
        socket.setSoTimeout(soTimeout == 0 ? left : Math.min(soTimeout, left));
        session.pause();
        try {
          int count = in.read(buffer, offset, (int) Math.min(length, limit - received.get()));
          received.addAndGet(Math.max(0, count));
          lastRead = System.nanoTime();
          hold(Math.max(0, count));
          return count;
        } finally {
          session.resume();
        }
      }

      @Override
      public int available() throws IOException {
        return in.available();
      }

      @Override
      public void close() throws IOException {
        DeadlineSocket.this.close();
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(socket.getOutputStream()) {
      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        session.checkComputing();
        session.deadline().socketTimeout();
        // A peer that does not read lets a write wait as well.
        session.pause();
        try {
          out.write(buffer, offset, length);
        } finally {
          session.resume();
        }
        sent.addAndGet(length);
      }

      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void close() throws IOException {
        DeadlineSocket.this.close();
      }
    };
  }

  private void hold(int count) throws IOException {
    session.memory().hold(count, session.deadline());
    held.addAndGet(count);
  }

  /** What was read of it need not be held any longer. */
  @Override
  public void close() throws IOException {
    socket.close();
    session.memory().release(held.getAndSet(0));
  }

  /** Makes reads end sooner; they never end later than at the deadline. */
  @Override
  public void setSoTimeout(int timeout) {
    soTimeout = timeout;
  }

  @Override
  public int getSoTimeout() {
    return soTimeout;
  }
}
