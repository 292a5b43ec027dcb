package dev.rollcall.protocol.tds;

import dev.rollcall.probe.Connection;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.net.BulkInput;
import dev.rollcall.probe.net.SocketView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The driver's network: to the driver it looks like a server without encryption, but everything
 * goes over TLS that is already open and verified. It lets one LOGIN7 pass, and after that only
 * queries. Every answer is read and checked before the driver gets it, at most {@link
 * TdsResponse#MOST} bytes each.
 */
final class DriverSocket extends SocketView {
  private static final byte SQL_BATCH = 0x01;
  private static final int VERSION_AT = Prelogin.HEADER + 4;

  /** TDS 8.0, little-endian (MS-TDS §2.2.6.4). */
  private static final byte[] TDS_8 = {0, 0, 0, 8};

  /** What is expected next. */
  private enum Stage {
    PRELOGIN,
    LOGIN,
    LOGIN_ANSWER,
    OPEN,
    ANSWER
  }

  private final Connection server;
  private final byte[] greeting;
  private final boolean strict;

  /** The begin of a packet, which may hold a password; always overwritten when it is replaced. */
  private byte[] pending = new byte[0];

  private InputStream answer = InputStream.nullInputStream();
  private Optional<LoginAnswer> login = Optional.empty();
  private Stage stage = Stage.PRELOGIN;
  private boolean begun;
  private boolean answered;
  private Optional<Exception> trouble = Optional.empty();

  /**
   * A socket to a server that expects a LOGIN7.
   *
   * @param server encrypted
   * @param greeting the answer to the driver's PRELOGIN
   * @param strict whether the server speaks TDS 8.0, and the login must say so
   */
  DriverSocket(Connection server, byte[] greeting, boolean strict) {
    super(server.socket());
    this.server = server;
    this.greeting = greeting.clone();
    this.strict = strict;
  }

  /** The exception that occurred here, since drivers keep only its text. */
  Optional<Exception> trouble() {
    return trouble;
  }

  /** Whether the driver got any of the server's answer to the login. */
  boolean answered() {
    return answered;
  }

  private interface Step<T> {
    T take() throws IOException, ProbeException;
  }

  private <T> T noting(Step<T> step) throws IOException {
    try {
      return step.take();
    } catch (IOException e) {
      trouble = trouble.or(() -> Optional.of(e));
      throw e;
    } catch (ProbeException e) {
      trouble = trouble.or(() -> Optional.of(e));
      throw new IOException(e.getMessage());
    }
  }

  private int receive(byte[] buffer, int offset, int length) throws IOException, ProbeException {
    if (stage == Stage.LOGIN_ANSWER) {
      LoginAnswer read = LoginAnswer.read(server);
      login = Optional.of(read);
      answer = new ByteArrayInputStream(read.packets());
      answered = true;
      stage = Stage.OPEN;
    } else if (stage == Stage.ANSWER) {
      answer = new ByteArrayInputStream(QuestionAnswer.read(server, login.orElseThrow()));
      stage = Stage.OPEN;
    }
    int count = answer.read(buffer, offset, length);
    if (count >= 0) {
      return count;
    }
    if (stage != Stage.OPEN) {
      throw new IOException("the driver reads before it has asked");
    }
    throw ProbeException.malformed("the answer ends where the driver expects more of it");
  }

  private void send(byte[] bytes, int offset, int length) throws IOException {
    byte[] all = Arrays.copyOf(pending, pending.length + length);
    System.arraycopy(bytes, offset, all, pending.length, length);
    Arrays.fill(pending, (byte) 0);
    int at = 0;
    try {
      while (all.length - at >= Prelogin.HEADER) {
        int size = ByteBuffer.wrap(all).getShort(at + 2) & 0xffff;
        if (size < Prelogin.HEADER) {
          throw new IOException("the driver sends no TDS");
        }
        if (all.length - at < size) {
          break;
        }
        byte[] packet = Arrays.copyOfRange(all, at, at + size);
        at += size;
        try {
          pass(packet);
        } finally {
          Arrays.fill(packet, (byte) 0);
        }
      }
    } finally {
      pending = Arrays.copyOfRange(all, at, all.length);
      Arrays.fill(all, (byte) 0);
    }
  }

  private void pass(byte[] packet) throws IOException {
    byte type = packet[0];
    if (stage == Stage.PRELOGIN && type == Prelogin.REQUEST) {
      answer = new ByteArrayInputStream(greeting);
      stage = Stage.LOGIN;
    } else if (stage == Stage.LOGIN && type == StandInLogin.LOGIN7) {
      if (strict && !begun && packet.length >= VERSION_AT + TDS_8.length) {
        System.arraycopy(TDS_8, 0, packet, VERSION_AT, TDS_8.length);
      }
      begun = true;
      stage = isLast(packet) ? Stage.LOGIN_ANSWER : Stage.LOGIN;
      server.write(packet);
    } else if (stage == Stage.OPEN && type == SQL_BATCH) {
      stage = isLast(packet) ? Stage.ANSWER : Stage.OPEN;
      server.write(packet);
    } else {
      throw new IOException("the driver must not send this now");
    }
  }

  private static boolean isLast(byte[] packet) {
    return (packet[1] & Prelogin.END_OF_MESSAGE) != 0;
  }

  @Override
  public InputStream getInputStream() {
    return new BulkInput() {
      @Override
      protected int readSome(byte[] buffer, int offset, int length) throws IOException {
        return noting(() -> receive(buffer, offset, length));
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        noting(
            () -> {
              send(buffer, offset, length);
              return length;
            });
      }
    };
  }

  // The session's deadline and options apply; setting the driver's would open another socket.

  @Override
  public void setSoTimeout(int timeout) {}

  @Override
  public int getSoTimeout() {
    return 0;
  }

  @Override
  public void setKeepAlive(boolean on) {}

  @Override
  public boolean getKeepAlive() {
    return false;
  }

  @Override
  public <T> Socket setOption(SocketOption<T> name, T value) {
    return this;
  }
}
