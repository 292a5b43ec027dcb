package dev.rollcall.probe.net;

import dev.rollcall.probe.budget.AttemptBudget;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.budget.NetworkWait;
import dev.rollcall.probe.budget.OversizedException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connected socket whose every read ends at one deadline and within one limit of bytes, however
 * slowly the peer drips. TLS, and TLS inside another protocol, are layered on top, so that they
 * inherit both.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // delegates, and close must never wait
public final class DeadlineSocket extends SocketView {
  /** How long the other side may take to close when we have closed. */
  private static final Duration CLOSING = Duration.ofMillis(700);

  /** So many bytes fit any system's send buffer, so that writing them never waits. */
  private static final int AT_ONCE = 1024;

  private final Socket socket;
  private final AttemptBudget budget;
  private final long limit;
  private volatile int soTimeout;
  private final AtomicLong received = new AtomicLong();
  private volatile long lastRead = System.nanoTime();
  private volatile long lastWait = lastRead;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong held = new AtomicLong();
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private Optional<Boolean> closes = Optional.empty();
  private final AtomicLong flight = new AtomicLong();

  /** Bytes written since the last read. */
  private final AtomicLong unanswered = new AtomicLong();

  private final AtomicLong largest = new AtomicLong();

  public DeadlineSocket(Socket socket, AttemptBudget budget, long limit) {
    super(socket);
    this.socket = socket;
    this.budget = budget;
    this.limit = limit;
    // A closed socket no longer has its address.
    this.local = new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    this.remote = new InetSocketAddress(socket.getInetAddress(), socket.getPort());
  }

  /** Bytes sent that the other side's system has not acknowledged; empty if that is not known. */
  public OptionalLong unacknowledged() {
    return TcpTable.unacknowledged(local, remote);
  }

  /** Ends our side of the connection; false if it is gone. */
  public boolean finish() {
    try {
      if (!socket.isOutputShutdown()) {
        socket.shutdownOutput();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Closes our side, and waits a moment for the other side to close, whatever the session's
   * deadline. A running process closes; for one that hangs only its system answers.
   */
  public boolean closesWithUs() {
    if (closes.isEmpty()) {
      closes = Optional.of(finish() && ends());
    }
    return closes.get();
  }

  private boolean ends() {
    Deadline deadline = Deadline.after(CLOSING);
    byte[] buffer = new byte[4096];
    budget.pause();
    try {
      int count = 0;
      for (boolean over = false; count >= 0 && !over; ) {
        // A busy host may look late: what came in time is found.
        over = deadline.passed();
        socket.setSoTimeout(deadline.timeoutOrLook());
        count = socket.getInputStream().read(buffer);
      }
      return count < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      // An end that is our own says nothing of the peer.
      return !socket.isClosed();
    } finally {
      budget.resume();
    }
  }

  /** Bytes read so far. */
  public long received() {
    return received.get();
  }

  /** The most bytes that came between two of our writes, to see whether packets were full. */
  public long largest() {
    return largest.get();
  }

  /** How long nothing had come when it was last waited for. */
  public Duration silence() {
    return Duration.ofNanos(Math.max(0, lastWait - lastRead));
  }

  /** Bytes written so far. */
  public long sent() {
    return sent.get();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream in = socket.getInputStream();
    return new BulkInput() {
      @Override
      protected int readSome(byte[] buffer, int offset, int length) throws IOException {
        if (received.get() >= limit) {
          throw new OversizedException(limit);
        }
        budget.checkComputing();
        int left = budget.deadline().socketTimeout();
        socket.setSoTimeout(soTimeout == 0 ? left : Math.min(soTimeout, left));
        int most = (int) Math.min(length, limit - received.get());
        boolean ready = in.available() > 0;
        if (!ready) {
          budget.pause();
        }
        try {
          int count = timed(buffer, offset, most, ready);
          received.addAndGet(Math.max(0, count));
          largest.accumulateAndGet(flight.addAndGet(Math.max(0, count)), Math::max);
          lastRead = lastWait;
          unanswered.set(0);
          hold(Math.max(0, count));
          return count;
        } finally {
          budget.resume();
        }
      }

      private int timed(byte[] buffer, int offset, int length, boolean ready) throws IOException {
        NetworkWait wait = budget.network();
        int count = -1;
        try {
          count = in.read(buffer, offset, length);
          return count;
        } catch (SocketTimeoutException e) {
          count = 0;
          throw e;
        } finally {
          lastWait = budget.read(wait, ready, count);
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
        budget.checkComputing();
        budget.deadline().socketTimeout();
        if (unanswered.addAndGet(length) > AT_ONCE) {
          // A peer that does not read blocks a write as well.
          budget.pause();
        }
        long from = System.nanoTime();
        boolean written = false;
        try {
          out.write(buffer, offset, length);
          written = true;
        } finally {
          budget.wrote(from, System.nanoTime(), written);
          budget.resume();
        }
        sent.addAndGet(length);
        flight.set(0);
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
    // Those that could give back memory may need the permit.
    budget.memory().hold(count, budget.deadline(), budget::pause);
    held.addAndGet(count);
  }

  /** Releases the memory of what was read. */
  @Override
  public void close() throws IOException {
    socket.close();
    budget.memory().release(held.getAndSet(0));
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
