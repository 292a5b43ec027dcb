package dev.rollcall.fuzz.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;

/** One direction of a connection in memory, between two threads. */
final class Pipe {
  /** No side waits that long for the other one; a side that does has lost track of it. */
  private static final long PATIENCE_MILLIS = 20_000;

  private byte[] bytes = new byte[1024];
  private int from;
  private int to;
  private boolean closed;

  InputStream in() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return length == 0 ? 0 : take(buffer, offset, length);
      }

      @Override
      public int available() {
        synchronized (Pipe.this) {
          return to - from;
        }
      }
    };
  }

  OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] buffer, int offset, int length) {
        put(buffer, offset, length);
      }

      @Override
      public void close() {
        Pipe.this.close();
      }
    };
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private synchronized void put(byte[] buffer, int offset, int length) {
    if (bytes.length - to < length) {
      byte[] roomy = new byte[2 * (to - from + length)];
      System.arraycopy(bytes, from, roomy, 0, to - from);
      to -= from;
      from = 0;
      bytes = roomy;
    }
    System.arraycopy(buffer, offset, bytes, to, length);
    to += length;
    notifyAll();
  }

  private synchronized int take(byte[] buffer, int offset, int length) throws IOException {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (from == to && !closed) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("Read timed out");
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
    if (from == to) {
      return -1;
    }
    int count = Math.min(length, to - from);
    System.arraycopy(bytes, from, buffer, offset, count);
    from += count;
    return count;
  }
}
